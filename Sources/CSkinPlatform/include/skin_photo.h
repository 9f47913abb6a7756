#pragma once
#include <stddef.h>
#include <stdint.h>

// What a decoder found. The error jumps of libjpeg and libpng stay inside these functions.
#define SKIN_PHOTO_OK 0
#define SKIN_PHOTO_DAMAGED 1    // the library refused, or warned of lost data
#define SKIN_PHOTO_TRUNCATED 2  // the bytes end before the picture
#define SKIN_PHOTO_MEMORY 3     // no memory

/// Width and height, in pixels, from a JPEG's or PNG's header.
int skin_jpeg_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height);
int skin_png_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height);

/// Decodes to 8-bit RGB, row after row; `rgb` has room for 3 * width * height bytes, as the size function told.
/// Transparency is laid on white.
int skin_jpeg_decode(const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint8_t *rgb);
int skin_png_decode(const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint8_t *rgb);
