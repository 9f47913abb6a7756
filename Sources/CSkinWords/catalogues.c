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

static const unsigned char spanish_questions[] = {
#embed "questions/es.txt"
};
static const unsigned char french_questions[] = {
#embed "questions/fr.txt"
};
static const unsigned char portuguese_questions[] = {
#embed "questions/pt.txt"
};
static const unsigned char arabic_questions[] = {
#embed "questions/ar.txt"
};
static const unsigned char hindi_questions[] = {
#embed "questions/hi.txt"
};
static const unsigned char swahili_questions[] = {
#embed "questions/sw.txt"
};

struct file {
  const char *code;
  const unsigned char *bytes;
  size_t length;
};

static const struct file catalogues[] = {
    {"es", spanish, sizeof spanish}, {"fr", french, sizeof french}, {"pt", portuguese, sizeof portuguese},
    {"ar", arabic, sizeof arabic},   {"hi", hindi, sizeof hindi},   {"sw", swahili, sizeof swahili},
};

static const struct file questions[] = {
    {"es", spanish_questions, sizeof spanish_questions}, {"fr", french_questions, sizeof french_questions},
    {"pt", portuguese_questions, sizeof portuguese_questions}, {"ar", arabic_questions, sizeof arabic_questions},
    {"hi", hindi_questions, sizeof hindi_questions}, {"sw", swahili_questions, sizeof swahili_questions},
};

static const unsigned char *found(const struct file *files, size_t count, const char *code, size_t *length) {
  for (size_t index = 0; index < count; index++) {
    if (strcmp(files[index].code, code) != 0) continue;
    *length = files[index].length;
    return files[index].bytes;
  }
  *length = 0;
  return NULL;
}

const unsigned char *skin_catalogue(const char *code, size_t *length) {
  return found(catalogues, sizeof catalogues / sizeof *catalogues, code, length);
}

const unsigned char *skin_questions(const char *code, size_t *length) {
  return found(questions, sizeof questions / sizeof *questions, code, length);
}
