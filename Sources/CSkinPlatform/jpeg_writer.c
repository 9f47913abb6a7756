#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>
#include <jerror.h>

#include "skin_photo.h"

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf jump;
  int status;
} error_state;

static void stop(j_common_ptr info) {
  error_state *state = (error_state *)info->err;
  int has_no_memory = info->err->msg_code == JERR_OUT_OF_MEMORY;
  state->status = has_no_memory ? SKIN_PHOTO_MEMORY : SKIN_PHOTO_DAMAGED;
  longjmp(state->jump, 1);
}

static void be_silent(j_common_ptr info) { (void)info; }

int skin_jpeg_encode(
    const uint8_t *rgb, uint32_t width, uint32_t height, int quality, uint8_t **bytes, size_t *byte_count) {
  struct jpeg_compress_struct encoder;
  error_state state;
  unsigned char *buffer = NULL;
  unsigned long length = 0;
  // The library writes to both behind the compiler's back, also before a jump.
  unsigned char **volatile target = &buffer;
  encoder.err = jpeg_std_error(&state.base);
  state.base.error_exit = stop;
  state.base.output_message = be_silent;
  state.status = SKIN_PHOTO_OK;
  *bytes = NULL;
  *byte_count = 0;
  if (setjmp(state.jump)) {
    jpeg_destroy_compress(&encoder);
    free(*target);
    return state.status;
  }
  jpeg_create_compress(&encoder);
  jpeg_mem_dest(&encoder, &buffer, &length);
  encoder.image_width = width;
  encoder.image_height = height;
  encoder.input_components = 3;
  encoder.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  jpeg_start_compress(&encoder, TRUE);
  while (encoder.next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(rgb + (size_t)encoder.next_scanline * width * 3);
    jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  *bytes = buffer;
  *byte_count = length;
  return SKIN_PHOTO_OK;
}
