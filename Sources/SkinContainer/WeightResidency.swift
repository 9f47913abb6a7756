import SkinConfiguration

/// Which mapped weights stay in memory, and which are given back to the system after each use.
///
/// Under a limit the decoder's output layer and as many of its layers as fit stay; all other layers are read again for
/// every pass, by the system's read-ahead, from its cache or from the disk. Nothing here changes a result.
public struct WeightResidency: Sendable {
  /// A part of the model that is used in one go.
  public enum Part: Hashable, Sendable {
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

  /// The residency of a container's weights under a limit; nil if all of it fits.
  ///
  /// - Parameter limit: bytes that may be resident.
  /// - Throws: ``ContainerError/memoryLimit(limit:least:)`` if not even one layer at a time fits.
  public init?(_ container: Container, limit: Int) throws(ContainerError) {
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
    released = ranges
  }

  /// The smallest vision part, bytes, that is given back although nobody set a limit.
  private static let largeVisionByteCount = 256 << 20

  /// The residency without a limit: a large ViT and Q-Former are given back once a photo is read.
  ///
  /// The words take long and need them no more; they stay in the system's cache. Nil for a small model.
  public init?(_ container: Container) {
    var ranges: [Part: [Range<Int>]] = [:]
    for record in container.records {
      guard let part = Self.part(of: record.name), let range = record.blob.contiguousRange else { continue }
      if case .language = part { continue }
      ranges[part, default: []].append(range)
    }
    let byteCount = ranges.values.joined().reduce(0) { $0 + $1.count }
    guard byteCount >= Self.largeVisionByteCount else { return nil }
    self.container = container
    released = ranges
  }

  /// Gives a part's pages back if they do not stay.
  public func release(_ part: Part) {
    for range in released[part] ?? [] { container.release(range) }
  }

  /// Asks the system to read a part ahead if it does not stay.
  public func readAhead(_ part: Part) {
    for range in released[part] ?? [] { container.readAhead(range) }
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
