import Dispatch
import SkinConfiguration

/// Which mapped weights stay in memory, and which are returned to the system after each use.
///
/// Under a limit the decoder's output layer and as many of its layers as fit stay; all other layers are read again for
/// every pass, by the system's read-ahead, from its cache or from the disk. Nothing here changes a result.
package struct WeightResidency: Sendable {
  /// A part of the model that is used in one go.
  package enum Part: Hashable, Sendable {
    /// A block of the ViT.
    case vision(Int)
    /// The whole Q-Former.
    case query
    /// A layer of the decoder.
    case language(Int)
  }

  /// Program, photo, activations and the key-value cache of a conversation of usual length.
  private static let otherByteCount = 160 << 20

  private let container: Container
  private let released: [Part: [Range<Int>]]
  private let isLimited: Bool

  /// The residency of a container's weights under a limit; nil if all of it fits.
  ///
  /// - Parameter limit: bytes that may be resident.
  /// - Throws: ``ContainerError/memoryLimit(limit:least:)`` if not even one layer at a time fits.
  package init?(_ container: Container, limit: Int) throws(ContainerError) {
    guard container.byteCount + Self.otherByteCount > limit else { return nil }
    var ranges: [Part: [Range<Int>]] = [:]
    var fixed = Self.otherByteCount
    for record in container.records {
      guard let part = Self.part(of: record.name), let range = record.blob.contiguousRange else {
        // What belongs to no layer, or was decoded from LZ4, stays; of the embedding only some rows are touched.
        if record.name != .language(.embedding) { fixed += record.rawByteCount }
        continue
      }
      ranges[part, default: []].append(range)
    }
    let sizes = ranges.mapValues { $0.reduce(0) { $0 + $1.count } }
    // The layer in use and the one that is read ahead.
    let least = fixed + 2 * (sizes.values.max() ?? 0)
    guard least <= limit else { throw .memoryLimit(limit: limit, least: least) }
    var left = limit - least
    for layer in 0..<container.configuration.language.layerCount {
      guard let size = sizes[.language(layer)], size <= left else { break }
      left -= size
      ranges[.language(layer)] = nil
    }
    self.container = container
    released = ranges.mapValues(Self.pieces)
    isLimited = true
  }

  /// The smallest vision part, in bytes, that is released even without a limit.
  private static let largeVisionByteCount = 256 << 20

  /// The residency without a limit: a large ViT and Q-Former are released while a photo is read.
  ///
  /// Generating the answer takes long and no longer needs them; they stay in the system's cache. Nil for a small model.
  /// They are read from the disk and mapped at once, in the order of their use, while the caller goes on.
  package init?(_ container: Container) {
    var ranges: [Part: [Range<Int>]] = [:]
    for record in container.records {
      guard let part = Self.part(of: record.name), let range = record.blob.contiguousRange else { continue }
      if case .language = part { continue }
      ranges[part, default: []].append(range)
    }
    let byteCount = ranges.values.joined().reduce(0) { $0 + $1.count }
    guard byteCount >= Self.largeVisionByteCount else { return nil }
    self.container = container
    released = ranges.mapValues(Self.pieces)
    isLimited = false
    let order = ranges.values.joined().sorted { $0.lowerBound < $1.lowerBound }
    DispatchQueue.global(qos: .utility).async { for range in order { container.populate(range) } }
  }

  /// Pieces of a part whose pages do not stay: they can be released one by one, even by several threads at once.
  package func pieceCount(of part: Part) -> Int { released[part]?.count ?? 0 }

  /// Releases the pages of a piece; they are mapped again when they are read.
  package func release(piece: Int, of part: Part) {
    if let range = released[part]?[piece] { container.release(range) }
  }

  /// Asks the system to read a part ahead if it does not stay for lack of memory.
  ///
  /// Without a limit it stays in the system's cache, and asking once was enough.
  package func readAhead(_ part: Part) {
    guard isLimited else { return }
    for range in released[part] ?? [] { container.readAhead(range) }
  }

  /// Bytes of a piece that is worth a thread's while.
  private static let pieceByteCount = 4 << 20

  /// Ranges of a file, joined where one begins near the end of another, then cut into pieces.
  private static func pieces(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound - last.upperBound < ChunkCoding.alignment {
        joined[joined.count - 1] = last.lowerBound..<range.upperBound
      } else {
        joined.append(range)
      }
    }
    // Cut at whole pages: a page that two pieces share would stay.
    return joined.flatMap { range in
      (range.lowerBound / pieceByteCount...(range.upperBound - 1) / pieceByteCount).map { index in
        range.clamped(to: index * pieceByteCount..<(index + 1) * pieceByteCount)
      }
    }
  }

  private static func part(of name: TensorName) -> Part? {
    let words = name.description.split(separator: ".")
    guard words.count > 2 else { return words.first == "query" ? .query : nil }
    switch (words[0], words[1]) {
    case ("vision", "layer"): return Int(words[2]).map { .vision($0) }
    case ("language", "layer"): return Int(words[2]).map { .language($0) }
    case ("query", _): return .query
    default: return nil
    }
  }
}
