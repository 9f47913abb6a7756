import Foundation
import SkinFiles

/// What of a container is certainly on disk, so that a conversion that was killed continues where it stopped.
///
/// A file beside the growing container, one line per finished part: JSON, a tab, the first half of the JSON's SHA-256.
/// A line is written only after the bytes that it describes are on disk, and is then flushed to disk itself; a torn
/// line ends the journal. The first line is the key: what is written, from what, by which version of the encoder.
struct WriterJournal {
  /// A finished part of the container.
  struct Entry: Codable {
    /// Bytes of the container up to here.
    var end: Int
    var tensor: TensorRecord?
    var resource: ResourceRecord?
  }

  private struct Key: Codable {
    var key: String
  }

  /// Changes whenever the encoder or the file format gives other bytes for the same inputs.
  private static let encoderVersion = 2

  let path: String
  private var pending: [UInt8] = []

  /// The journal's path beside a container.
  static func path(_ container: String) -> String { container + ".partial.journal" }

  /// The entries of an earlier run of the same conversion; empty if there was none.
  static func entries(path: String, key: String) -> [Entry] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    var lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    guard let first = lines.popFirst(), let found: Key = decode(first), found.key == version(key) else { return [] }
    var entries: [Entry] = []
    for line in lines {
      guard let entry: Entry = decode(line) else { break }
      entries.append(entry)
    }
    return entries
  }

  /// Begins a journal with the entries that still hold.
  init(path: String, key: String, entries: [Entry]) throws(ContainerError) {
    self.path = path
    try? FileManager.default.removeItem(atPath: path)
    guard FileManager.default.createFile(atPath: path, contents: nil) else {
      throw .unwritable(path: path, code: errno)
    }
    pending += Self.line(Key(key: Self.version(key)))
    for entry in entries { add(entry) }
    try write()
  }

  /// Adds a part; it counts once ``write()`` has been called.
  mutating func add(_ entry: Entry) { pending += Self.line(entry) }

  /// Flushes the added parts to disk.
  ///
  /// - Precondition: the container's bytes are on disk.
  mutating func write() throws(ContainerError) {
    guard !pending.isEmpty else { return }
    do {
      guard let file = FileHandle(forWritingAtPath: path) else {
        throw ContainerError.unwritable(path: path, code: errno)
      }
      defer { try? file.close() }
      try file.seekToEnd()
      try file.write(contentsOf: Data(pending))
      try file.synchronize()
    } catch { throw .unwritable(path: path, code: errno) }
    pending.removeAll(keepingCapacity: true)
  }

  /// Removes the journal.
  func remove() { try? FileManager.default.removeItem(atPath: path) }

  private static func version(_ key: String) -> String {
    SHA256.hash(data: Data("\(encoderVersion) \(Header.version) \(key)".utf8)).hexadecimal
  }

  private static func line(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(value) else { return [] }
    return Array(json) + Array("\t\(checksum(json))\n".utf8)
  }

  private static func decode<Value: Decodable>(_ line: Data) -> Value? {
    guard let tab = line.lastIndex(of: UInt8(ascii: "\t")) else { return nil }
    let json = line[line.startIndex..<tab]
    guard Array(line[line.index(after: tab)...]) == Array(checksum(json).utf8) else { return nil }
    return try? JSONDecoder().decode(Value.self, from: Data(json))
  }

  private static func checksum(_ json: Data) -> String {
    String(SHA256.hash(data: json).hexadecimal.prefix(32))
  }
}
