/// From which probabilities on a label counts that a reader of typed questions gives.
package struct QuestionBounds: Hashable, Sendable, Codable {
  /// Danger, summed over its labels: it is answered.
  package let danger: Float
  /// Danger is so likely that what calls for care today comes before the decline.
  package let warning: Float
  /// Danger is possible, so that nothing else is answered.
  package let doubt: Float
  /// A subject.
  package let subject: Float
  /// A subject whose phrases were found too.
  package let support: Float

  /// Bounds.
  package init(danger: Float, warning: Float, doubt: Float, subject: Float, support: Float) {
    self.danger = danger
    self.warning = warning
    self.doubt = doubt
    self.subject = subject
    self.support = support
  }

  /// Whether all of them are probabilities.
  package var areUsable: Bool { [danger, warning, doubt, subject, support].allSatisfy { (0...1).contains($0) } }
}
