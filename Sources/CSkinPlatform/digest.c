// SHA-256 by libcrypto's plain functions: those that are called deprecated, since they need no configuration file and
// no set-up, which a process that may open nothing could not do.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "skin_digest.h"

#include <openssl/sha.h>

_Static_assert(sizeof(skin_sha256) >= sizeof(SHA256_CTX), "libcrypto's state is larger");

// They cannot fail: the state is plain memory.
void skin_sha256_begin(skin_sha256 *state) { (void)SHA256_Init((SHA256_CTX *)state); }

void skin_sha256_update(skin_sha256 *state, const uint8_t *bytes, size_t byte_count) {
  (void)SHA256_Update((SHA256_CTX *)state, bytes, byte_count);
}

void skin_sha256_end(skin_sha256 *state, uint8_t *digest) { (void)SHA256_Final(digest, (SHA256_CTX *)state); }
