package import SkinRuntime
package import SkinSafety

/// A danger group and how probable it is.
package struct DangerProbability: Hashable, Sendable, Codable {
  /// The group.
  package let group: DangerGroup
  /// Calibrated probability, 0...1.
  package let probability: Double

  /// A group with its probability.
  package init(group: DangerGroup, probability: Double) {
    self.group = group
    self.probability = probability
  }
}

/// A condition within a class and how probable it is.
package struct ConditionProbability: Hashable, Sendable, Codable {
  /// Stands for every condition of a class that the list does not name.
  package static let anotherOfThisGroup = "another disease of this group"

  /// The condition's name, or ``anotherOfThisGroup``.
  package let condition: String
  /// The class's identifier, one of the slugs.
  package let `class`: String
  /// Calibrated probability, 0...1.
  package let probability: Double

  /// A condition with its probability.
  package init(condition: String, class slug: String, probability: Double) {
    self.condition = condition
    self.class = slug
    self.probability = probability
  }
}

extension Report {
  /// Danger signs that nobody asked for, of one level.
  package struct DangerSigns: Hashable, Sendable, Codable {
    /// The level that each of them calls for.
    package let level: UrgencyLevel
    /// What to do if one of them is true; ends in a colon.
    package let demand: String
    /// The signs, in the words of the questions.
    package let signs: [String]
  }

  /// A prompt and what was answered.
  package struct Answer: Hashable, Sendable {
    /// The question.
    package let prompt: String
    /// The answer's words.
    package let text: String
    /// Identifiers of the sentences that the text consists of; empty if the text is free.
    package let sentences: [String]
    /// Tokens that were generated.
    package let tokens: Int
    /// Why the answer ended.
    package let stopped: StopReason
    /// Positions taken by the question, with the photo and the earlier turns; not part of the schema.
    package private(set) var promptTokens = 0

    /// The same answer under another wording of the question.
    func renamed(_ prompt: String) -> Answer {
      Answer(
        prompt: prompt, text: text, sentences: sentences, tokens: tokens, stopped: stopped, promptTokens: promptTokens)
    }

    /// An answer as it was shown.
    package init(
      prompt: String, text: String, sentences: [String] = [], tokens: Int, stopped: StopReason, promptTokens: Int
    ) {
      self.prompt = prompt
      self.text = text
      self.sentences = sentences
      self.tokens = tokens
      self.stopped = stopped
      self.promptTokens = promptTokens
    }
  }
}

extension Report.Answer: Codable {
  private enum CodingKeys: String, CodingKey { case prompt, text, sentences, tokens, stopped }
}
