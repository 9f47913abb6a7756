import SkinConfiguration
import SkinContainer
import SkinQuantization
import SkinTensor

/// The elements of one tensor of a container, row by row; its pages are released with the reader.
final class TensorReader {
  private enum Source {
    case vector(FloatVector)
    case weight(WeightMatrix)
  }

  let entry: TensorEntry
  private let container: Container
  private let source: Source
  private var row: Matrix

  init(_ entry: TensorEntry, of container: Container) throws(ContainerError) {
    self.entry = entry
    self.container = container
    row = Matrix(rowCount: 1, columnCount: entry.columnCount)
    switch entry.kind {
    case .vector, .table: source = .vector(try container.vector(entry.name))
    case .weight, .floatWeight: source = .weight(try container.weight(entry.name))
    }
  }

  deinit { container.releasePages(of: entry.name) }

  /// The weight in the kernels' layout; nil for vectors and tables.
  var weight: WeightMatrix? {
    if case .weight(let weight) = source { weight } else { nil }
  }

  /// Whether the elements are stored as binary16 numbers.
  var isHalf: Bool { weight?.scheme == .float16 }

  /// Some columns of a row, decoded.
  func elements(row index: Int, columns: Range<Int>) -> [Float] {
    switch source {
    case .vector(let vector):
      let first = index * entry.columnCount
      return columns.map { vector[first + $0] }
    case .weight(let weight):
      weight.decodeRow(index, into: &row, at: 0)
      return columns.map { row[0, $0] }
    }
  }

  /// A row of an `f16` weight.
  func halves(row index: Int) -> [Binary16] { weight?.halves(ofRow: index) ?? [] }
}

extension [UInt8] {
  /// Appends the bytes of an integer, least significant first.
  mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    for shift in Swift.stride(from: 0, to: value.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Appends floats as binary32.
  mutating func appendFloats(_ values: [Float]) {
    reserveCapacity(count + values.count * MemoryLayout<Float>.stride)
    for value in values { appendLittleEndian(value.bitPattern) }
  }
}
