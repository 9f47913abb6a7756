package import SkinConfiguration
import SkinTensor

/// Keys and values of what precedes every image, as a container has them: a new process need not compute them.
///
/// Little-endian, in 32-bit words: the number of positions; their tokens; for each layer of the decoder a matrix
/// `[positions, 2 * key-value width]` in float32, (rotated) keys in the left half of a row, values in the right half.
/// They are the bits that the decoder computed with the kernels in use when they were stored.
package struct StoredPrefix {
  /// Image rows that follow the tokens when they are read, so that the tokens are computed as in a conversation.
  private static let imageRowCount = 32

  /// What precedes the image.
  package let tokens: [Int32]
  private let layers: [FloatLayerCache]

  /// What a decoder with a float32 cache computes for some tokens.
  ///
  /// - Throws: ``LanguageError`` if the tokens are not the decoder's.
  package init(_ tokens: [Int32], read decoder: Decoder) throws(LanguageError) {
    let cache = decoder.makeCache(windows: .all)
    let imageRows = Matrix(rowCount: Self.imageRowCount, columnCount: decoder.configuration.hiddenWidth)
    let image = (0..<Self.imageRowCount).map { PromptElement.imageRow($0) }
    _ = try decoder.read(tokens.map { .token($0) } + image, imageRows: imageRows, continuing: cache)
    self.tokens = tokens
    layers = cache.layers.map { layer in
      guard let layer = layer as? FloatLayerCache else { preconditionFailure("a cache of other than floats is stored") }
      return layer
    }
  }

  /// Nil if the bytes are not those of a decoder's keys and values.
  package init?(bytes: [UInt8], configuration: LanguageConfiguration) {
    let layerCount = configuration.layerCount
    let rowWidth = 2 * configuration.heads.keyValueWidth
    guard let first = Self.numbers(UInt32.self, 1, at: 0, in: bytes)?.first, first <= configuration.contextLength else {
      return nil
    }
    let count = Int(first)
    guard bytes.count == 4 * (1 + count + layerCount * count * rowWidth),
      let tokens = Self.numbers(Int32.self, count, at: 1, in: bytes)
    else { return nil }
    var layers: [FloatLayerCache] = []
    for layer in 0..<layerCount {
      let start = 1 + count + layer * count * rowWidth
      guard let elements = Self.numbers(Float.self, count * rowWidth, at: start, in: bytes) else { return nil }
      layers.append(FloatLayerCache(heads: configuration.heads(layer: layer), rowCount: count, elements: elements))
    }
    self.tokens = tokens
    self.layers = layers
  }

  /// The bytes of a container's resource.
  package var bytes: [UInt8] {
    let words =
      [UInt32(tokens.count)] + tokens.map { UInt32(bitPattern: $0) }
      + layers.flatMap { $0.elements(rowCount: tokens.count).map(\.bitPattern) }
    // SAFETY: words may be read as bytes.
    return unsafe words.map(\.littleEndian).withUnsafeBytes { unsafe Array($0) }
  }

  /// A cache that holds them.
  package var cache: KeyValueCache { KeyValueCache(elements: tokens.map { .token($0) }, layers: layers) }

  /// `count` 32-bit numbers from word number `first` on; nil if there are not that many.
  private static func numbers<Number: BitwiseCopyable>(
    _: Number.Type, _ count: Int, at first: Int, in bytes: [UInt8]
  ) -> [Number]? {
    guard count >= 0, bytes.count / 4 - first >= count else { return nil }
    return unsafe [Number](unsafeUninitializedCapacity: count) { numbers, written in
      // SAFETY: the line above; every machine that has kernels here is little-endian.
      unsafe bytes.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(numbers).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[4 * first..<4 * (first + count)]))
      }
      written = count
    }
  }
}
