#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "skin_photo.h"

// The format's own limit; what the caller allows is less, and it wants to know the size that it refuses.
#define GREATEST_SIDE 0x7fffffff

// The file as libpng sees it: signature and the chunks that make the picture. Texts, profiles and what else stands beside it
// never reach the library, and the end is always there: a file that lacks only its end mark has lost nothing.
typedef struct {
  const uint8_t *bytes;
  size_t byte_count;
  size_t position;     // where the file goes on
  size_t left;         // bytes of the chunk at hand, or of the signature
  uint8_t check[4];    // the checksum of a chunk whose own was cut off
  size_t check_left;
  size_t end_left;     // bytes of the end mark, once nothing else is there
  int has_ended;       // the end mark was handed out
  int is_cut;          // the file ends inside a chunk of the picture
  int status;
} source;

static const uint8_t end_mark[12] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};

static void stop(png_structp png, png_const_charp message) {
  (void)message;
  source *from = png_get_error_ptr(png);
  if (from->status == SKIN_PHOTO_OK) from->status = from->has_ended ? SKIN_PHOTO_TRUNCATED : SKIN_PHOTO_DAMAGED;
  png_longjmp(png, 1);
}

static void be_silent(png_structp png, png_const_charp message) { (void)png, (void)message; }

static int makes_the_picture(const uint8_t *name) {
  static const char *names[] = {"IHDR", "PLTE", "tRNS", "IDAT"};
  for (size_t index = 0; index < sizeof names / sizeof *names; index++)
    if (!memcmp(name, names[index], 4)) return 1;
  // An unknown critical chunk, as Apple's own form has, changes what the others mean.
  return !(name[0] & 0x20) && memcmp(name, "IEND", 4);
}

// Goes to the next chunk that the library shall see.
static void advance(source *from) {
  for (;;) {
    size_t rest = from->byte_count - from->position;
    if (rest < 8) break;
    const uint8_t *chunk = from->bytes + from->position;
    size_t length = (size_t)chunk[0] << 24 | (size_t)chunk[1] << 16 | (size_t)chunk[2] << 8 | chunk[3];
    if (length > GREATEST_SIDE || !memcmp(chunk + 4, "IEND", 4)) break;
    if (rest >= length + 12) {
      if (makes_the_picture(chunk + 4)) {
        from->left = length + 12;
        return;
      }
      from->position += length + 12;
      continue;
    }
    if (!makes_the_picture(chunk + 4)) break;
    from->left = rest;
    from->is_cut = rest < length + 8;
    if (rest >= length + 8) {  // only the checksum is cut
      from->left = length + 8;
      unsigned long sum = crc32(0, chunk + 4, (uInt)(length + 4));
      for (int byte = 0; byte < 4; byte++) from->check[byte] = (uint8_t)(sum >> (24 - 8 * byte));
      from->check_left = 4;
    }
    return;
  }
  from->position = from->byte_count;
  from->end_left = sizeof end_mark;
}

static void take(png_structp png, png_bytep target, size_t count) {
  source *from = png_get_io_ptr(png);
  while (count > 0) {
    size_t piece;
    if (from->left > 0) {
      piece = count < from->left ? count : from->left;
      memcpy(target, from->bytes + from->position, piece);
      from->position += piece;
      from->left -= piece;
    } else if (from->check_left > 0) {
      piece = count < from->check_left ? count : from->check_left;
      memcpy(target, from->check + 4 - from->check_left, piece);
      from->check_left -= piece;
      if (from->check_left == 0) from->position = from->byte_count;
    } else if (from->end_left > 0) {
      piece = count < from->end_left ? count : from->end_left;
      memcpy(target, end_mark + sizeof end_mark - from->end_left, piece);
      from->end_left -= piece;
      // Where the library still wants the picture, this is where the file was cut.
      from->has_ended = 1;
    } else if (from->position < from->byte_count) {
      advance(from);
      continue;
    } else if (!from->is_cut && !from->has_ended) {
      from->end_left = sizeof end_mark;
      continue;
    } else {
      from->status = SKIN_PHOTO_TRUNCATED;
      png_error(png, "truncated");
    }
    target += piece;
    count -= piece;
  }
}

static png_structp begin(source *from) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, from, stop, be_silent);
  if (!png) return NULL;
  png_set_user_limits(png, GREATEST_SIDE, GREATEST_SIDE);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD);
  png_set_read_fn(png, from, take);
  return png;
}

static source opened(const uint8_t *bytes, size_t byte_count) {
  source from = {.bytes = bytes, .byte_count = byte_count, .left = byte_count < 8 ? byte_count : 8};
  return from;
}

int skin_png_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height) {
  source from = opened(bytes, byte_count);
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

size_t skin_inflate(const uint8_t *bytes, size_t byte_count, uint8_t *target, size_t capacity) {
  z_stream stream = {0};
  if (byte_count > GREATEST_SIDE || capacity > GREATEST_SIDE || inflateInit(&stream) != Z_OK) return 0;
  stream.next_in = (Bytef *)bytes;
  stream.avail_in = (uInt)byte_count;
  stream.next_out = target;
  stream.avail_out = (uInt)capacity;
  while (stream.avail_out > 0 && inflate(&stream, Z_SYNC_FLUSH) == Z_OK) {
    if (stream.avail_in == 0) break;
  }
  size_t length = capacity - stream.avail_out;
  inflateEnd(&stream);
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
  source from = opened(bytes, byte_count);
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
  // What is left of the stream of pixels: its checksums show damage that left as many bytes.
  png_read_end(png, NULL);
  png_destroy_read_struct(&png, &info, NULL);
  free(pixels);
  return SKIN_PHOTO_OK;
}
