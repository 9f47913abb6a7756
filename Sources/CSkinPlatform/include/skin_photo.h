#pragma once
#include <stddef.h>
#include <stdint.h>

// What a decoder found. The error jumps of libjpeg and libpng stay inside these functions.
#define SKIN_PHOTO_OK 0
#define SKIN_PHOTO_DAMAGED 1    // the library refused, or warned of lost data
#define SKIN_PHOTO_TRUNCATED 2  // the bytes end before the picture
#define SKIN_PHOTO_MEMORY 3     // no memory
#define SKIN_PHOTO_KIND 4       // a kind of the format that the library does not read
#define SKIN_PHOTO_SCANS 5      // more scans than the caller allows

/// Width and height, in pixels, from a JPEG's or PNG's header.
int skin_jpeg_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height);
int skin_png_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height);

/// The text of a PNG under a keyword, unpacked, from the chunks before the picture; at most `capacity` bytes. Returns the length.
size_t skin_png_text(const uint8_t *bytes, size_t byte_count, const char *key, uint8_t *text, size_t capacity);

/// How many scans a JPEG has, by its markers alone. The decoder may find fewer where the file is damaged.
uint32_t skin_jpeg_scan_count(const uint8_t *bytes, size_t byte_count);

/// Decodes to 8-bit RGB, row after row; `rgb` has room for 3 * width * height bytes, as the size function told.
/// Transparency is laid on white.
/// Of a JPEG at most `most_scans` scans are read; each may touch all pixels.
int skin_jpeg_decode(
    const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint32_t most_scans, uint8_t *rgb);
int skin_png_decode(const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint8_t *rgb);
