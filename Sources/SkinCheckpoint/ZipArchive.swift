/// The table of contents of a ZIP file whose entries are stored, as PyTorch writes them; ZIP64 included.
///
/// Source: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.14 to 4.3.16 (ends).
struct ZipArchive {
  struct Entry {
    let byteOffset: Int
    let byteCount: Int
    /// CRC-32 of the bytes; nil if whoever wrote the file computed none.
    fileprivate(set) var sum: UInt32?
  }

  private static let endSignature: UInt64 = 0x0605_4b50
  private static let end64Signature: UInt64 = 0x0606_4b50
  private static let locatorSignature: UInt64 = 0x0706_4b50
  private static let directorySignature: UInt64 = 0x0201_4b50
  private static let localSignature: UInt64 = 0x0403_4b50
  private static let endByteCount = 22

  private(set) var entries: [String: Entry] = [:]

  static func isOne(_ bytes: MappedBytes) -> Bool {
    (try? bytes.littleEndian(at: 0, byteCount: 4)) == localSignature
  }

  init(_ bytes: MappedBytes) throws(CheckpointError) {
    func malformed(_ fact: String) -> CheckpointError { .malformed(path: bytes.path, fact: fact) }
    let (entryCount, directoryOffset, directoryByteCount) = try Self.directory(bytes)
    guard let directoryOffset = Int(exactly: directoryOffset),
      let directoryByteCount = Int(exactly: directoryByteCount),
      bytes.contains(offset: directoryOffset, byteCount: directoryByteCount),
      entryCount <= UInt64(directoryByteCount / 46)
    else { throw malformed("the directory of the ZIP reaches beyond the file") }
    var offset = directoryOffset
    var sums: Set<UInt32> = []
    for _ in 0..<entryCount {
      guard try bytes.littleEndian(at: offset, byteCount: 4) == Self.directorySignature else {
        throw malformed("an entry of the ZIP's directory")
      }
      let method = try bytes.littleEndian(at: offset + 10, byteCount: 2)
      var byteCount = try bytes.littleEndian(at: offset + 24, byteCount: 4)
      let compressedByteCount = try bytes.littleEndian(at: offset + 20, byteCount: 4)
      let nameLength = Int(try bytes.littleEndian(at: offset + 28, byteCount: 2))
      let extraLength = Int(try bytes.littleEndian(at: offset + 30, byteCount: 2))
      let commentLength = Int(try bytes.littleEndian(at: offset + 32, byteCount: 2))
      var localOffset = try bytes.littleEndian(at: offset + 42, byteCount: 4)
      let name = String(decoding: try bytes.bytes(at: offset + 46, count: nameLength), as: UTF8.self)
      try Self.readZip64(
        bytes, at: offset + 46 + nameLength, byteCount: extraLength, size: &byteCount,
        compressedIsLong: compressedByteCount == 0xFFFF_FFFF, localOffset: &localOffset)
      guard method == 0 else { throw malformed("\(name) in the ZIP is compressed") }
      guard let local = Int(exactly: localOffset), let count = Int(exactly: byteCount),
        bytes.contains(offset: local, byteCount: 30),
        try bytes.littleEndian(at: local, byteCount: 4) == Self.localSignature
      else { throw malformed("\(name) in the ZIP does not lie where the directory says") }
      let localName = Int(try bytes.littleEndian(at: local + 26, byteCount: 2))
      let localExtra = Int(try bytes.littleEndian(at: local + 28, byteCount: 2))
      let start = local + 30 + localName + localExtra
      guard bytes.contains(offset: start, byteCount: count) else {
        throw malformed("\(name) in the ZIP reaches beyond the file")
      }
      let sum = UInt32(truncatingIfNeeded: try bytes.littleEndian(at: offset + 16, byteCount: 4))
      sums.insert(sum)
      guard entries.updateValue(Entry(byteOffset: start, byteCount: count, sum: sum), forKey: name) == nil else {
        throw malformed("\(name) is in the ZIP twice")
      }
      offset += 46 + nameLength + extraLength + commentLength
    }
    // PyTorch writes one constant for every entry where it was told to compute no sums.
    if sums.count == 1 { entries = entries.mapValues { Entry(byteOffset: $0.byteOffset, byteCount: $0.byteCount) } }
  }

  /// Number of entries, offset and length of the directory.
  private static func directory(_ bytes: MappedBytes) throws(CheckpointError) -> (UInt64, UInt64, UInt64) {
    let farthest = max(0, bytes.count - endByteCount - 0xFFFF)
    var end = bytes.count - endByteCount
    while end >= farthest, end >= 0 {
      if try bytes.littleEndian(at: end, byteCount: 4) == endSignature { break }
      end -= 1
    }
    guard end >= farthest, end >= 0 else {
      throw .malformed(path: bytes.path, fact: "the ZIP has no end record; the file was cut short")
    }
    if end >= 20, try bytes.littleEndian(at: end - 20, byteCount: 4) == locatorSignature {
      let position = try bytes.littleEndian(at: end - 20 + 8, byteCount: 8)
      guard let position = Int(exactly: position), bytes.contains(offset: position, byteCount: 56),
        try bytes.littleEndian(at: position, byteCount: 4) == end64Signature
      else { throw .malformed(path: bytes.path, fact: "the ZIP64 end record") }
      return (
        try bytes.littleEndian(at: position + 32, byteCount: 8),
        try bytes.littleEndian(at: position + 48, byteCount: 8),
        try bytes.littleEndian(at: position + 40, byteCount: 8)
      )
    }
    return (
      try bytes.littleEndian(at: end + 10, byteCount: 2), try bytes.littleEndian(at: end + 16, byteCount: 4),
      try bytes.littleEndian(at: end + 12, byteCount: 4)
    )
  }

  /// Takes long sizes and offsets from the extra field of ZIP64, in its fixed order.
  private static func readZip64(
    _ bytes: MappedBytes, at start: Int, byteCount: Int, size: inout UInt64, compressedIsLong: Bool,
    localOffset: inout UInt64
  ) throws(CheckpointError) {
    var offset = start
    while offset + 4 <= start + byteCount {
      let identifier = try bytes.littleEndian(at: offset, byteCount: 2)
      let length = Int(try bytes.littleEndian(at: offset + 2, byteCount: 2))
      if identifier == 1 {
        var field = offset + 4
        if size == 0xFFFF_FFFF {
          size = try bytes.littleEndian(at: field, byteCount: 8)
          field += 8
        }
        if compressedIsLong { field += 8 }
        if localOffset == 0xFFFF_FFFF { localOffset = try bytes.littleEndian(at: field, byteCount: 8) }
        return
      }
      offset += 4 + length
    }
  }
}
