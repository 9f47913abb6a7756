#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

#include "skin_photo.h"

#define MEMORY_LIMIT (1L << 30)

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf jump;
  int status;
  uint32_t most_scans;
  int has_ended;  // the bytes ended, which loses nothing if only the end marker is missing
} error_state;

// Whole files of these kinds are right, only not for this library: other depths, lossless and hierarchical coding, and
// numbers of components that have no meaning as colours.
static int is_another_kind(int code) {
  switch (code) {
    case JERR_BAD_PRECISION:
    case JERR_SOF_UNSUPPORTED:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOT_COMPILED:
      return 1;
    default:
      return 0;
  }
}

static void stop(j_common_ptr info) {
  error_state *state = (error_state *)info->err;
  if (info->err->msg_code == JERR_OUT_OF_MEMORY || info->err->msg_code == JERR_NO_BACKING_STORE)
    state->status = SKIN_PHOTO_MEMORY;
  else if (info->err->msg_code == JERR_INPUT_EOF || info->err->msg_code == JERR_INPUT_EMPTY)
    state->status = SKIN_PHOTO_TRUNCATED;
  else if (is_another_kind(info->err->msg_code))
    state->status = SKIN_PHOTO_KIND;
  else if (state->status == SKIN_PHOTO_OK)
    state->status = SKIN_PHOTO_DAMAGED;
  longjmp(state->jump, 1);
}

// Bytes before a marker and odd Adobe or JFIF versions lose nothing; all other warnings mean lost data.
static void note(j_common_ptr info, int level) {
  error_state *state = (error_state *)info->err;
  if (level >= 0) return;
  switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_NOT_SEQUENTIAL:  // scan parameters that a sequential picture does not use; Samsung writes zeros
      break;
    case JWRN_JPEG_EOF:
      state->has_ended = 1;
      break;
    case JWRN_HIT_MARKER:
      state->status = SKIN_PHOTO_TRUNCATED;
      break;
    default:
      if (state->status == SKIN_PHOTO_OK) state->status = SKIN_PHOTO_DAMAGED;
  }
}

static void be_silent(j_common_ptr info) { (void)info; }

static void watch(j_common_ptr info) {
  j_decompress_ptr decoder = (j_decompress_ptr)info;
  error_state *state = (error_state *)info->err;
  if (decoder->input_scan_number < 0 || (uint32_t)decoder->input_scan_number <= state->most_scans) return;
  state->status = SKIN_PHOTO_SCANS;
  longjmp(state->jump, 1);
}

uint32_t skin_jpeg_scan_count(const uint8_t *bytes, size_t byte_count) {
  uint32_t count = 0;
  size_t position = 2;
  while (position + 1 < byte_count) {
    const uint8_t *found = memchr(bytes + position, 0xFF, byte_count - 1 - position);
    if (!found) break;
    position = (size_t)(found - bytes) + 1;
    uint8_t marker = bytes[position];
    if (marker == 0xFF) continue;  // a filler
    position++;
    // A stuffed zero, TEM and the restarts have no length; after the end nothing counts.
    if (marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) continue;
    if (marker == 0xD9) break;
    if (marker == 0xDA) count++;
    if (byte_count - position < 2) break;
    size_t length = (size_t)bytes[position] << 8 | bytes[position + 1];
    if (length > byte_count - position) break;
    position += length;
  }
  return count;
}

static void begin(struct jpeg_decompress_struct *decoder, error_state *state) {
  decoder->err = jpeg_std_error(&state->base);
  state->base.error_exit = stop;
  state->base.emit_message = note;
  state->base.output_message = be_silent;
  state->status = SKIN_PHOTO_OK;
  state->most_scans = 0;
  state->has_ended = 0;
}

// Whether nothing can be missing but the end marker. In Huffman coding the decoder warns of each missing bit of a scan that
// began; that all scans were there is seen from what they left. In arithmetic coding it does not warn at all.
static int lacks_only_the_end(j_decompress_ptr decoder) {
  if (decoder->arith_code) return 0;
  for (int component = 0; component < decoder->num_components; component++) {
    if (!decoder->comp_info[component].quant_table) return 0;
    if (!decoder->progressive_mode) continue;
    // Every coefficient was sent down to its last bit.
    for (int coefficient = 0; coefficient < DCTSIZE2; coefficient++)
      if (!decoder->coef_bits || decoder->coef_bits[component][coefficient] != 0) return 0;
  }
  return 1;
}

