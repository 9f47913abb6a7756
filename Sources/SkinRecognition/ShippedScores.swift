/// What the model as it was shipped says about a photo, before a clinic's fit is applied.
package struct ShippedScores: Hashable, Sendable {
  /// The logarithms of the calibrated probabilities, in the order of the model's classes.
  package var logProbabilities: [Double]
  /// The pooled features.
  package var features: [Float]
  /// The features as the recognition head standardizes them; nil if the model has none.
  package var input: [Float]?
  /// The conditions of each class in the head's order; nil if the model has no head.
  package var conditions: [String: [ConditionShare]]?
  /// Probabilities of the danger groups by name; nil if the model has no head.
  package var dangers: [String: Double]?
  /// How far the photo lies from what was trained on; nil if the model has no head.
  package var unfamiliarity: Double?
  /// The distance from which a photo is unlike all that was trained on; nil if the model has no head.
  package var familiarLimit: Double?

  /// What a model without a recognition head says.
  package init(logProbabilities: [Double], features: [Float]) {
    self.logProbabilities = logProbabilities
    self.features = features
  }

  /// What a model with a head says.
  package init(_ recognition: Recognition, features: [Float], head: RecognitionHead) {
    logProbabilities = recognition.classLogProbabilities
    self.features = features
    input = recognition.input
    conditions = Dictionary(
      head.classes.map { ($0, head.conditions(of: $0, in: recognition)) }
    ) { first, _ in first }
    dangers = head.dangers(in: recognition)
    unfamiliarity = recognition.unfamiliarity
    familiarLimit = head.description.familiarity.limit
  }

  /// Whether the photo is unlike all that was trained on; a NaN distance counts as far.
  package var isUnfamiliar: Bool {
    guard let unfamiliarity, let familiarLimit else { return false }
    return !(unfamiliarity < familiarLimit)
  }
}
