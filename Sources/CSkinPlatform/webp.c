#include <stdlib.h>
#include <webp/decode.h>

#include "skin_photo.h"

static int status_of(VP8StatusCode code) {
  switch (code) {
    case VP8_STATUS_OK: return SKIN_PHOTO_OK;
    case VP8_STATUS_OUT_OF_MEMORY: return SKIN_PHOTO_MEMORY;
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED: return SKIN_PHOTO_TRUNCATED;
    case VP8_STATUS_UNSUPPORTED_FEATURE: return SKIN_PHOTO_KIND;
    default: return SKIN_PHOTO_DAMAGED;
  }
}

int skin_webp_size(const uint8_t *bytes, size_t byte_count, uint32_t *width, uint32_t *height) {
  WebPBitstreamFeatures features;
  VP8StatusCode code = WebPGetFeatures(bytes, byte_count, &features);
  if (code != VP8_STATUS_OK) return status_of(code);
  if (features.has_animation) return SKIN_PHOTO_KIND;
  if (features.width <= 0 || features.height <= 0) return SKIN_PHOTO_DAMAGED;
  *width = (uint32_t)features.width;
  *height = (uint32_t)features.height;
  return SKIN_PHOTO_OK;
}

int skin_webp_decode(const uint8_t *bytes, size_t byte_count, uint32_t width, uint32_t height, uint8_t *rgb) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return SKIN_PHOTO_DAMAGED;
  VP8StatusCode code = WebPGetFeatures(bytes, byte_count, &config.input);
  if (code != VP8_STATUS_OK) return status_of(code);
  if (config.input.has_animation) return SKIN_PHOTO_KIND;
  if ((uint32_t)config.input.width != width || (uint32_t)config.input.height != height) return SKIN_PHOTO_DAMAGED;
  int channels = config.input.has_alpha ? 4 : 3;
  size_t pixel_count = (size_t)width * height;
  uint8_t *pixels = rgb;
  if (channels == 4 && !(pixels = malloc(pixel_count * 4))) return SKIN_PHOTO_MEMORY;
  config.output.colorspace = channels == 4 ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = pixels;
  config.output.u.RGBA.stride = (int)width * channels;
  config.output.u.RGBA.size = pixel_count * (size_t)channels;
  code = WebPDecode(bytes, byte_count, &config);
  WebPFreeDecBuffer(&config.output);
  if (channels == 4) {
    // Laid on white.
    for (size_t pixel = 0; code == VP8_STATUS_OK && pixel < pixel_count; pixel++) {
      unsigned alpha = pixels[4 * pixel + 3];
      for (int channel = 0; channel < 3; channel++)
        rgb[3 * pixel + channel] =
            (uint8_t)((pixels[4 * pixel + channel] * alpha + 255u * (255u - alpha) + 127u) / 255u);
    }
    free(pixels);
  }
  return status_of(code);
}
