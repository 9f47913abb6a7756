#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "skin_photo.h"

// The format's own limit; what the caller allows is less, and it wants to know the size that it refuses.
#define GREATEST_SIDE 0x7fffffff
#define MOST_CHUNKS 1000
#define GREATEST_CHUNK (16u << 20)

typedef struct {
  const uint8_t *bytes;
  size_t byte_count, position;
  int status;
} source;

static void stop(png_structp png, png_const_charp message) {
  (void)message;
  source *from = png_get_error_ptr(png);
  if (from->status == SKIN_PHOTO_OK) from->status = SKIN_PHOTO_DAMAGED;
  png_longjmp(png, 1);
}

static void be_silent(png_structp png, png_const_charp message) { (void)png, (void)message; }

static void take(png_structp png, png_bytep target, size_t count) {
  source *from = png_get_io_ptr(png);
  if (count > from->byte_count - from->position) {
    from->status = SKIN_PHOTO_TRUNCATED;
    png_error(png, "truncated");
  }
  memcpy(target, from->bytes + from->position, count);
  from->position += count;
}

static png_structp begin(source *from) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, from, stop, be_silent);
  if (!png) return NULL;
  png_set_user_limits(png, GREATEST_SIDE, GREATEST_SIDE);
  png_set_chunk_cache_max(png, MOST_CHUNKS);
  png_set_chunk_malloc_max(png, GREATEST_CHUNK);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
  png_set_read_fn(png, from, take);
  return png;
}

int skin_png_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height) {
  source from = {bytes, byte_count, 0, SKIN_PHOTO_OK};
  png_structp png = begin(&from);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return SKIN_PHOTO_MEMORY;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return from.status;
  }
  png_read_info(png, info);
  *width = png_get_image_width(png, info);
  *height = png_get_image_height(png, info);
  png_destroy_read_struct(&png, &info, NULL);
  return SKIN_PHOTO_OK;
}

size_t skin_png_text(const uint8_t *bytes, size_t byte_count, const char *key, uint8_t *text, size_t capacity) {
  source from = {bytes, byte_count, 0, SKIN_PHOTO_OK};
  png_structp png = begin(&from);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  volatile size_t length = 0;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return 0;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    return length;
  }
  png_read_info(png, info);
  png_textp texts;
  int count = png_get_text(png, info, &texts, NULL);
  for (int index = 0; index < count; index++) {
    if (!texts[index].text || strcmp(texts[index].key, key)) continue;
    size_t found = strlen(texts[index].text);
    length = found < capacity ? found : capacity;
    memcpy(text, texts[index].text, length);
    break;
  }
  png_destroy_read_struct(&png, &info, NULL);
  return length;
}

// Lays a row with alpha on white.
static void flatten(const uint8_t *row, uint32_t width, uint8_t *rgb) {
  for (uint32_t x = 0; x < width; x++) {
    unsigned alpha = row[4 * x + 3];
    for (int channel = 0; channel < 3; channel++)
      rgb[3 * x + channel] = (uint8_t)((row[4 * x + channel] * alpha + 255u * (255u - alpha) + 127u) / 255u);
  }
}

int skin_png_decode(const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint8_t *rgb) {
  source from = {bytes, byte_count, 0, SKIN_PHOTO_OK};
  uint8_t *volatile pixels = NULL;
  png_structp png = begin(&from);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return SKIN_PHOTO_MEMORY;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    free(pixels);
    return from.status;
  }
  png_read_info(png, info);
  png_set_strip_16(png);
  png_set_expand(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
  int pass_count = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  int fits = png_get_image_width(png, info) == width && png_get_image_height(png, info) == height &&
             png_get_rowbytes(png, info) == (size_t)width * 4;
  // An interlaced picture needs all its rows at once, another one only the row at hand.
  size_t row_count = pass_count > 1 ? height : 1;
  if (fits) pixels = malloc(row_count * width * 4);
  if (!pixels) {
    png_destroy_read_struct(&png, &info, NULL);
    return fits ? SKIN_PHOTO_MEMORY : SKIN_PHOTO_DAMAGED;
  }
  for (int pass = 0; pass < pass_count; pass++) {
    for (uint32_t y = 0; y < height; y++) {
      uint8_t *row = pixels + (pass_count > 1 ? (size_t)y * width * 4 : 0);
      png_read_row(png, row, NULL);
      if (pass == pass_count - 1) flatten(row, width, rgb + (size_t)y * width * 3);
    }
  }
  png_read_end(png, NULL);
  png_destroy_read_struct(&png, &info, NULL);
  free(pixels);
  return SKIN_PHOTO_OK;
}
