/// How the elements of a weight are written in a container.
public enum WeightScheme: String, Hashable, Sendable, Codable, CaseIterable {
  /// IEEE 754 binary32.
  case float32 = "f32"
  /// IEEE 754 binary16.
  case float16 = "f16"
  /// Groups of 32 columns: 8-bit integers and a binary16 scale per row.
  case int8
  /// Groups of 32 columns: 4-bit integers and a binary16 scale per row.
  case int4

  /// Whether groups of columns share a scale.
  public var isGrouped: Bool { self == .int8 || self == .int4 }

  /// Columns that share a scale in the integer schemes.
  public static let groupSize = 32
}
