import Foundation
package import SkinConfiguration
package import SkinContainer
import SkinQuantization
import SkinTensor
import SkinText

/// Writes a container of a published shape with random weights, straight to the disk, for measuring.
///
/// Weights are drawn as codes and scales, never as floats, so that writing is as fast as the disk. Products keep about
/// the size of their inputs, so that no stage overflows.
package struct SyntheticModel {
  /// What the weights are.
  package let configuration: ModelConfiguration
  /// The scheme of each tensor.
  package let weights: WeightPlan
  /// Draft texts, one line each; see ``ConversionRequest/draftText``.
  package var draftText: String?
  /// As ``ConversionRequest/storesPrefix``.
  package var storesPrefix: Bool?
  private let tokenizer: [UInt8]
  private let seed: UInt64

  /// A model of a shape.
  ///
  /// - Parameter tokenizer: a SentencePiece model; nil for an untrained one of the right size.
  package init(_ shape: PublishedShape, weights: WeightPlan, tokenizer: [UInt8]? = nil, seed: UInt64 = 0) {
    self.init(shape.configuration, weights: weights, tokenizer: tokenizer, seed: seed)
  }

  /// A model of any configuration; the rest as in ``init(_:weights:tokenizer:seed:)``.
  package init(
    _ configuration: ModelConfiguration, weights: WeightPlan, tokenizer: [UInt8]? = nil, seed: UInt64 = 0
  ) {
    self.configuration = configuration
    self.weights = weights
    self.tokenizer = tokenizer ?? SyntheticTokenizer.model(pieceCount: configuration.language.vocabularySize)
    self.seed = seed
  }

  /// Bytes that the tensors take in the container, before LZ4.
  package var weightByteCount: Int {
    TensorCatalogue(configuration).entries.reduce(0) { $0 + Self.byteCount($1, weights.scheme(of: $1)) }
  }

  /// The bias that a model of this shape does not have: a Gemma 3 projects its soft prompt without one.
  private var absentBias: TensorName? {
    if case .pooledPatches = configuration.connector { return .query(.alignmentBias) }
    return nil
  }

  private static func byteCount(_ entry: TensorEntry, _ scheme: WeightScheme) -> Int {
    switch entry.kind {
    case .vector, .table: entry.rowCount * entry.columnCount * MemoryLayout<Float>.stride
    case .weight, .floatWeight:
      WeightLayout(shape: Shape(entry.rowCount, entry.columnCount), scheme: scheme).byteCount
    }
  }

  /// Writes the container.
  ///
  /// - Parameters:
  ///   - storedPrefix: as in ``Converter/run(threadCount:calibration:storedPrefix:begun:progress:)``.
  ///   - progress: receives the share that is written, 0...1.
  /// - Returns: the container's digest.
  /// - Throws: ``ConversionError``; nothing appears under the output's name then.
  package func write(
    to path: String, storedPrefix: ((Container) throws -> [UInt8])? = nil, progress: (Double) -> Void = { _ in }
  ) throws(ConversionError) -> String {
    do { _ = try Tokenizer(model: tokenizer) } catch { throw .tokenizer(path: path, error) }
    do {
      let writer = try ContainerWriter(path: path, configuration: configuration)
      try writer.addResource(.tokenizer, bytes: tokenizer)
      if let draftText {
        try writer.addResource(.draftTokens, bytes: DraftTokens.bytes(ofFile: draftText, tokenizer: tokenizer))
      }
      let total = Double(max(weightByteCount, 1))
      var done = 0
      var source = RandomPanels(seed: seed)
      for entry in TensorCatalogue(configuration).entries {
        let scheme = weights.scheme(of: entry)
        let shape = Shape(entry.rowCount, entry.columnCount)
        let isTable = entry.kind == .vector || entry.kind == .table
        try writer.beginTensor(entry.name, shape: shape, scheme: scheme, storage: isTable ? .rowMajor : .panels)
        if isTable {
          let isScale = entry.name.description.hasSuffix("norm.weight")
          let spread: Float = entry.name == absentBias ? 0 : 0.02
          try writer.append(source.floats(entry.rowCount * entry.columnCount, middle: isScale ? 1 : 0, spread: spread))
        } else {
          let layout = WeightLayout(shape: shape, scheme: scheme)
          for panel in 0..<layout.panelCount {
            try writer.append(source.panel(layout))
            if panel % 64 == 0 { progress((Double(done) + Double(panel * layout.panelByteCount)) / total) }
          }
        }
        try writer.endTensor(errorMeasures: nil)
        done += Self.byteCount(entry, scheme)
      }
      if let storedPrefix, storesPrefix ?? configuration.hasLargeDecoder {
        try writer.addResource(.opening, computedBy: storedPrefix)
      }
      return try writer.finish()
    } catch let error as ContainerError { throw .container(error) } catch let error as ConversionError {
      throw error
    } catch { throw .mismatch("\(error)") }
  }
}

