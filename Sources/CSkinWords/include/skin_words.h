#pragma once
#include <stddef.h>

/// The catalogue of a language as it lies in po/, without a zero at its end; null for a language that has none.
/// `length` becomes the number of its bytes.
const unsigned char *skin_catalogue(const char *code, size_t *length);

/// What gives typed questions away in a language, as it lies in questions/; like ``skin_catalogue`` otherwise.
const unsigned char *skin_questions(const char *code, size_t *length);
