/// How probable the conditions of a class are, given the class.
package struct ConditionShare: Hashable, Sendable {
  /// The condition's name; empty for another disease of the class.
  package var name: String
  /// The share, 0...1; those of a class sum to 1.
  package var share: Double

  /// A condition with its share.
  package init(name: String, share: Double) {
    self.name = name
    self.share = share
  }
}

extension RecognitionHead {
  /// The conditions of a class in the head's order; only the unnamed rest if the head knows none.
  package func conditions(of slug: String, in recognition: Recognition) -> [ConditionShare] {
    let places = description.conditions.indices.filter { description.conditions[$0].class == slug }
    guard !places.isEmpty else { return [ConditionShare(name: "", share: 1)] }
    let shares = Softmax.probabilities(places.map { recognition.conditionLogits[$0] })
    return zip(places, shares).map { ConditionShare(name: description.conditions[$0].name, share: $1) }
  }

  /// Whether a photo is unlike all that was trained on; a NaN distance counts as far.
  package func isUnfamiliar(_ recognition: Recognition) -> Bool {
    !(recognition.unfamiliarity < description.familiarity.limit)
  }

  /// The probabilities of the danger groups by name.
  package func dangers(in recognition: Recognition) -> [String: Double] {
    Dictionary(zip(description.groups, recognition.groups)) { first, _ in first }
  }

  /// The probabilities of the danger groups by name, from given probabilities of the classes and shares of their
  /// conditions; nil if the head judges the groups by a separate layer.
  ///
  /// - Parameters:
  ///   - classProbabilities: in the model's order, perhaps fitted to a clinic.
  ///   - conditions: by class; those that the head does not know count as the rest of their class, and an absent class
  ///     consists of its rest alone.
  package func dangers(
    classProbabilities: [Double], conditions: [String: [ConditionShare]]
  ) -> [String: Double]? {
    guard classProbabilities.count == classes.count else { return nil }
    var probabilities = [Double](repeating: 0, count: description.conditions.count)
    for (slug, classProbability) in zip(classes, classProbabilities) {
      for share in conditions[slug] ?? [ConditionShare(name: "", share: 1)] {
        let places = description.conditions.indices.filter { description.conditions[$0].class == slug }
        guard
          let place = places.first(where: { description.conditions[$0].name == share.name })
            ?? places.first(where: { description.conditions[$0].name.isEmpty }) ?? places.first
        else { continue }
        probabilities[place] += classProbability * share.share
      }
    }
    return conditionEvidence.groups(conditionProbabilities: probabilities).map { groups in
      Dictionary(zip(description.groups, groups)) { first, _ in first }
    }
  }
}