int skin_jpeg_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height) {
  struct jpeg_decompress_struct decoder;
  error_state state;
  begin(&decoder, &state);
  if (setjmp(state.jump)) {
    jpeg_destroy_decompress(&decoder);
    return state.has_ended ? SKIN_PHOTO_TRUNCATED : state.status;
  }
  jpeg_create_decompress(&decoder);
  jpeg_mem_src(&decoder, bytes, byte_count);
  jpeg_read_header(&decoder, TRUE);
  *width = decoder.image_width;
  *height = decoder.image_height;
  jpeg_destroy_decompress(&decoder);
  return SKIN_PHOTO_OK;
}

static inline uint8_t scaled(unsigned a, unsigned b) {
  unsigned product = a * b + 128;
  return (uint8_t)(((product >> 8) + product) >> 8);
}

// Inks as Adobe writes them, inverted: 255 is no ink.
static void inks_to_rgb(const uint8_t *inks, uint32_t width, uint8_t *rgb) {
  for (uint32_t x = 0; x < width; x++) {
    uint8_t light = inks[4 * x + 3];
    for (int channel = 0; channel < 3; channel++)
      rgb[3 * x + channel] = (uint8_t)(light - scaled(255u - inks[4 * x + channel], light));
  }
}

int skin_jpeg_decode(
    const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint32_t divisor, uint32_t most_scans,
    const uint8_t *profile, size_t profile_byte_count, uint8_t *rgb) {
  struct jpeg_decompress_struct decoder;
  struct jpeg_progress_mgr progress = {.progress_monitor = watch};
  error_state state;
  uint8_t *volatile inks = NULL;
  void *volatile transform = NULL;
  begin(&decoder, &state);
  state.most_scans = most_scans;
  if (setjmp(state.jump)) {
    jpeg_destroy_decompress(&decoder);
    free(inks);
    skin_inks_close(transform);
    return state.has_ended && state.status != SKIN_PHOTO_SCANS ? SKIN_PHOTO_TRUNCATED : state.status;
  }
  jpeg_create_decompress(&decoder);
  decoder.mem->max_memory_to_use = MEMORY_LIMIT;
  decoder.progress = &progress;
  jpeg_mem_src(&decoder, bytes, byte_count);
  jpeg_read_header(&decoder, TRUE);
  int has_inks = decoder.jpeg_color_space == JCS_CMYK || decoder.jpeg_color_space == JCS_YCCK;
  decoder.out_color_space = has_inks ? JCS_CMYK : JCS_RGB;
  decoder.scale_num = 1;
  decoder.scale_denom = divisor;
  jpeg_start_decompress(&decoder);
  if (decoder.output_width != width || decoder.output_height != height) {
    jpeg_destroy_decompress(&decoder);
    return SKIN_PHOTO_DAMAGED;
  }
  if (has_inks && !(inks = malloc((size_t)width * 4))) {
    jpeg_destroy_decompress(&decoder);
    return SKIN_PHOTO_MEMORY;
  }
  if (has_inks && profile) transform = skin_inks_open(profile, profile_byte_count);
  while (decoder.output_scanline < height) {
    uint8_t *row = rgb + (size_t)decoder.output_scanline * width * 3;
    JSAMPROW target = has_inks ? inks : row;
    if (jpeg_read_scanlines(&decoder, &target, 1) != 1) break;
    if (transform)
      skin_inks_convert(transform, inks, row, width);
    else if (has_inks)
      inks_to_rgb(inks, width, row);
  }
  int lacks_more = !lacks_only_the_end(&decoder);
  jpeg_finish_decompress(&decoder);
  if (state.has_ended && lacks_more) state.status = SKIN_PHOTO_TRUNCATED;
  jpeg_destroy_decompress(&decoder);
  free(inks);
  skin_inks_close(transform);
  return state.status;
}
