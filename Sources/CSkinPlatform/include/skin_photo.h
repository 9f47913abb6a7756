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

/// Width and height, in pixels, from a picture's header.
int skin_jpeg_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height);
int skin_png_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height);
int skin_webp_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height);

/// Unpacks a zlib stream; at most `capacity` bytes. Returns the length; what a damaged or longer stream gave until then counts.
size_t skin_inflate(const uint8_t *bytes, size_t byte_count, uint8_t *target, size_t capacity);

/// How many scans a JPEG has, by its markers alone. The decoder may find fewer where the file is damaged.
uint32_t skin_jpeg_scan_count(const uint8_t *bytes, size_t byte_count);

/// Decodes to 8-bit RGB, row after row; `rgb` has room for 3 * width * height bytes, as the size function told.
/// Transparency is laid on white.
/// Of a JPEG at most `most_scans` scans are read; each may touch all pixels. Its sides are those that the size function
/// told over `divisor` (1, 2, 4 or 8), rounded up. Inks are turned to RGB by `profile` if that is a profile of inks.
int skin_jpeg_decode(
    const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint32_t divisor, uint32_t most_scans,
    const uint8_t *profile, size_t profile_byte_count, uint8_t *rgb);
int skin_png_decode(const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint8_t *rgb);
int skin_webp_decode(const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint8_t *rgb);

/// Writes 8-bit RGB as baseline JPEG, colours at half the resolution. The caller frees `*bytes`, which is NULL after a failure.
int skin_jpeg_encode(
    const uint8_t *rgb, uint32_t width, uint32_t height, int quality, uint8_t **bytes, size_t *byte_count);

/// Turns pixels from an ICC profile's colours to sRGB, in place. A profile that is damaged, of inks, or as good as sRGB
/// changes nothing. Returns whether anything changed.
int skin_colours_from_profile(const uint8_t *profile, size_t profile_byte_count, uint8_t *rgb, size_t pixel_count);

/// The same for a PNG's gAMA and cHRM: the exponent that makes light of a stored number, and x and y of white, red,
/// green and blue.
int skin_colours_from_gamma(double exponent, const double *xy, uint8_t *rgb, size_t pixel_count);

/// A transform from a profile of inks, as Adobe inverts them, to sRGB; NULL if the profile is another one.
void *skin_inks_open(const uint8_t *profile, size_t profile_byte_count);
void skin_inks_convert(void *transform, const uint8_t *inks, uint8_t *rgb, uint32_t pixel_count);
void skin_inks_close(void *transform);
