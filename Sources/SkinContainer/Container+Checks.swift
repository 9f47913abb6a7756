import SkinConfiguration
import SkinQuantization
import SkinTensor

extension Container {
  /// LZ4 cannot expand a byte to more than this.
  private static let greatestExpansion = 255

  /// Checks everything that the catalogue says against the file's length and the configuration.
  static func check(_ catalogue: Catalogue, path: String, chunksEnd: Int) throws(ContainerError) {
    do { try catalogue.configuration.validate() } catch { throw .configuration(path: path, error) }
    for record in catalogue.tensors {
      try check(record.blob, of: record.name.description, path: path, chunksEnd: chunksEnd)
    }
    for resource in catalogue.resources {
      let limit = resource.name.greatestByteCount
      guard resource.blob.rawByteCount <= limit else {
        throw .tooLarge(
          path: path, part: resource.name.rawValue, needed: resource.blob.rawByteCount, limit: limit)
      }
      try check(resource.blob, of: resource.name.rawValue, path: path, chunksEnd: chunksEnd)
    }
    try checkOverlaps(catalogue, path: path)
    try checkMemory(catalogue, path: path)
    guard Set(catalogue.resources.map(\.name)).count == catalogue.resources.count else {
      throw .malformed(path: path, fact: "a resource appears twice")
    }
    var expected = Dictionary(
      TensorCatalogue(catalogue.configuration).entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for record in catalogue.tensors {
      guard let entry = expected.removeValue(forKey: record.name) else {
        throw .surplusTensor(path: path, record.name)
      }
      try check(record, against: entry, path: path)
    }
    if let missing = expected.keys.min(by: { $0.description < $1.description }) {
      throw .missingTensor(path: path, missing)
    }
  }

  private static func check(_ record: TensorRecord, against entry: TensorEntry, path: String) throws(ContainerError) {
    let shape = Shape(entry.rowCount, entry.columnCount)
    guard record.shape == shape else {
      throw .wrongShape(path: path, record.name, expected: shape, found: record.shape)
    }
    let storage: TensorStorage
    switch entry.kind {
    case .vector, .table: storage = .rowMajor
    case .floatWeight, .weight: storage = .panels
    }
    guard record.storage == storage, entry.kind == .weight || record.scheme == .float32 else {
      throw .malformed(path: path, fact: "\(record.name) is stored as \(record.scheme) \(record.storage)")
    }
    guard record.rawByteCount == TensorRecord.byteCount(shape, record.scheme, storage) else {
      throw .malformed(path: path, fact: "\(record.name) has \(record.rawByteCount) bytes")
    }
  }

  /// Checks that there is memory for what is unpacked: LZ4 can make 255 bytes of one.
  private static func checkMemory(_ catalogue: Catalogue, path: String) throws(ContainerError) {
    let unpacked = catalogue.tensors.reduce(0) { $1.blob.contiguousRange == nil ? $0 + $1.rawByteCount : $0 }
    let limit = MemoryBounds.greatestByteCount
    guard unpacked <= limit else {
      throw .tooLarge(path: path, part: "its packed weights", needed: unpacked, limit: limit)
    }
  }

  private static func check(_ blob: Blob, of part: String, path: String, chunksEnd: Int) throws(ContainerError) {
    for chunk in blob.chunks {
      let (end, overflow) = chunk.offset.addingReportingOverflow(chunk.byteCount)
      let isPossible =
        switch chunk.coding {
        case .raw: chunk.byteCount == chunk.rawByteCount
        case .lz4, .lz4Bits8, .lz4Bits16, .lz4Bits32:
          chunk.byteCount <= chunk.rawByteCount && chunk.rawByteCount / greatestExpansion <= chunk.byteCount
        }
      guard !overflow, chunk.offset >= Header.byteCount, chunk.byteCount > 0, end <= chunksEnd,
        chunk.offset % ChunkCoding.alignment == 0, chunk.rawByteCount <= ChunkCoding.chunkByteCount, isPossible
      else {
        throw .malformed(path: path, fact: "a chunk of \(part) lies at \(chunk.offset), \(chunk.byteCount) bytes")
      }
    }
  }

  private static func checkOverlaps(_ catalogue: Catalogue, path: String) throws(ContainerError) {
    let chunks = (catalogue.tensors.map(\.blob) + catalogue.resources.map(\.blob)).flatMap(\.chunks)
    var end = Header.byteCount
    for chunk in chunks.sorted(by: { $0.offset < $1.offset }) {
      guard chunk.offset >= end else { throw .malformed(path: path, fact: "chunks overlap at \(chunk.offset)") }
      end = chunk.offset + chunk.byteCount
    }
  }
}
