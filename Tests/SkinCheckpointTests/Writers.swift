import Foundation

/// A file in a folder of its own, removed with it.
final class TemporaryFile {
  let folder: String
  let path: String

  init(_ bytes: [UInt8], name: String = "file") throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write(bytes)
  }

  /// A safetensors file with a header and a body of zeros.
  convenience init(_ header: String, body: Int) throws {
    let length = UInt64(header.utf8.count)
    try self.init(littleEndian(length, 8) + Array(header.utf8) + [UInt8](repeating: 0, count: body))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }
}

/// The low bytes of a number, the lowest first.
func littleEndian(_ value: UInt64, _ byteCount: Int) -> [UInt8] {
  (0..<byteCount).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
}

/// Writes ZIP files as PyTorch does, always with ZIP64 records, or with lies in them.
struct ZipWriter {
  struct Entry {
    var name: String
    var bytes: [UInt8]
    var method: UInt64 = 0
    var claimedByteCount: UInt64
    var claimedOffset: UInt64?
    /// Bytes of nothing behind the entry's own.
    var hole: UInt64 = 0
    /// CRC-32 of the bytes; zero in all entries says that none was computed.
    var sum: UInt64 = 0
  }

  var entries: [Entry] = []
  var claimedEntryCount: UInt64?
  var claimedDirectoryOffset: UInt64?
  var claimedDirectoryByteCount: UInt64?

  mutating func add(
    _ name: String, _ bytes: [UInt8], method: UInt64 = 0, claimedByteCount: UInt64? = nil, claimedOffset: UInt64? = nil,
    hole: UInt64 = 0
  ) {
    entries.append(
      Entry(
        name: name, bytes: bytes, method: method, claimedByteCount: claimedByteCount ?? UInt64(bytes.count),
        claimedOffset: claimedOffset, hole: hole))
  }

  /// The stretches of the file and where they begin.
  private var pieces: [(offset: UInt64, bytes: [UInt8])] {
    var pieces: [(UInt64, [UInt8])] = []
    var directory: [UInt8] = []
    var offset: UInt64 = 0
    for entry in entries {
      let name = Array(entry.name.utf8)
      let local = littleEndian(0x0403_4b50, 4) + [UInt8](repeating: 0, count: 22) + littleEndian(UInt64(name.count), 2)
      pieces.append((offset, local + [0, 0] + name + entry.bytes))
      let extra =
        littleEndian(1, 2) + littleEndian(24, 2) + littleEndian(entry.claimedByteCount, 8)
        + littleEndian(entry.claimedByteCount, 8) + littleEndian(entry.claimedOffset ?? offset, 8)
      directory += littleEndian(0x0201_4b50, 4) + [0, 0, 0, 0, 0, 0] + littleEndian(entry.method, 2)
      directory += [UInt8](repeating: 0, count: 4) + littleEndian(entry.sum, 4)
      directory += littleEndian(0xFFFF_FFFF, 4) + littleEndian(0xFFFF_FFFF, 4)
      directory += littleEndian(UInt64(name.count), 2) + littleEndian(UInt64(extra.count), 2)
      directory += [UInt8](repeating: 0, count: 10) + littleEndian(0xFFFF_FFFF, 4) + name + extra
      offset += UInt64(30 + name.count + entry.bytes.count) + entry.hole
    }
    let end = offset + UInt64(directory.count)
    let count = claimedEntryCount ?? UInt64(entries.count)
    var tail = directory + littleEndian(0x0606_4b50, 4) + littleEndian(44, 8) + [UInt8](repeating: 0, count: 12)
    tail += littleEndian(count, 8) + littleEndian(count, 8)
    tail += littleEndian(claimedDirectoryByteCount ?? UInt64(directory.count), 8)
    tail += littleEndian(claimedDirectoryOffset ?? offset, 8)
    tail += littleEndian(0x0706_4b50, 4) + littleEndian(0, 4) + littleEndian(end, 8) + littleEndian(1, 4)
    tail += littleEndian(0x0605_4b50, 4) + [UInt8](repeating: 0xFF, count: 16) + [0, 0]
    return pieces + [(offset, tail)]
  }

  /// The file's bytes, if it has no holes.
  var bytes: [UInt8] { pieces.flatMap(\.bytes) }

  func write(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil), let handle = FileHandle(forWritingAtPath: path)
    else { throw CocoaError(.fileWriteUnknown) }
    for (offset, bytes) in pieces {
      try handle.seek(toOffset: offset)
      try handle.write(contentsOf: Data(bytes))
    }
    try handle.close()
  }

  /// A PyTorch file with a pickle and one storage of 16 bytes.
  static func torch(_ pickle: [UInt8]) -> [UInt8] {
    var zip = ZipWriter()
    zip.add("x/data.pkl", pickle)
    zip.add("x/data/0", [UInt8](repeating: 0, count: 16))
    return zip.bytes
  }
}

/// Writes pickles, opcode by opcode.
enum PickleWriter {
  static func text(_ text: String) -> [UInt8] {
    [UInt8(ascii: "X")] + littleEndian(UInt64(text.utf8.count), 4) + Array(text.utf8)
  }

  static func global(_ module: String, _ name: String) -> [UInt8] { Array("c\(module)\n\(name)\n".utf8) }

  static func integer(_ value: Int) -> [UInt8] { [0x8a, 8] + littleEndian(UInt64(bitPattern: Int64(value)), 8) }

  static func tuple(_ values: [Int]) -> [UInt8] { Array("(".utf8) + values.flatMap(integer) + Array("t".utf8) }

  /// `{"x": tensor}` of float32 over storage 0.
  static func tensor(offset: Int = 0, shape: [Int], strides: [Int]) -> [UInt8] {
    var bytes: [UInt8] = [0x80, 2] + Array("}".utf8) + text("x") + global("torch._utils", "_rebuild_tensor_v2")
    bytes += Array("((".utf8) + text("storage") + global("torch", "FloatStorage") + text("0") + text("cpu")
    bytes += integer(4) + Array("tQ".utf8) + integer(offset) + tuple(shape) + tuple(strides)
    return bytes + [0x89] + Array(")tRs.".utf8)
  }
}

/// A generator that gives the same numbers on every run (Steele, Lea and Flood 2014, SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
