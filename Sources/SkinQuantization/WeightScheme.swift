/// How the elements of a weight are written in a container.
package enum WeightScheme: String, Hashable, Sendable, Codable, CaseIterable {
  /// IEEE 754 binary32.
  case float32 = "f32"
  /// IEEE 754 binary16.
  case float16 = "f16"
  /// Groups of 32 columns: 8-bit integers and a binary16 scale per row.
  case int8
  /// 8-bit integers and one binary16 scale for each whole row: faster for many rows of activations, which then have one
  /// scale each too, and less exact than ``int8``.
  case int8PerRow = "int8-row"
  /// Groups of 32 columns: 4-bit integers and a binary16 scale per row.
  case int4

  /// Whether groups of columns share a scale.
  package var isGrouped: Bool { self == .int8 || self == .int4 }

  /// Whether products are computed in floats; the other schemes round the activations to integers first.
  package var isFloat: Bool { self == .float32 || self == .float16 }

  /// Columns that share a scale in the grouped schemes.
  package static let groupSize = 32
}
