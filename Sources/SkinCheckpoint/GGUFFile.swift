import SkinTensor

/// Reads the GGUF of a decoder or of a vision tower, as llama.cpp writes it: tensors by the file's names, outermost axis first, rows in the
/// file's order.
///
/// Source: ggml, `docs/gguf.md`, version 3.
enum GGUFFile {
  /// Architectures whose tensors the converter knows.
  private static let architectures: Set = ["llama", "gemma3", "clip"]
  /// Numbers of `ggml_type` that no tensor of a readable file has, for a message that names them.
  private static let unreadTypes: [UInt32: String] = [
    9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S",
    20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
  ]
  private static let elementTypes: [UInt32: ElementType] = [
    0: .float32, 1: .float16, 24: .int8, 25: .int16, 26: .int32, 27: .int64, 28: .float64, 30: .bfloat16,
  ]
  private static let blockFormats: [UInt32: BlockFormat] = [
    2: .q4_0, 3: .q4_1, 6: .q5_0, 7: .q5_1, 8: .q8_0, 12: .q4_K, 13: .q5_K, 14: .q6_K,
  ]

  static func read(_ bytes: MappedBytes) throws(CheckpointError) -> (tensors: [SourceTensor], metadata: GGUFMetadata) {
    func malformed(_ fact: String) -> CheckpointError { .malformed(path: bytes.path, fact: fact) }
    let header = try GGUFHeader(bytes)
    let metadata = GGUFMetadata(header, bytes)
    guard let found = metadata.string("general.architecture") else { throw malformed("no general.architecture") }
    guard architectures.contains(found) else { throw .otherArchitecture(path: bytes.path, name: found) }
    if let parts = metadata.integer("split.count"), parts > 1 { throw .splitFile(path: bytes.path, partCount: parts) }
    var tensors: [SourceTensor] = []
    var ranges: [Range<Int>] = []
    for tensor in header.tensors {
      guard let read = try self.tensor(tensor, header, bytes) else {
        throw malformed("\(tensor.name) of shape \(tensor.extents) at \(tensor.offset) reaches beyond the end")
      }
      tensors.append(read)
      if read.byteCount > 0 { ranges.append(read.byteOffset..<read.byteOffset + read.byteCount) }
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    for (range, next) in zip(ranges, ranges.dropFirst()) where range.upperBound > next.lowerBound {
      throw malformed("tensors overlap at \(next.lowerBound)")
    }
    return (tensors, metadata)
  }

  private static func tensor(
    _ tensor: GGUFHeader.Tensor, _ header: GGUFHeader, _ bytes: MappedBytes
  ) throws(CheckpointError) -> SourceTensor? {
    let shape = Array(tensor.extents.reversed())
    let (offset, overflow) = header.dataOffset.addingReportingOverflow(tensor.offset)
    guard !overflow else { return nil }
    if let elementType = elementTypes[tensor.type] {
      return SourceTensor(name: tensor.name, shape: shape, elementType: elementType, bytes: bytes, byteOffset: offset)
    }
    guard let block = blockFormats[tensor.type] else {
      let type = unreadTypes[tensor.type] ?? "type \(tensor.type)"
      throw .unreadBlocks(path: bytes.path, tensor: tensor.name, type: type)
    }
    return SourceTensor(name: tensor.name, shape: shape, block: block, bytes: bytes, byteOffset: offset)
  }
}
