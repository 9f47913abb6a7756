#pragma once
#include <stdint.h>

// What the calling thread has asked the C library's memory functions for, since it began. Always 0 where the C library is
// not glibc, whose functions can be stood in for.

/// Whether anything is counted.
int skin_counts_allocations(void);
/// How often memory was asked for.
uint64_t skin_allocation_count(void);
/// How much of it.
uint64_t skin_allocated_byte_count(void);
