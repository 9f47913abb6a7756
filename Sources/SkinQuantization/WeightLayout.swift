package import SkinTensor

/// How a weight lies in memory and in the file: panels of 16 rows, one layout for every instruction set.
///
/// Rows are padded to a multiple of 16, the columns of int8 and int4 to a multiple of 64, those of int8-row to a
/// multiple of 16; padding decodes to zero. All numbers are little-endian. Inside a panel, `r` is the row, 0 to 15:
///
///     f32   columns x [16 float32]                             element (r, c) at 64 c + 4 r
///     f16   columns x [16 binary16], padded to 64 bytes        element (r, c) at 32 c + 2 r
///     int8  superblocks of 1088 bytes for 64 columns each: [2 x 16 binary16 scales][2 x 512 bytes of codes]
///     int4  superblocks of  576 bytes for 64 columns each: [2 x 16 binary16 scales][2 x 256 bytes of codes]
///     int8-row  [16 binary16 scales][32 zero bytes][16 int32 sums], then 64 bytes of codes for 4 columns each
///
/// A superblock holds two groups of 32 columns. The scale of row `r` in group `g` (0 or 1) is at 32 g + 2 r. The codes
/// of group `g` begin at 64 + 512 g or 64 + 256 g; inside them, `c` counts the group's columns, 0 to 31:
///
///     int8  byte 64 (c / 4) + 4 r + c % 4 is the integer plus 128, 1...255
///     int4  byte 64 (c % 16 / 4) + 4 r + c % 4: low nibble for c < 16, high nibble for c >= 16; the integer plus 8, 0...15
///
/// In int8-row the scale of row `r` is at 2 r, the sum of its integers at 64 + 4 r, and byte
/// 128 + 64 (c / 4) + 4 r + c % 4 is the integer plus 128, 1...255.
///
/// The element is integer times scale. int8 never uses -128; int4 scales may be negative. A padded row's scales are
/// zero.
package struct WeightLayout: Hashable, Sendable {
  /// Rows of a panel.
  package static let panelRows = 16
  /// Columns of a superblock.
  package static let superblockColumns = 64

  /// Output and input features, without padding.
  package let shape: Shape
  /// How the elements are written.
  package let scheme: WeightScheme

  /// Bytes of the scales at the start of a superblock.
  package static let scaleByteCount = 64
  /// Bytes of the scales and sums at the start of a panel with one scale for each row.
  package static let perRowHeaderByteCount = 128

  /// The layout of a weight of some shape.
  package init(shape: Shape, scheme: WeightScheme) {
    self.shape = shape
    self.scheme = scheme
  }

  /// Panels, the last one padded.
  package var panelCount: Int { (shape.rowCount + Self.panelRows - 1) / Self.panelRows }

  /// Superblocks of a panel in the grouped schemes, the last one padded.
  package var superblockCount: Int {
    (shape.columnCount + Self.superblockColumns - 1) / Self.superblockColumns
  }

  /// Bytes of a panel, a multiple of 64.
  package var panelByteCount: Int {
    switch scheme {
    case .float32: shape.columnCount * 64
    case .float16: (shape.columnCount * 32 + 63) / 64 * 64
    case .int8, .int4: superblockCount * superblockByteCount
    case .int8PerRow: Self.perRowHeaderByteCount + (shape.columnCount + 15) / 16 * 256
    }
  }

  /// Bytes of a group's codes in the grouped schemes.
  package var groupByteCount: Int { scheme == .int4 ? 256 : 512 }

  /// Bytes of a superblock in the grouped schemes.
  package var superblockByteCount: Int { Self.scaleByteCount + 2 * groupByteCount }

  /// Bytes of the whole weight.
  package var byteCount: Int { panelCount * panelByteCount }
}
