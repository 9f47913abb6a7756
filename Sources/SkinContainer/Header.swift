import SkinFiles

/// The first bytes of a container, 128 in all, little endian.
///
///     0    magic "SKINGPT\n"           32   bytes of the catalogue
///     8    format version, 32 bits     40   SHA-256 of the catalogue, 32 bytes
///     12   bytes of the header         72   bytes of every part but the last; 0 for one file
///     16   bytes of the container      80   zeros
///     24   offset of the catalogue     96   SHA-256 of the 96 bytes before, 32 bytes
///
/// Version 1 is one file whose chunks are raw or plain LZ4. Version 2 may be in parts (see ``ContainerParts``) and may
/// shuffle bits before LZ4. A writer states the lowest version that can express what it wrote.
struct Header: Hashable, Sendable {
  static let byteCount = 128
  static let version: UInt32 = 2
  static let magic = Array("SKINGPT\n".utf8)
  private static let digestOffset = 96

  var fileByteCount: UInt64
  var catalogueOffset: UInt64
  var catalogueByteCount: UInt64
  var catalogueDigest: [UInt8]
  /// Bytes of every part but the last; 0 for one file.
  var partByteCount: UInt64 = 0
  /// Whether a chunk has a coding that version 1 does not know.
  var hasShuffledChunks = false

  var bytes: [UInt8] {
    var bytes = Self.magic
    bytes.append(littleEndian: partByteCount > 0 || hasShuffledChunks ? Self.version : 1)
    bytes.append(littleEndian: UInt32(Self.byteCount))
    bytes.append(littleEndian: fileByteCount)
    bytes.append(littleEndian: catalogueOffset)
    bytes.append(littleEndian: catalogueByteCount)
    bytes += catalogueDigest
    bytes.append(littleEndian: partByteCount)
    bytes += [UInt8](repeating: 0, count: Self.digestOffset - bytes.count)
    return bytes + SHA256.hash(data: bytes)
  }

  /// Reads and checks a header.
  ///
  /// - Parameters:
  ///   - bytes: the first bytes of the file, as many as a header has, or all if there are fewer.
  ///   - path: the file's path, for errors.
  ///   - fileByteCount: the length of the file as it is; of the first part, if there are parts.
  /// - Throws: ``ContainerError`` if the header is not a container's, is damaged or newer, or states another length.
  init(_ bytes: [UInt8], path: String, fileByteCount: Int) throws(ContainerError) {
    guard bytes.count >= Self.magic.count, Array(bytes[..<Self.magic.count]) == Self.magic else {
      if let content = ForeignContent(beginning: bytes) {
        throw .foreign(path: path, what: content.rawValue, help: content.help)
      }
      throw .notAContainer(path: path)
    }
    guard bytes.count == Self.byteCount else {
      throw .cutShort(path: path, expected: UInt64(Self.byteCount), found: UInt64(fileByteCount))
    }
    let version = UInt32(truncatingIfNeeded: bytes.littleEndian(at: 8, byteCount: 4))
    guard SHA256.hash(data: bytes[..<Self.digestOffset]) == Array(bytes[Self.digestOffset...]) else {
      throw .damaged(path: path, part: "the header")
    }
    guard version <= Self.version else {
      throw .newerVersion(path: path, found: version, supported: Self.version)
    }
    self.fileByteCount = bytes.littleEndian(at: 16, byteCount: 8)
    catalogueOffset = bytes.littleEndian(at: 24, byteCount: 8)
    catalogueByteCount = bytes.littleEndian(at: 32, byteCount: 8)
    catalogueDigest = Array(bytes[40..<72])
    partByteCount = version > 1 ? bytes.littleEndian(at: 72, byteCount: 8) : 0
    guard self.fileByteCount <= UInt64(Int.max >> 1),
      partByteCount == 0
        || (partByteCount < UInt64(Int.max >> 1) && partByteCount % UInt64(ContainerParts.granularity) == 0)
    else { throw .malformed(path: path, fact: "parts of \(partByteCount) bytes") }
    let firstByteCount = partByteCount == 0 ? self.fileByteCount : min(partByteCount, self.fileByteCount)
    guard firstByteCount <= UInt64(fileByteCount) else {
      throw .cutShort(path: path, expected: firstByteCount, found: UInt64(fileByteCount))
    }
    let (end, overflow) = catalogueOffset.addingReportingOverflow(catalogueByteCount)
    guard firstByteCount == UInt64(fileByteCount), !overflow, end == self.fileByteCount,
      catalogueOffset >= UInt64(Self.byteCount)
    else { throw .malformed(path: path, fact: "the catalogue does not end where the file ends") }
  }

  init(
    fileByteCount: UInt64, catalogueOffset: UInt64, catalogueByteCount: UInt64, catalogueDigest: [UInt8],
    partByteCount: UInt64 = 0, hasShuffledChunks: Bool = false
  ) {
    self.fileByteCount = fileByteCount
    self.catalogueOffset = catalogueOffset
    self.catalogueByteCount = catalogueByteCount
    self.catalogueDigest = catalogueDigest
    self.partByteCount = partByteCount
    self.hasShuffledChunks = hasShuffledChunks
  }
}

extension [UInt8] {
  mutating func append(littleEndian value: UInt32) {
    for shift in stride(from: 0, to: 32, by: 8) { append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
  }

  mutating func append(littleEndian value: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
  }

  func littleEndian(at offset: Int, byteCount: Int) -> UInt64 {
    self[offset..<offset + byteCount].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension Container {
  /// The newest format version that is read and written.
  package static var formatVersion: UInt32 { Header.version }
}
