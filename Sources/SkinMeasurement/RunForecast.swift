package import SkinConfiguration
package import SkinConversion
package import SkinRuntime
import SkinQuantization
import SkinTensor

/// What a diagnosis will need on this machine, from the model's shape and a measurement of about a second.
package struct RunForecast: Hashable, Sendable, Codable {
  /// The model.
  package var model: String
  /// The decoder's scheme.
  package var scheme: String
  /// The weights of the whole model, bytes.
  package var weightBytes: Int
  /// The key-value cache of a full context, bytes; layers with a window keep little more than that.
  package var cacheBytes: Int
  /// Weights, cache and scratch: what the program will hold at most, bytes.
  package var memoryBytes: Int
  /// Weights that each token reads, bytes.
  package var weightBytesPerToken: Int
  /// From photo to soft prompt.
  package var visionSeconds: Double
  /// Reading image rows and the first question.
  package var prefillSeconds: Double
  /// Tokens written per second.
  package var decodeTokensPerSecond: Double
  /// A whole diagnosis: photo, four questions, four answers.
  package var photoSeconds: Double
  /// Memory that programs can have now, bytes, if the system reports it.
  package var availableMemoryBytes: Int?
  /// Whether the model fits into memory.
  package var fits: Bool
  /// The least memory with which it runs, rereading its layers for every token, bytes.
  package var leastBytes: Int
  /// Whether it runs here at all.
  package var runs: Bool

  private enum CodingKeys: String, CodingKey {
    case model, scheme, fits, runs
    case leastBytes = "least_bytes"
    case weightBytes = "weight_bytes"
    case cacheBytes = "cache_bytes"
    case memoryBytes = "memory_bytes"
    case weightBytesPerToken = "weight_bytes_per_token"
    case visionSeconds = "vision_s"
    case prefillSeconds = "prefill_s"
    case decodeTokensPerSecond = "decode_tokens_per_s"
    case photoSeconds = "photo_s"
    case availableMemoryBytes = "available_memory_bytes"
  }

  /// Tokens of the template and a question beside the image rows, of each question, and of each answer; the questions.
  private static let promptTokenCount = 48.0
  private static let questionTokenCount = 25.0
  private static let answerTokenCount = 75.0
  private static let questionCount = 4.0
  /// Tokens of a candidate of the closed lists of classes and concepts.
  private static let candidateTokenCount = 8.0
  /// Program, photo and scratch besides weights and cache.
  private static let otherBytes = 48 << 20
  /// The same plus the keys and values of a conversation of usual length; see `WeightResidency`.
  private static let usualOtherBytes = 160 << 20
  /// The layer in use and the one that is read ahead.
  private static let layersAtOnce = 2

  /// A forecast for weights in given schemes, with keys and values in a given format.
  ///
  /// - Parameter limit: the most memory that the weights and everything else may hold, bytes; nil without a limit.
  package init(
    _ configuration: ModelConfiguration, weights: WeightPlan, cache: CacheFormat, machine: Machine, speed: MachineSpeed,
    limit: Int? = nil
  ) {
    var bytes = 0
    var tokenBytes = 0
    var visionProducts = 0.0
    var queryProducts = 0.0
    var tokenProducts = 0.0
    for entry in TensorCatalogue(configuration).entries {
      let shape = Shape(entry.rowCount, entry.columnCount)
      let isTable = entry.kind == .vector || entry.kind == .table
      let size =
        isTable
        ? 4 * shape.rowCount * shape.columnCount
        : WeightLayout(shape: shape, scheme: weights.scheme(of: entry)).byteCount
      bytes += size
      guard !isTable, entry.name != .language(.embedding) else { continue }
      let products = Double(shape.rowCount) * Double(shape.columnCount)
      switch entry.part {
      case .vision: visionProducts += products
      case .query: queryProducts += products
      case .language:
        tokenProducts += products
        tokenBytes += size
      }
    }
    let (vision, language) = (configuration.vision, configuration.language)
    let rows = Double(configuration.patchCount + 1)
    let attention = 2 * rows * rows * Double(vision.width) * Double(vision.layerCount)
    model = configuration.name
    scheme = weights.language.rawValue
    weightBytes = bytes
    weightBytesPerToken = tokenBytes
    let headBytes =
      switch cache {
      case .float32: 4 * language.headWidth
      // Rows are padded to 16 bytes and have a scale each.
      case .int8: (language.headWidth + 15) / 16 * 16 + 4
      }
    cacheBytes = 2 * language.cachedRowCount() * language.keyValueHeadCount * headBytes
    memoryBytes = bytes + cacheBytes + Self.otherBytes
    let imageRows = Double(configuration.imageRowCount)
    visionSeconds =
      (rows * visionProducts + attention + imageRows * queryProducts)
      / (speed.visionMultiplyAddsPerSecond ?? speed.multiplyAddsPerSecond)
    let tokenSeconds = Double(tokenBytes) / speed.weightBytesPerSecond
    prefillSeconds = (imageRows + Self.promptTokenCount) * tokenProducts / speed.multiplyAddsPerSecond
    decodeTokensPerSecond = 1 / max(tokenSeconds, 1e-9)
    let questions = Self.questionCount * Self.questionTokenCount * tokenProducts / speed.multiplyAddsPerSecond
    let candidates = Double(configuration.classes.count + configuration.concepts.count) * Self.candidateTokenCount
    let lists = candidates * tokenProducts / speed.multiplyAddsPerSecond
    photoSeconds =
      visionSeconds + prefillSeconds + lists + questions + Self.questionCount * Self.answerTokenCount * tokenSeconds
    availableMemoryBytes = machine.availableMemoryBytes
    let layers = Double(tokenBytes) / Double(max(language.layerCount, 1))
    let others = min(cacheBytes + Self.otherBytes, Self.usualOtherBytes)
    leastBytes = min(bytes, Self.layersAtOnce * Int(layers)) + others
    // The mapping takes addresses for all weights, however few are in memory.
    runs =
      leastBytes <= min(machine.memoryBytes, limit ?? .max) && bytes + others <= machine.addressableBytes ?? .max
    fits = memoryBytes <= machine.availableMemoryBytes ?? machine.memoryBytes
  }
}