/// Panels of random weights, from a pool that is longer than LZ4 looks back.
private struct RandomPanels {
  private var generator: SplitMix
  private var pools: [WeightScheme: [UInt8]] = [:]
  private var next: [WeightScheme: Int] = [:]
  private static let poolSuperblockCount = 509
  /// The standard deviation of uniform codes: -8...7, and -127...127.
  private static let codeDeviation: [WeightScheme: Float] = [.int4: 4.6, .int8: 73.3]

  init(seed: UInt64) { generator = SplitMix(state: seed) }

  /// Little-endian floats, uniform around `middle`.
  mutating func floats(_ count: Int, middle: Float, spread: Float) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * count)
    for _ in 0..<count { Self.store(middle + spread * generator.unit(), in: &bytes) }
    return bytes
  }

  /// A panel; the padding of short rows is random too where the layout allows it, so shapes must fill their panels.
  mutating func panel(_ layout: WeightLayout) -> [UInt8] {
    let columnCount = layout.shape.columnCount
    let deviation = 0.5 / Float(max(columnCount, 1)).squareRoot()
    switch layout.scheme {
    case .float32: return floats(16 * columnCount, middle: 0, spread: 1.7 * deviation)
    case .float16:
      let pool = pool(layout.scheme, deviation)
      return cut(pool, layout.panelByteCount, step: 64, layout.scheme)
    case .int8PerRow:
      var bytes = cut(pool(.int8, deviation), layout.panelByteCount, step: 64, .int8)
      let scale = Binary16(deviation / (Self.codeDeviation[.int8] ?? 1)).bitPattern
      for place in stride(from: 0, to: 32, by: 2) { bytes[place + 1] = UInt8(truncatingIfNeeded: scale >> 8) }
      for row in 0..<WeightLayout.panelRows {
        var sum: Int32 = 0
        for column in 0..<columnCount {
          sum += Int32(bytes[WeightLayout.perRowHeaderByteCount + column / 4 * 64 + row * 4 + column % 4]) - 128
        }
        for byte in 0..<4 { bytes[64 + row * 4 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * Int32(byte))) }
      }
      return bytes
    case .int8, .int4:
      let step = layout.scheme == .int4 ? 576 : 1088
      var bytes = cut(pool(layout.scheme, deviation), layout.panelByteCount, step: step, layout.scheme)
      let scale = Binary16(deviation / (Self.codeDeviation[layout.scheme] ?? 1)).bitPattern
      // The low byte stays random, as in real weights: equal scales would compress, and chunks would not be raw.
      let high = UInt8(truncatingIfNeeded: scale >> 8)
      for superblock in stride(from: 0, to: bytes.count, by: step) {
        for place in stride(from: superblock, to: superblock + 64, by: 2) { bytes[place + 1] = high }
      }
      return bytes
    }
  }

  private mutating func pool(_ scheme: WeightScheme, _ deviation: Float) -> [UInt8] {
    if let pool = pools[scheme] { return pool }
    var pool: [UInt8] = []
    let byteCount = Self.poolSuperblockCount * (scheme == .float16 ? 1024 : scheme == .int4 ? 576 : 1088)
    while pool.count < byteCount {
      let bits = generator.next()
      if scheme == .float16 {
        // Magnitudes from 2^-7 to 2^-6: no width of a published shape needs others for measuring.
        for shift in stride(from: UInt64(0), to: 64, by: 16) {
          let half = UInt16(truncatingIfNeeded: bits >> shift) & 0x83ff | 0x2000
          pool += [UInt8(truncatingIfNeeded: half), UInt8(truncatingIfNeeded: half >> 8)]
        }
      } else {
        // int8 never has the code 0.
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
          let byte = UInt8(truncatingIfNeeded: bits >> shift)
          pool.append(scheme == .int8 ? max(byte, 1) : byte)
        }
      }
    }
    pools[scheme] = pool
    return pool
  }

  /// `byteCount` bytes of the pool, from where the last panel ended.
  private mutating func cut(_ pool: [UInt8], _ byteCount: Int, step: Int, _ scheme: WeightScheme) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    var place = next[scheme] ?? 0
    while bytes.count < byteCount {
      let piece = min(byteCount - bytes.count, pool.count - place)
      bytes += pool[place..<place + piece]
      place = (place + piece) % pool.count
    }
    next[scheme] = place / step * step
    return bytes
  }

  private static func store(_ value: Float, in bytes: inout [UInt8]) {
    let bits = value.bitPattern
    for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
  }
}

/// Random numbers that are the same everywhere.
///
/// Source: Steele, Lea, Flood 2014, SplitMix64.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Uniform in -1..<1.
  mutating func unit() -> Float { Float(next() >> 40) / 8_388_608 - 1 }
}
