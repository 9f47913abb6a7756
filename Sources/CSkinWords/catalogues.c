#include "skin_words.h"

#include <string.h>

// The catalogues are part of the program, so that one file is enough to carry about.
static const unsigned char spanish[] = {
#embed "po/es.po"
};
static const unsigned char french[] = {
#embed "po/fr.po"
};
static const unsigned char portuguese[] = {
#embed "po/pt.po"
};
static const unsigned char arabic[] = {
#embed "po/ar.po"
};
static const unsigned char hindi[] = {
#embed "po/hi.po"
};
static const unsigned char swahili[] = {
#embed "po/sw.po"
};

static const struct {
  const char *code;
  const unsigned char *bytes;
  size_t length;
} catalogues[] = {
    {"es", spanish, sizeof spanish}, {"fr", french, sizeof french}, {"pt", portuguese, sizeof portuguese},
    {"ar", arabic, sizeof arabic},   {"hi", hindi, sizeof hindi},   {"sw", swahili, sizeof swahili},
};

const unsigned char *skin_catalogue(const char *code, size_t *length) {
  for (size_t index = 0; index < sizeof catalogues / sizeof *catalogues; index++) {
    if (strcmp(catalogues[index].code, code) != 0) continue;
    *length = catalogues[index].length;
    return catalogues[index].bytes;
  }
  *length = 0;
  return NULL;
}
