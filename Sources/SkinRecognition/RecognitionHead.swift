import Foundation

/// Linear layers over the pooled features of a photo: classes, conditions, danger groups, and how familiar it is.
///
///     features [F] -> x = (features - mean) / scale -> logits of classes, of conditions, of danger groups
///
/// The classes are blended with what the decoder says and with what their conditions sum to. A photo that lies far from
/// the training photos gets flatter probabilities, and beyond a limit counts as unfamiliar.
package struct RecognitionHead: Hashable, Sendable {
  /// The key of the description in the file's metadata.
  private static let descriptionKey = "head"

  /// What the head says about itself.
  package let description: HeadDescription
  /// The standardization of the features.
  package let standardization: Standardization
  private let classLayer: LinearLayer
  private let conditionLayer: LinearLayer
  private let groupLayer: LinearLayer
  /// What the conditions say about classes and dangers.
  let conditionEvidence: ConditionEvidence
  private let familiarity: FamiliarityMap
  /// For each class of the model, its index in the head.
  private let classPlaces: [Int]
  /// The slugs of the model's classes.
  package let classes: [String]

  /// Reads a head.
  ///
  /// - Parameters:
  ///   - bytes: safetensors.
  ///   - featureCount: how many features the model's photos have.
  ///   - classes: the model's classes, in its order.
  /// - Throws: ``RecognitionError`` if it is damaged or not for this model.
  package init(_ bytes: [UInt8], featureCount: Int, classes: [String]) throws(RecognitionError) {
    let tensors = try ResourceTensors(bytes)
    guard let text = tensors.metadata[Self.descriptionKey] else { throw .malformed("it does not describe itself") }
    struct Version: Decodable { let version: Int }
    if let found = try? JSONDecoder().decode(Version.self, from: Data(text.utf8)),
      found.version > HeadDescription.newestVersion
    {
      throw .malformed("version \(found.version) is newer than this program")
    }
    guard let description = try? JSONDecoder().decode(HeadDescription.self, from: Data(text.utf8)),
      description.isUsable
    else { throw .malformed("its description is not the JSON that it should be") }
    guard description.featureCount == featureCount else {
      throw .otherModel("it reads \(description.featureCount) features, the model has \(featureCount)")
    }
    guard Set(description.classes) == Set(classes), description.classes.count == classes.count,
      Set(classes).count == classes.count
    else { throw .otherModel("its classes are not the model's") }
    guard description.conditions.allSatisfy({ classes.contains($0.class) }),
      Set(description.conditions).count == description.conditions.count,
      Set(description.groups).count == description.groups.count
    else { throw .malformed("a condition without a class, or a name that appears twice") }
    func layer(_ name: String, _ count: Int) throws(RecognitionError) -> LinearLayer {
      LinearLayer(
        inputCount: featureCount, weights: try tensors.values("\(name).weight", shape: [count, featureCount]),
        bias: try tensors.values("\(name).bias", shape: [count]))
    }
    classLayer = try layer("classes", classes.count)
    conditionLayer = try layer("conditions", description.conditions.count)
    groupLayer = try layer("groups", description.groups.count)
    standardization = Standardization(
      mean: try tensors.values("mean", shape: [featureCount]),
      scale: try tensors.values("scale", shape: [featureCount]))
    guard standardization.isUsable else { throw .unusableNumber("scale") }
    familiarity = try FamiliarityMap(tensors, featureCount: featureCount, reading: description.familiarity)
    let places = Dictionary(description.classes.enumerated().map { ($1, $0) }) { first, _ in first }
    classPlaces = classes.compactMap { places[$0] }
    conditionEvidence = try ConditionEvidence(tensors, description: description, classes: classes)
    self.description = description
    self.classes = classes
  }

  /// What the head sees in a photo.
  ///
  /// - Parameters:
  ///   - features: the pooled features.
  ///   - decoderScores: the decoder's log-probabilities in the order of the model's classes, as they are; nil for the
  ///     head alone.
  /// - Precondition: there are as many features and scores as the head was read for.
  package func recognize(_ features: [Float], decoderScores: [Double]?) -> Recognition {
    let input = standardization.apply(features)
    let own = Softmax.logProbabilities(classLayer.apply(input))
    let unfamiliarity = familiarity.unfamiliarity(of: input)
    let flattening = familiarity.flattening(at: unfamiliarity)
    let decoder = decoderScores.map { Softmax.logProbabilities($0) }
    let conditions = conditionLayer.apply(input)
    let summed = conditionEvidence.classLogProbabilities(conditions)
    // Without the decoder, the head's opinion has the weight of both.
    let blend = description.blend
    let alone = (blend.decoder + blend.own) / blend.own
    let logits = classPlaces.indices.map { index in
      let head = blend.head * own[classPlaces[index]] + (blend.conditions ?? 0) * summed[index]
      guard let decoder else { return alone * head }
      return blend.decoder * decoder[index] + head
    }
    let temperature = description.temperatures.classes * flattening
    let classLogProbabilities = Softmax.logProbabilities(logits.map { $0 / temperature })
    let conditionLogits = conditions.map { $0 / description.temperatures.conditions }
    let groupTemperature = description.temperatures.groups * flattening
    return Recognition(
      input: input, classLogProbabilities: classLogProbabilities, conditionLogits: conditionLogits,
      groups: conditionEvidence.groups(classLogProbabilities: classLogProbabilities, conditionLogits: conditionLogits)
        ?? Softmax.probabilities(groupLayer.apply(input).map { $0 / groupTemperature }),
      unfamiliarity: unfamiliarity)
  }
}

/// Features minus their mean over the training photos, divided by their spread.
package struct Standardization: Hashable, Sendable {
  /// No mean and no spread is greater, no spread smaller than its inverse.
  private static let greatest: Float = 1e6
  /// The means.
  package let mean: [Float]
  /// The spreads, above zero.
  package let scale: [Float]

  /// A standardization.
  package init(mean: [Float], scale: [Float]) {
    self.mean = mean
    self.scale = scale
  }

  /// Whether it can be applied.
  ///
  /// A spread of nearly nothing would make numbers of it that are none.
  var isUsable: Bool {
    mean.count == scale.count && mean.allSatisfy { $0.magnitude <= Self.greatest }
      && scale.allSatisfy { $0 >= 1 / Self.greatest && $0 <= Self.greatest }
  }

  /// Standardizes the features of a photo.
  ///
  /// - Precondition: there are as many as means.
  package func apply(_ features: [Float]) -> [Float] {
    precondition(features.count == mean.count, "\(features.count) features for \(mean.count)")
    return features.indices.map { (features[$0] - mean[$0]) / scale[$0] }
  }
}

/// What a head sees in a photo.
package struct Recognition: Hashable, Sendable {
  /// The standardized features, for a fit over them.
  package let input: [Float]
  /// In the order of the model's classes: blended, calibrated.
  package let classLogProbabilities: [Double]
  /// In the order of the head's conditions, calibrated within a class.
  package let conditionLogits: [Double]
  /// In the order of the head's danger groups; they sum to 1.
  package let groups: [Double]
  /// How far the photo lies from what was trained on: about 0 for a typical one, 1 for one spread farther.
  package let unfamiliarity: Double
}
