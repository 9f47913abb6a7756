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
  /// The conditions of a class in the head's order; only the rest, with no name, where the head knows none.
  package func conditions(of slug: String, in recognition: Recognition) -> [ConditionShare] {
    let places = description.conditions.indices.filter { description.conditions[$0].class == slug }
    guard !places.isEmpty else { return [ConditionShare(name: "", share: 1)] }
    let shares = Softmax.probabilities(places.map { recognition.conditionLogits[$0] })
    return zip(places, shares).map { ConditionShare(name: description.conditions[$0].name, share: $1) }
  }

  /// Whether a photo is unlike all that was trained on; a distance that is no number counts as far.
  package func isUnfamiliar(_ recognition: Recognition) -> Bool {
    !(recognition.unfamiliarity < description.familiarity.limit)
  }

  /// The probabilities of the danger groups by name.
  package func dangers(in recognition: Recognition) -> [String: Double] {
    Dictionary(zip(description.groups, recognition.groups)) { first, _ in first }
  }
}
