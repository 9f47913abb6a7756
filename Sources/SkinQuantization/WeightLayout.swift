public import SkinTensor

/// How a weight lies in memory and in the file: panels of 16 rows, one layout for every instruction set.
///
/// Rows are padded with zeros to a multiple of 16, the columns of the integer schemes to a multiple of 64.
///
///     f32   panel = columns x [16 float32]                     element (r, c) at panel + 64 c + 4 r
///     f16   panel = columns x [16 binary16], padded to 64 bytes
///     int8  panel = columns/64 x superblock of 1088 bytes: [2 x 16 binary16 scales][2 x 512 bytes]
///     int4  panel = columns/64 x superblock of  576 bytes: [2 x 16 binary16 scales][2 x 256 bytes]
public struct WeightLayout: Hashable, Sendable {
  /// Rows of a panel.
  public static let panelRows = 16
  /// Columns of a superblock.
  public static let superblockColumns = 64

  /// Output and input features, without padding.
  public let shape: Shape
  /// How the elements are written.
  public let scheme: WeightScheme

  /// The layout of a weight of some shape.
  public init(shape: Shape, scheme: WeightScheme) {
    self.shape = shape
    self.scheme = scheme
  }

  /// Panels, the last one padded.
  public var panelCount: Int { (shape.rowCount + Self.panelRows - 1) / Self.panelRows }

  /// Superblocks of a panel in the integer schemes, the last one padded.
  public var superblockCount: Int {
    (shape.columnCount + Self.superblockColumns - 1) / Self.superblockColumns
  }

  /// Bytes of a panel, a multiple of 64.
  public var panelByteCount: Int {
    switch scheme {
    case .float32: shape.columnCount * 64
    case .float16: (shape.columnCount * 32 + 63) / 64 * 64
    case .int8: superblockCount * 1088
    case .int4: superblockCount * 576
    }
  }

  /// Bytes of the whole weight.
  public var byteCount: Int { panelCount * panelByteCount }
}
