// The NEON kernels for integer weights against plain loops, without a system below: it runs in an emulator of one
// program. Built and started by `check` beside this file.
enum { COLUMNS = 200, OUTPUTS = 33, SUPERBLOCKS = 4, PANELS = 3, ROWS = 23, GROUPS = 2 * SUPERBLOCKS };

extern void neon_pack(const float *, long, long, long, void *);
extern void neon_pack_per_row(const float *, long, long, void *);
extern void neon_multiply(long, const void *, long, long, const void *, long, float *, long);

// What the kernels' module asks for from a system.
void *__stack_chk_guard;
void __stack_chk_fail(void) { __builtin_trap(); }
void *memset(void *target, int value, unsigned long count) {
  for (volatile char *byte = target; count; count--) *byte++ = (char)value;
  return target;
}
void *memcpy(void *target, const void *source, unsigned long count) {
  const char *from = source;
  for (volatile char *byte = target; count; count--) *byte++ = *from++;
  return target;
}
static char heap[1 << 20] __attribute__((aligned(64)));
static unsigned long heap_used;
int posix_memalign(void **target, unsigned long alignment, unsigned long count) {
  heap_used = (heap_used + alignment - 1) / alignment * alignment;
  if (heap_used + count > sizeof heap) return 12;
  *target = heap + heap_used;
  heap_used += count;
  return 0;
}
void free(void *memory) { (void)memory; }
float sqrtf(float value) { return __builtin_sqrtf(value); }

static long call(long number, long a, long b, long c) {
  register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
  return x0;
}

static void say(const char *text) {
  long count = 0;
  while (text[count]) count++;
  call(64, 1, (long)text, count);
}

static float x[ROWS * COLUMNS], found[ROWS * OUTPUTS];
static unsigned char panels[PANELS * SUPERBLOCKS * 1088] __attribute__((aligned(64)));
static char packed[ROWS * SUPERBLOCKS * 80] __attribute__((aligned(64)));
static signed char codes[GROUPS * 32];
static float scales[GROUPS];

static unsigned state = 12345;
static unsigned next(void) { return state = state * 1664525u + 1013904223u; }

// A row's integers and scales: SkinKernels/Reference.swift, `quantize`.
static void quantize(const float *row) {
  for (int group = 0; group < GROUPS; group++) {
    float largest = 0;
    for (int i = 0; i < 32; i++) {
      const int column = group * 32 + i;
      const float size = column < COLUMNS ? __builtin_fabsf(row[column]) : 0;
      if (size > largest) largest = size;
    }
    const float inverse = largest > 0 ? 127 / largest : 0;
    for (int i = 0; i < 32; i++) {
      const int column = group * 32 + i;
      codes[column] = column < COLUMNS ? (signed char)__builtin_rintf(row[column] * inverse) : 0;
    }
    scales[group] = largest / 127;
  }
}

// One product: Reference.swift, `integerDot`; the layout is described in WeightLayout.swift.
static float dot(int output, int is_int4) {
  const int group_bytes = is_int4 ? 256 : 512, superblock_bytes = 64 + 2 * group_bytes, lane = output % 16;
  float sum = 0;
  for (int group = 0; group < GROUPS; group++) {
    const unsigned char *block = panels + (output / 16 * SUPERBLOCKS + group / 2) * superblock_bytes;
    const unsigned char *weights = block + 64 + group % 2 * group_bytes;
    int products = 0;
    for (int c = 0; c < 32; c++) {
      const int byte = is_int4 ? weights[64 * (c % 16 / 4) + 4 * lane + c % 4] : weights[64 * (c / 4) + 4 * lane + c % 4];
      const int weight = is_int4 ? (c < 16 ? byte & 15 : byte >> 4) - 8 : byte - 128;
      products += weight * codes[group * 32 + c];
    }
    const __fp16 scale = ((const __fp16 *)block)[group % 2 * 16 + lane];
    const float scaled = (float)products * (float)scale;
    sum = __builtin_fmaf(scaled, scales[group], sum);
  }
  return sum;
}

