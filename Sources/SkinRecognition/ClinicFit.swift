import Foundation

/// What the program has learned from a clinic's own photos: a small file beside the model.
///
/// It holds numbers about all photos together and no photo: how many photos each class and condition has, and for each
/// class a row of weights and a bias over the pooled features; for a model without a recognition head also the mean and
/// the spread of the features. It contains no features of a single photo and no file names.
package struct ClinicFit: Hashable, Sendable, Codable {
  /// The schema's name.
  package static let schemaName = "skingpt.fit/3"
  /// The description of the content, wherever the file is described.
  package static let contents =
    "counts of photos by class and condition, and one row of weights for each over the pooled features;"
    + " no photo, no name of a file, and no features of any single photo"

  /// The model that the file belongs to.
  package struct Model: Hashable, Sendable, Codable {
    /// Its name.
    package var name: String
    /// Its digest.
    package var digest: String

    /// A model.
    package init(name: String, digest: String) {
      self.name = name
      self.digest = digest
    }
  }

  /// What one clinic's photos taught.
  package struct Member: Hashable, Sendable, Codable {
    /// When, as year, month and day.
    package var date: String
    /// Photos.
    package var photos: Int
    /// Groups of photos that belong together.
    package var groups: Int
    /// Photos of each class that has some.
    package var counts: [String: Int]
    /// Over the classes that show skin, in the model's order.
    package var layer: StoredLayer
    /// Over the conditions of a class, by class; only classes with two or more conditions told apart.
    package var conditions: [String: StoredLayer]
    /// The shipped model on these photos.
    package var before: FitMeasures
    /// The fitted model, cross-validated: each photo is scored without its group.
    package var after: FitMeasures
    /// Folds of the cross-validation.
    package var folds: Int
    /// The standardization of the features, for a model without a recognition head.
    package var standardization: StoredStandardization?
    /// The distance from which a photo is unlike those learned from here and before; nil without a recognition head.
    package var familiarLimit: Double?

    private enum CodingKeys: String, CodingKey {
      case date, photos, groups, counts, layer, conditions, before, after, folds, standardization
      case familiarLimit = "familiar_limit"
    }
  }

  /// The schema's name.
  package var schema = ClinicFit.schemaName
  /// The model that the file belongs to.
  package var model: Model
  /// Whether its maker allows merging it with others' fits.
  package var mayBeMerged: Bool
  /// One for each clinic; more than one after merging.
  package var members: [Member]

  private enum CodingKeys: String, CodingKey {
    case schema, model, members
    case mayBeMerged = "may_be_merged"
  }

  /// A fit of the given parts.
  package init(model: Model, mayBeMerged: Bool, members: [Member]) {
    self.model = model
    self.mayBeMerged = mayBeMerged
    self.members = members
  }

  /// Photos of all clinics.
  package var photos: Int { members.reduce(0) { $0 + $1.photos } }

  /// Photos of each class that has some, of all clinics.
  package var counts: [String: Int] {
    members.reduce(into: [:]) { sums, member in sums.merge(member.counts) { $0 + $1 } }
  }
}

/// A ``LocalLayer`` as the file stores it.
package struct StoredLayer: Hashable, Sendable, Codable {
  /// No number of a layer is greater: a product with a feature stays a number.
  private static let greatest = 1e6
  /// How far the given probabilities count.
  package var trust: Double
  /// Names of the outcomes.
  package var outcomes: [String]
  /// What is added for each.
  package var shift: [Double]
  /// Indices of the outcomes that have weights.
  package var weighted: [Int]
  /// Their weights, row after row: float32, little endian, base64.
  package var weights: String
  /// Their biases.
  package var bias: [Float]

  /// A layer as it is written.
  init(_ layer: LocalLayer, outcomes: [String]) {
    trust = layer.trust
    self.outcomes = outcomes
    shift = layer.shift
    weighted = layer.outcomes
    weights = FloatText.text(layer.correction.weights)
    bias = layer.correction.bias
  }

  /// The layer; nil if a number is unusable or the parts do not fit together.
  func layer(inputCount: Int) -> LocalLayer? {
    guard (0...100).contains(trust), !outcomes.isEmpty, Set(outcomes).count == outcomes.count,
      shift.count == outcomes.count, shift.allSatisfy({ $0.magnitude <= Self.greatest }),
      bias.count == weighted.count, bias.allSatisfy({ $0.magnitude <= Float(Self.greatest) }),
      weighted == weighted.sorted(),
      Set(weighted).count == weighted.count, weighted.allSatisfy(outcomes.indices.contains),
      let values = FloatText.values(weights), values.count == weighted.count * inputCount,
      values.allSatisfy({ $0.magnitude <= Float(Self.greatest) })
    else { return nil }
    return LocalLayer(
      trust: trust, shift: shift, outcomes: weighted,
      correction: LinearLayer(inputCount: inputCount, weights: values, bias: bias))
  }
}

/// A ``Standardization`` as the file stores it.
package struct StoredStandardization: Hashable, Sendable, Codable {
  /// The means: float32, little endian, base64.
  package var mean: String
  /// The spreads, likewise.
  package var scale: String

  /// A standardization as it is written.
  package init(_ standardization: Standardization) {
    mean = FloatText.text(standardization.mean)
    scale = FloatText.text(standardization.scale)
  }

  /// The standardization; nil if it is unusable or not for this many features.
  package func standardization(featureCount: Int) -> Standardization? {
    guard let mean = FloatText.values(mean), let scale = FloatText.values(scale), mean.count == featureCount else {
      return nil
    }
    let found = Standardization(mean: mean, scale: scale)
    return found.isUsable ? found : nil
  }
}

/// Float32 numbers as text: little endian, base64.
enum FloatText {
  static func text(_ values: [Float]) -> String {
    var data = Data(capacity: 4 * values.count)
    for value in values {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        data.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
    }
    return data.base64EncodedString()
  }

  /// The numbers; nil if the text is something else.
  static func values(_ text: String) -> [Float]? {
    guard let data = Data(base64Encoded: text), data.count.isMultiple(of: 4) else { return nil }
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count, by: 4).map { place in
      Float(bitPattern: bytes[place..<place + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
  }
}
