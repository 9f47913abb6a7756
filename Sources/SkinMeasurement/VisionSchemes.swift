package import SkinConfiguration
package import SkinContainer
package import SkinConversion
package import SkinImage
import SkinKernels
package import SkinQuantization
package import SkinRuntime
import SkinTensor

/// Which weights of ViT and Q-Former may have one scale for each row (int8-row), by what that costs on photos.
///
/// Each weight is tried alone first: how far its outputs are from the float weight's, on what its layer reads. In this
/// order, as many get one scale per row as keep the cosine of every stage with the float model's at ``usualCosine`` or above
/// on every photo; the others have groups. How many is found by halving, and every count that is tried is measured with all
/// weights as they would be written, attention in integers included.
package struct VisionSchemes: Sendable {
  /// The least cosine of a stage, unless told otherwise.
  package static let usualCosine = 0.9995
  /// The most photos; more would take time and tell little.
  package static let greatestPhotoCount = 8
  /// Rows of a layer that are tried, evenly spread, of each photo.
  private static let triedRowCount = 256

  /// Rules of a recipe, one for each weight with one scale per row.
  package private(set) var rules: [RecipeRule] = []
  /// Weights that might have had one.
  package let candidateCount: Int
  /// The least cosine of each stage over all photos, with these rules.
  package private(set) var cosines: [String: Double] = [:]

  /// The stages of one photo, by name, all rows one after another.
  private typealias Stages = [(name: String, values: [Float])]

  /// What the plan's schemes and rules leave open is decided.
  ///
  /// - Parameters:
  ///   - float: the container of the model in float.
  ///   - plan: the schemes; those of ViT and Q-Former where one scale per row costs too much, and a recipe's.
  ///   - leastCosine: the least cosine of a stage.
  ///   - rounding: how the codes of a weight under a scheme are chosen.
  ///   - progress: gets the share that is done, 0...1.
  /// - Throws: `QuantizationError`, `ContainerError`, `LanguageError`.
  package init(
    in float: Container, _ plan: WeightPlan, photos: [Photo], leastCosine: Double = usualCosine,
    rounding: (TensorEntry, WeightScheme) -> PanelEncoder.Rounding, options: RuntimeOptions,
    progress: (Double) -> Void = { _ in }
  ) throws {
    let weights = TensorCatalogue(float.configuration).entries.filter { $0.kind == .weight && $0.part != .language }
    let candidates = weights.filter { entry in !plan.rules.contains { $0.fits(entry.name) } }
    candidateCount = candidates.count
    func encode(_ entry: TensorEntry, _ scheme: WeightScheme) throws -> WeightMatrix {
      try EncodedWeight.encode(
        try float.weight(entry.name), scheme, rounding(entry, scheme), threadCount: options.threadCount)
    }
    var encoded: [TensorName: WeightMatrix] = [:]
    for entry in candidates { encoded[entry.name] = try encode(entry, .int8PerRow) }
    let trial = try RowTrial(float, encoded, options: options)
    let right = try photos.map { try Self.stages(of: $0, by: trial.model) }
    let order = candidates.sorted { trial.error(of: $0.name) < trial.error(of: $1.name) }
    for entry in weights where !candidates.contains(entry) {
      encoded[entry.name] = try encode(entry, plan.scheme(of: entry))
    }
    var (rowCount, roundCount) = (order.count, 0)
    /// The least cosines where the first weights of the order have one scale per row.
    func measure(_ count: Int) throws -> [String: Double] {
      for index in min(count, rowCount)..<max(count, rowCount) {
        let entry = order[index]
        encoded[entry.name] = try encode(entry, index < count ? .int8PerRow : plan.scheme(of: entry))
      }
      rowCount = count
      roundCount += 1
      progress(min(1, Double(roundCount) / Double(Self.mostRounds(order.count))))
      return try Self.leastCosines(zip(photos, right), SkinModel(float.replacing(encoded), options: options))
    }
    func passes(_ cosines: [String: Double]) -> Bool { cosines.values.allSatisfy { $0 >= leastCosine } }
    var (kept, refused) = (0, order.count)
    var found = try measure(order.count)
    if passes(found) {
      kept = order.count
    } else {
      found = [:]
      while kept + 1 < refused {
        let middle = (kept + refused) / 2
        let tried = try measure(middle)
        if passes(tried) { (kept, found) = (middle, tried) } else { refused = middle }
      }
      if kept == 0 { found = try measure(0) }
    }
    cosines = found
    rules = order[..<kept].map { RecipeRule(tensors: $0.name.description, weights: .int8PerRow) }
  }

  /// All at once, halvings, and none.
  private static func mostRounds(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount + 2 }

  /// The stages of a photo: visual tokens, queries if there is a Q-Former, soft prompt.
  private static func stages(of photo: Photo, by model: SkinModel) throws -> Stages {
    let tokens = model.vision.encode(photo.pixels(model.configuration.image), with: model.backend)
    try SkinModel.check(tokens.rows, .vision)
    var stages: Stages = [("vision", tokens.rows.elements)]
    if case .queryTransformer(let transformer) = model.connector {
      let queries = transformer.read(tokens, with: model.backend)
      try SkinModel.check(queries.rows, .connector)
      stages.append(("queries", queries.rows.elements))
      stages.append(("soft_prompt", model.alignment.project(queries, with: model.backend).rows.elements))
    } else {
      let soft = model.connector.softPrompt(of: tokens, through: model.alignment, with: model.backend)
      stages.append(("soft_prompt", soft.rows.elements))
    }
    return stages
  }

  /// The least cosine of each stage; NaN counts as the least.
  private static func leastCosines(
    _ photos: some Sequence<(Photo, Stages)>, _ model: SkinModel
  ) throws -> [String: Double] {
    var least: [String: Double] = [:]
    for (photo, right) in photos {
      for (found, expected) in zip(try stages(of: photo, by: model), right) {
        let cosine = cosine(found.values, expected.values)
        least[found.name] = cosine.isNaN ? -1 : min(least[found.name] ?? 1, cosine)
      }
    }
    return least
  }

  private static func cosine(_ a: [Float], _ b: [Float]) -> Double {
    var (product, size, other) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      product += Double(x) * Double(y)
      size += Double(x) * Double(x)
      other += Double(y) * Double(y)
    }
    return product / (size * other).squareRoot()
  }

  /// A float model that tries other weights on what its layers read.
  private struct RowTrial {
    private final class Sums {
      var errors: [TensorName: (difference: Double, size: Double)] = [:]
    }

    let model: SkinModel
    private let sums: Sums

    init(_ float: Container, _ encoded: [TensorName: WeightMatrix], options: RuntimeOptions) throws {
      let backend = try ComputeBackend(kernels: options.kernels, threadCount: options.threadCount)
      var plain: [TensorName: WeightMatrix] = [:]
      for name in encoded.keys { plain[name] = try float.weight(name) }
      let sums = Sums()
      self.sums = sums
      model = try SkinModel(float, options: options) { [plain] name, values in
        guard let right = plain[name], let tried = encoded[name] else { return }
        let width = right.shape.columnCount
        let count = values.count / width
        let step = max(1, count / VisionSchemes.triedRowCount)
        let chosen = Swift.stride(from: 0, to: count, by: step).flatMap { values[$0 * width..<($0 + 1) * width] }
        let rows = Matrix(rowCount: chosen.count / width, columnCount: width, elements: chosen)
        var expected = Matrix(rowCount: rows.rowCount, columnCount: right.shape.rowCount)
        var found = Matrix(rowCount: rows.rowCount, columnCount: right.shape.rowCount)
        backend.multiply(rows, right, bias: nil, into: &expected)
        backend.multiply(rows, tried, bias: nil, into: &found)
        var (difference, size) = sums.errors[name] ?? (0, 0)
        for (a, b) in zip(found.elements, expected.elements) {
          difference += (Double(a) - Double(b)) * (Double(a) - Double(b))
          size += Double(b) * Double(b)
        }
        sums.errors[name] = (difference, size)
      }
    }

    /// The size of the difference over the size of the outputs; infinite for a layer that nothing passed.
    func error(of name: TensorName) -> Double {
      guard let (difference, size) = sums.errors[name], size > 0, difference.isFinite else { return .infinity }
      return difference / size
    }
  }
}
