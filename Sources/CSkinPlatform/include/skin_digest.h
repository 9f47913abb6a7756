#pragma once
#include <stddef.h>
#include <stdint.h>

/// A SHA-256 that has not seen all of its bytes yet; as large as libcrypto's.
typedef struct {
  uint64_t words[16];
} skin_sha256;

/// Begins, goes on with more bytes, and ends with the 32 bytes of the digest.
void skin_sha256_begin(skin_sha256 *state);
void skin_sha256_update(skin_sha256 *state, const uint8_t *bytes, size_t byte_count);
void skin_sha256_end(skin_sha256 *state, uint8_t *digest);
