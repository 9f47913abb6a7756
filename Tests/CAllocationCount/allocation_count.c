#include "allocation_count.h"
#include <errno.h>
#include <stdlib.h>

static _Thread_local uint64_t count, byte_count;

uint64_t skin_allocation_count(void) { return count; }
uint64_t skin_allocated_byte_count(void) { return byte_count; }

// A sanitizer brings memory functions of its own.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_OTHER_FUNCTIONS 1
#endif

#if defined(__GLIBC__) && !defined(HAS_OTHER_FUNCTIONS)

// The functions behind the public names. What they give out, the C library's own free takes back.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t number, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static void note(size_t size) {
  count += 1;
  byte_count += size;
}

int skin_counts_allocations(void) { return 1; }

void *malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  note(number * size);
  return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
  note(size);
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  note(size);
  void *found = __libc_memalign(alignment, size);
  if (found) *memory = found;
  return found ? 0 : ENOMEM;
}

#else

int skin_counts_allocations(void) { return 0; }

#endif
