#define _GNU_SOURCE
#include "skin_processor.h"

#ifndef SKINGPT_COMMIT
#define SKINGPT_COMMIT "unknown: built from a source tree"
#endif

const char *skin_commit(void) { return SKINGPT_COMMIT; }

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

int skin_futex_wait(uint32_t *address, uint32_t expected) {
  return (int)syscall(SYS_futex, address, FUTEX_WAIT_PRIVATE, expected, 0, 0, 0);
}

int skin_futex_wake(uint32_t *address, int count) {
  return (int)syscall(SYS_futex, address, FUTEX_WAKE_PRIVATE, count, 0, 0, 0);
}
#endif

#if defined(__x86_64__)
#include <cpuid.h>

static int bit(unsigned word, int index) { return (int)((word >> index) & 1u); }

// Which register states the operating system saves: Intel SDM volume 1, section 13.3.
static uint64_t enabled_states(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return ((uint64_t)high << 32) | low;
}

uint32_t skin_processor_features(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  uint32_t features = bit(c, 9) && bit(c, 19) ? SKIN_FEATURE_SSE41 : 0;
  const int saves_states = bit(c, 27), avx = bit(c, 28), fma = bit(c, 12), f16c = bit(c, 29);
  if (!saves_states || !avx || !fma || !f16c) return features;
  const uint64_t states = enabled_states();
  if ((states & 0x06) != 0x06) return features;  // xmm and ymm

  unsigned b7, c7;
  if (!__get_cpuid_count(7, 0, &a, &b7, &c7, &d) || !bit(b7, 5)) return features;
  features |= SKIN_FEATURE_AVX2;
  unsigned a71;
  if (__get_cpuid_count(7, 1, &a71, &b, &c, &d) && bit(a71, 4)) features |= SKIN_FEATURE_AVXVNNI;
  const int avx512 = bit(b7, 16) && bit(b7, 17) && bit(b7, 30) && bit(b7, 31) && bit(c7, 11);
  if (avx512 && (states & 0xe6) == 0xe6) features |= SKIN_FEATURE_AVX512;  // opmask and zmm
  return features;
}
#elif defined(__aarch64__) && defined(__linux__)
#include <asm/hwcap.h>
#include <sys/auxv.h>

uint32_t skin_processor_features(void) {
  const unsigned long has = getauxval(AT_HWCAP);
  if (!(has & HWCAP_ASIMD)) return 0;
  return SKIN_FEATURE_NEON | (has & HWCAP_ASIMDDP ? SKIN_FEATURE_DOTPROD : 0);
}
#elif defined(__aarch64__)
uint32_t skin_processor_features(void) { return SKIN_FEATURE_NEON; }
#else
uint32_t skin_processor_features(void) { return 0; }
#endif
