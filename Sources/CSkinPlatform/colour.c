#include <lcms2.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "skin_photo.h"

// Profiles are asked at a grid of colours; one that moves none of them farther than this is sRGB under another name.
#define GRID 6
#define SAME 2
// Larger profiles are tables for printers.
#define GREATEST_PROFILE (16u << 20)
// Pixels that are turned at once.
#define STRIPE (1u << 20)

static cmsHPROFILE open_profile(const uint8_t *profile, size_t byte_count) {
  if (byte_count < 128 || byte_count > GREATEST_PROFILE) return NULL;
  return cmsOpenProfileFromMem(profile, (cmsUInt32Number)byte_count);
}

static cmsHTRANSFORM transform_to_srgb(cmsHPROFILE from, cmsUInt32Number format) {
  cmsHPROFILE srgb = cmsCreate_sRGBProfile();
  if (!srgb) return NULL;
  cmsHTRANSFORM transform =
      cmsCreateTransform(from, format, srgb, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);
  cmsCloseProfile(srgb);
  return transform;
}

static int is_identity(cmsHTRANSFORM transform) {
  uint8_t before[GRID * GRID * GRID * 3], after[sizeof before];
  size_t place = 0;
  for (int red = 0; red < GRID; red++)
    for (int green = 0; green < GRID; green++)
      for (int blue = 0; blue < GRID; blue++) {
        before[place++] = (uint8_t)(red * 255 / (GRID - 1));
        before[place++] = (uint8_t)(green * 255 / (GRID - 1));
        before[place++] = (uint8_t)(blue * 255 / (GRID - 1));
      }
  cmsDoTransform(transform, before, after, GRID * GRID * GRID);
  for (size_t index = 0; index < sizeof before; index++)
    if (abs(before[index] - after[index]) > SAME) return 0;
  return 1;
}

static int convert(cmsHTRANSFORM transform, uint8_t *rgb, size_t pixel_count) {
  if (!transform) return 0;
  int changes = !is_identity(transform);
  for (size_t first = 0; changes && first < pixel_count; first += STRIPE) {
    size_t count = pixel_count - first < STRIPE ? pixel_count - first : STRIPE;
    cmsDoTransform(transform, rgb + 3 * first, rgb + 3 * first, (cmsUInt32Number)count);
  }
  cmsDeleteTransform(transform);
  return changes;
}

// A profile of grey: every level becomes one colour.
static int convert_grey(cmsHTRANSFORM transform, uint8_t *rgb, size_t pixel_count) {
  if (!transform) return 0;
  uint8_t levels[256], colours[3 * 256];
  int changes = 0;
  for (int level = 0; level < 256; level++) levels[level] = (uint8_t)level;
  cmsDoTransform(transform, levels, colours, 256);
  cmsDeleteTransform(transform);
  for (int index = 0; index < 3 * 256; index++)
    if (abs(colours[index] - index / 3) > SAME) changes = 1;
  for (size_t pixel = 0; changes && pixel < pixel_count; pixel++) {
    size_t level = rgb[3 * pixel];
    memcpy(rgb + 3 * pixel, colours + 3 * level, 3);
  }
  return changes;
}

int skin_colours_from_profile(const uint8_t *profile, size_t profile_byte_count, uint8_t *rgb, size_t pixel_count) {
  cmsHPROFILE from = open_profile(profile, profile_byte_count);
  if (!from) return 0;
  int changes = 0;
  switch (cmsGetColorSpace(from)) {
    case cmsSigRgbData:
      changes = convert(transform_to_srgb(from, TYPE_RGB_8), rgb, pixel_count);
      break;
    case cmsSigGrayData:
      changes = convert_grey(transform_to_srgb(from, TYPE_GRAY_8), rgb, pixel_count);
      break;
    default:
      break;
  }
  cmsCloseProfile(from);
  return changes;
}

int skin_colours_from_gamma(double exponent, const double *xy, uint8_t *rgb, size_t pixel_count) {
  for (int index = 0; index < 8; index++)
    if (!(xy[index] > 0 && xy[index] < 1)) return 0;
  if (!(exponent > 0.1 && exponent < 10)) return 0;
  cmsCIExyY white = {xy[0], xy[1], 1};
  cmsCIExyYTRIPLE primaries = {{xy[2], xy[3], 1}, {xy[4], xy[5], 1}, {xy[6], xy[7], 1}};
  cmsToneCurve *curve = cmsBuildGamma(NULL, exponent);
  if (!curve) return 0;
  cmsToneCurve *curves[3] = {curve, curve, curve};
  cmsHPROFILE from = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsFreeToneCurve(curve);
  if (!from) return 0;
  int changes = convert(transform_to_srgb(from, TYPE_RGB_8), rgb, pixel_count);
  cmsCloseProfile(from);
  return changes;
}

void *skin_inks_open(const uint8_t *profile, size_t profile_byte_count) {
  cmsHPROFILE from = open_profile(profile, profile_byte_count);
  if (!from) return NULL;
  cmsHTRANSFORM transform =
      cmsGetColorSpace(from) == cmsSigCmykData ? transform_to_srgb(from, TYPE_CMYK_8_REV) : NULL;
  cmsCloseProfile(from);
  return transform;
}

void skin_inks_convert(void *transform, const uint8_t *inks, uint8_t *rgb, uint32_t pixel_count) {
  cmsDoTransform(transform, inks, rgb, pixel_count);
}

void skin_inks_close(void *transform) {
  if (transform) cmsDeleteTransform(transform);
}
