#pragma once
#include <stddef.h>
#include <stdint.h>

// Bits of skin_processor_features().
#define SKIN_FEATURE_AVX2 1u     // AVX2, FMA and F16C, enabled by the operating system
#define SKIN_FEATURE_AVXVNNI 2u  // AVX-VNNI
#define SKIN_FEATURE_AVX512 4u   // AVX-512 F, BW, VL, DQ and VNNI, enabled by the operating system
#define SKIN_FEATURE_SSE41 8u    // SSSE3 and SSE4.1
#define SKIN_FEATURE_NEON 16u    // Advanced SIMD of arm64
#define SKIN_FEATURE_DOTPROD 32u // Its products of four bytes, from ARMv8.2 on where the processor has them

/// What this processor and operating system offer; 0 on anything but x86-64 and arm64.
uint32_t skin_processor_features(void);

/// The commit that the program was built from, if the build told it.
const char *skin_commit(void);

/// Waits while `*address` is `expected`; may return early. Returns 0, or -1 as futex(2) does.
int skin_futex_wait(uint32_t *address, uint32_t expected);
/// Wakes up to `count` waiters.
int skin_futex_wake(uint32_t *address, int count);

/// Tells the processor that this is a spin loop.
static inline __attribute__((always_inline)) void skin_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Asks for the cache line at `address`; any address is allowed.
static inline __attribute__((always_inline)) void skin_prefetch(const void *address) {
  __builtin_prefetch(address, 0, 3);
}
