import SkinConfiguration
import SkinContainer
import SkinQuantization
import SkinTensor

/// Tensors of a container as a GGUF has them.
///
/// Groups of int8 and int4 become Q8_0 and Q4_0 blocks with the same integers and scales, `f16` stays F16, the rest is F32. One row
/// at a time is in memory, or one tensor whose rows and columns are exchanged.
struct GGUFTensors {
  private let container: Container
  private let parts: [SourcePart]
  private let types: [TensorName: GGUFFileHeader.ElementType]

  /// Parts of a container.
  init(_ container: Container, _ parts: [SourcePart]) {
    self.container = container
    self.parts = parts
    types = Self.types(container)
  }

  /// Adds their descriptions to a header.
  func add(to header: inout GGUFFileHeader) {
    for part in parts {
      // An axis of one image, which folders have and GGUFs have not.
      let shape = part.shape.count > 2 ? Array(part.shape.drop { $0 == 1 }) : part.shape
      header.add(
        GGUFFileHeader.Tensor(
          name: part.name, shape: part.transform == .transposed ? shape.reversed() : shape, type: type(of: part)))
    }
  }

  /// Appends their elements, in the order of the header.
  ///
  /// - Parameter progress: receives the share that is written, 0...1.
  func write(to file: GrowingFile, progress: (Double) -> Void) throws(ExportError) {
    var columns: [[Float]] = []
    try parts.forEachRow(
      of: container,
      { part, row, reader throws(ExportError) in
        if part.transform == .transposed {
          columns.append(reader.elements(row: row, columns: part.columns))
        } else if part.columns.count == part.entry.columnCount {
          try file.append(Self.bytes(of: row, type(of: part), reader))
        } else {
          var bytes: [UInt8] = []
          bytes.appendFloats(reader.elements(row: row, columns: part.columns))
          try file.append(bytes)
        }
      },
      ended: { part throws(ExportError) in
        for row in columns.first?.indices ?? 0..<0 {
          var bytes: [UInt8] = []
          bytes.appendFloats(columns.map { $0[row] })
          try file.append(bytes)
        }
        columns = []
        try file.pad(to: GGUFFileHeader.alignment)
      }, progress: progress)
  }

  /// What is exchanged is decoded.
  private func type(of part: SourcePart) -> GGUFFileHeader.ElementType {
    part.transform == .transposed ? .float32 : types[part.entry.name] ?? .float32
  }

  /// How the elements of each tensor are written.
  private static func types(_ container: Container) -> [TensorName: GGUFFileHeader.ElementType] {
    let types = container.records.map { record -> (TensorName, GGUFFileHeader.ElementType) in
      let fits = record.shape.columnCount % GGUFFileHeader.ElementType.groupSize == 0
      return switch record.scheme {
      case .float32: (record.name, .float32)
      case .float16: (record.name, .float16)
      case .int8, .int8PerRow: (record.name, fits ? .q8_0 : .float32)
      case .int4: (record.name, fits ? .q4_0 : .float32)
      }
    }
    return Dictionary(types, uniquingKeysWith: { first, _ in first })
  }

  /// A row as ggml writes it.
  private static func bytes(of row: Int, _ type: GGUFFileHeader.ElementType, _ reader: TensorReader) -> [UInt8] {
    var bytes: [UInt8] = []
    switch type {
    case .float32: bytes.appendFloats(reader.elements(row: row, columns: 0..<reader.entry.columnCount))
    case .float16: for half in reader.halves(row: row) { bytes.appendLittleEndian(half.bitPattern) }
    case .q8_0, .q4_0:
      guard let (scales, integers) = reader.weight?.codes(ofRow: row) else { break }
      bytes.reserveCapacity(type.byteCount(columnCount: integers.count))
      for (group, scale) in scales.enumerated() {
        bytes.appendLittleEndian(scale.bitPattern)
        let codes = integers[group * WeightScheme.groupSize..<(group + 1) * WeightScheme.groupSize]
        if type == .q8_0 {
          for code in codes { bytes.append(UInt8(bitPattern: code)) }
        } else {
          let (low, high) = (codes.prefix(16), codes.suffix(16))
          for (first, second) in zip(low, high) { bytes.append(UInt8(first + 8) | UInt8(second + 8) << 4) }
        }
      }
    }
    return bytes
  }
}