static int differences(int is_int4, int row_count) {
  const int superblock_bytes = is_int4 ? 576 : 1088;
  for (unsigned long i = 0; i < sizeof panels; i++) panels[i] = (unsigned char)(next() >> 24);
  for (int block = 0; block < PANELS * SUPERBLOCKS; block++) {
    unsigned short *halves = (unsigned short *)(panels + block * superblock_bytes);
    for (int i = 0; i < 32; i++) halves[i] = (unsigned short)((i % 5 ? 0x2000 : 0xa100) + (next() >> 24));
  }
  for (int i = 0; i < ROWS * COLUMNS; i++) x[i] = (float)(int)next() * 0x1p-31f;
  neon_pack(x, COLUMNS, row_count, is_int4 ? 8 : 128, packed);
  neon_multiply(is_int4 ? 0 : 1, panels, PANELS, COLUMNS, packed, row_count, found, OUTPUTS);
  int count = 0;
  for (int row = 0; row < row_count; row++) {
    quantize(x + row * COLUMNS);
    for (int output = 0; output < OUTPUTS; output++) count += found[row * OUTPUTS + output] != dot(output, is_int4);
  }
  return count;
}

// One product where rows have one scale: Reference.swift, `quantizeRow` and `perRowDot`.
static float dot_per_row(const float *row, int output) {
  const int panel_bytes = 128 + (COLUMNS + 15) / 16 * 256, lane = output % 16;
  const unsigned char *panel = panels + output / 16 * panel_bytes;
  float least = row[0], greatest = row[0];
  for (int c = 1; c < COLUMNS; c++) {
    if (row[c] < least) least = row[c];
    if (row[c] > greatest) greatest = row[c];
  }
  const float middle = least * 0.5f + greatest * 0.5f, half = greatest * 0.5f - least * 0.5f, inverse = 127 / half;
  int products = 0, weights = 0;
  for (int c = 0; c < COLUMNS; c++) {
    const int weight = panel[128 + c / 4 * 64 + 4 * lane + c % 4] - 128;
    products += weight * (int)__builtin_rintf((row[c] - middle) * inverse);
    weights += weight;
  }
  const __fp16 scale = ((const __fp16 *)panel)[lane];
  return ((float)products * (half / 127) + (float)weights * middle) * (float)scale;
}

static int differences_per_row(int row_count) {
  const int panel_bytes = 128 + (COLUMNS + 15) / 16 * 256;
  for (int panel = 0; panel < PANELS; panel++) {
    unsigned char *p = panels + panel * panel_bytes;
    int sums[16] = {0};
    for (int i = 128; i < panel_bytes; i++) p[i] = (unsigned char)(next() >> 24);
    for (int c = COLUMNS; c < (COLUMNS + 15) / 16 * 16; c++) {
      for (int lane = 0; lane < 16; lane++) p[128 + c / 4 * 64 + 4 * lane + c % 4] = 128;
    }
    for (int i = 128; i < panel_bytes; i++) sums[(i - 128) % 64 / 4] += p[i] - 128;
    for (int lane = 0; lane < 16; lane++) {
      ((unsigned short *)p)[lane] = (unsigned short)((lane % 5 ? 0x2000 : 0xa100) + (next() >> 24));
      ((int *)(p + 64))[lane] = sums[lane];
    }
  }
  for (int i = 0; i < ROWS * COLUMNS; i++) x[i] = (float)(int)next() * 0x1p-31f + 0.7f;
  neon_pack_per_row(x, COLUMNS, row_count, packed);
  neon_multiply(2, panels, PANELS, COLUMNS, packed, row_count, found, OUTPUTS);
  int count = 0;
  for (int row = 0; row < row_count; row++) {
    for (int output = 0; output < OUTPUTS; output++) {
      count += found[row * OUTPUTS + output] != dot_per_row(x + row * COLUMNS, output);
    }
  }
  return count;
}

void _start(void) {
  int count = 0;
  for (int row_count = 1; row_count <= ROWS; row_count++) {
    count += differences(1, row_count);
    count += differences(0, row_count);
    count += differences_per_row(row_count);
  }
  say(count ? "error: NEON's products differ from plain loops\n" : "NEON: the bits of plain loops, 1 to 23 rows\n");
  call(93, count != 0, 0, 0);
}
