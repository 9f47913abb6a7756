import SkinConfiguration
import SkinRuntime
import SkinRecognition

/// The closed list of conditions within the likely classes, scored by the decoder of a model without a recognition
/// head.
///
/// A condition's sentence competes with the class's own, which stands for another disease of the group.
enum ConditionScores {
  /// The probability from which a class is divided into conditions.
  static let classThreshold = 0.1

  /// The conditions of the likely classes, most probable first; nil if the table names none.
  ///
  /// The sentences of a class share their beginning, so a class takes a few passes over the weights.
  static func score(
    _ conversation: Conversation, table: SentenceTable, differential: Differential
  ) throws -> [ConditionProbability]? {
    var list: [ConditionProbability] = []
    for entry in differential.entries where entry.probability >= classThreshold {
      let names = table.conditions(of: entry.class)
      guard !names.isEmpty else { continue }
      let texts = ([""] + names).map { name in
        table.places(class: entry.class, condition: name, field: "name").first.map { " " + table.sentences[$0].text }
      }
      let scored = zip([ConditionProbability.anotherOfThisGroup] + names, texts).filter { $1 != nil }
      let sums = try conversation.logProbabilities(
        of: scored.compactMap(\.1), to: EvaluationPrompts.disease
      ).map(Double.init)
      for ((name, _), share) in zip(scored, Softmax.probabilities(sums)) {
        list.append(ConditionProbability(condition: name, class: entry.class, probability: entry.probability * share))
      }
    }
    return list.isEmpty ? nil : list.sorted { $0.probability > $1.probability }
  }
}

extension Consultation {
  /// The conditions within the likely classes, most probable first: by the recognition head, else by the decoder.
  ///
  /// - Returns: nil if the model knows neither.
  func conditions(of scores: PhotoScores, in conversation: Conversation) throws -> [ConditionProbability]? {
    if let shares = scores.conditions {
      let likely = scores.differential.entries.filter { $0.probability >= ConditionScores.classThreshold }
      let list = likely.flatMap { entry in
        (shares[entry.class] ?? []).map { share in
          ConditionProbability(
            condition: share.name.isEmpty ? ConditionProbability.anotherOfThisGroup : share.name, class: entry.class,
            probability: entry.probability * share.share)
        }
      }
      return list.isEmpty ? nil : list.sorted { $0.probability > $1.probability }
    }
    guard let table = try speech.sentences() else { return nil }
    return try ConditionScores.score(conversation, table: table, differential: scores.differential)
  }
}
