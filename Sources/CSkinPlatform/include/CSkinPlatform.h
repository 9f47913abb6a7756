// What Swift cannot say: processor features, futex, pause, prefetch, libcrypto's digest; libjpeg's and libpng's error jumps.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "skin_confine.h"
#include "skin_digest.h"
#include "skin_processor.h"
#include "skin_photo.h"
