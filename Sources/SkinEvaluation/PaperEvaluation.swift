package import SkinSafety

/// The paper's clinical evaluation as far as a program can do it: schema `skingpt.paper-evaluation/1`.
///
/// Ten photos of each class, the four prompts, and how long it takes. A ``Questionnaire`` asks clinicians what they
/// think of the answers.
///
/// Source: SkinGPT-4, arXiv:2304.10691, section "Clinical evaluation" and figure 4.
package struct PaperEvaluation: Hashable, Sendable, Codable {
  /// The outcome of a diagnosis.
  package enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// It ranks diseases and says so.
    case answered
    /// It says that it cannot tell, and names its first guess.
    case uncertain
    /// It refuses the photo: too poor, or no skin.
    case refused
  }

  /// One photo.
  package struct Case: Hashable, Sendable, Codable {
    /// Its number, from 1; transcripts have the same.
    package var number: Int
    /// The file; absent unless names were requested.
    package var file: String?
    /// What it shows.
    package var `class`: String
    /// The outcome.
    package var outcome: Outcome
    /// The three classes that scored highest; empty for a photo that was refused before scoring.
    package var likeliest: [String]
    /// How soon the person would be sent to a clinician; absent for a refused photo.
    package var level: UrgencyLevel?
    /// Prompts that got an answer.
    package var answers: Int
    /// From the photo's bytes to the last word of the fourth answer, without opening the model, milliseconds.
    package var milliseconds: Double
    /// From the scores to the first word, milliseconds; absent without answers.
    package var firstWord: Double?

    private enum CodingKeys: String, CodingKey {
      case number, file, `class`, outcome, likeliest, level, answers
      case milliseconds = "response_ms"
      case firstWord = "first_word_ms"
    }

    /// A case of the given facts.
    package init(
      number: Int, file: String?, class slug: String, outcome: Outcome, likeliest: [String], level: UrgencyLevel?,
      answers: Int, milliseconds: Double, firstWord: Double?
    ) {
      self.number = number
      self.file = file
      self.class = slug
      self.outcome = outcome
      self.likeliest = likeliest
      self.level = level
      self.answers = answers
      self.milliseconds = milliseconds
      self.firstWord = firstWord
    }
  }

  /// How one class fares.
  package struct ClassResult: Hashable, Sendable, Codable {
    /// What was drawn.
    package var sample: CaseSample.ClassCount
    /// Photos by outcome.
    package var outcomes: [String: Int]
    /// Photos for which it came first.
    package var right: Int
    /// Photos for which it was among the first three.
    package var rightAmongThree: Int

    private enum CodingKeys: String, CodingKey {
      case sample, outcomes, right
      case rightAmongThree = "right_among_three"
    }
  }

  /// The schema's name.
  package static let schemaName = "skingpt.paper-evaluation/1"
  /// Photos of each class that the paper's clinicians saw.
  package static let photosPerClass = 10

  /// The schema's name.
  package var schema = PaperEvaluation.schemaName
  /// The seed of the draw.
  package var seed: UInt64
  /// Photos.
  package var photos: Int
  /// Share answered without reservation.
  package var answered: Evaluation.Share
  /// Share about which the program says that it cannot tell.
  package var uncertain: Evaluation.Share
  /// Share that it refused.
  package var refused: Evaluation.Share
  /// The right class came first, whatever the outcome; a refused photo is wrong.
  package var right: Evaluation.Share
  /// The right class was among the first three.
  package var rightAmongThree: Evaluation.Share
  /// The right class came first, of those answered without reservation; absent if there is none.
  package var rightOfAnswered: Evaluation.Share?
  /// Share of the accepted photos for which each of the prompts got an answer; absent if all were refused.
  package var wholeDialogues: Evaluation.Share?
  /// From the photo's bytes to the last word, milliseconds, of the accepted photos; absent if there is none.
  package var response: Spread?
  /// From the scores to the first word, milliseconds.
  package var firstWord: Spread?
  /// Each class, in the paper's order.
  package var perClass: [ClassResult]
  /// Each photo.
  package var cases: [Case]

  private enum CodingKeys: String, CodingKey {
    case schema, seed, photos, answered, uncertain, refused, right, cases
    case rightAmongThree = "right_among_three"
    case rightOfAnswered = "right_of_answered"
    case wholeDialogues = "whole_dialogues"
    case response = "response_ms"
    case firstWord = "first_word_ms"
    case perClass = "per_class"
  }

  /// Measures.
  ///
  /// - Parameters:
  ///   - cases: at least one; each photo is from a different group.
  ///   - counts: what was drawn of each class.
  ///   - prompts: how many were asked.
  /// - Precondition: there is at least one case.
  package init(_ cases: [Case], counts: [CaseSample.ClassCount], prompts: Int, seed: UInt64) {
    precondition(!cases.isEmpty, "nothing to measure")
    func share(_ chosen: [Case], _ isHit: (Case) -> Bool) -> Evaluation.Share? {
      chosen.isEmpty ? nil : Bootstrap.share(chosen.map(isHit), groups: chosen.map { "\($0.number)" })
    }
    func shareOfAll(_ isHit: (Case) -> Bool) -> Evaluation.Share {
      Bootstrap.share(cases.map(isHit), groups: cases.map { "\($0.number)" })
    }
    let seen = cases.filter { $0.outcome != .refused }
    self.cases = cases
    self.seed = seed
    photos = cases.count
    answered = shareOfAll { $0.outcome == .answered }
    uncertain = shareOfAll { $0.outcome == .uncertain }
    refused = shareOfAll { $0.outcome == .refused }
    right = shareOfAll(\.isRight)
    rightAmongThree = shareOfAll(\.isRightAmongThree)
    rightOfAnswered = share(cases.filter { $0.outcome == .answered }, \.isRight)
    wholeDialogues = share(seen) { $0.answers == prompts }
    response = Spread(seen.map(\.milliseconds))
    firstWord = Spread(seen.compactMap(\.firstWord))
    perClass = counts.map { count in
      let own = cases.filter { $0.class == count.class }
      return ClassResult(
        sample: count, outcomes: Dictionary(own.map { ($0.outcome.rawValue, 1) }, uniquingKeysWith: +),
        right: own.count(where: \.isRight), rightAmongThree: own.count(where: \.isRightAmongThree))
    }
  }
}

extension PaperEvaluation.Case {
  /// A refused photo gets no diagnosis, so nothing about it is right.
  fileprivate var isRight: Bool { outcome != .refused && likeliest.first == `class` }
  fileprivate var isRightAmongThree: Bool { outcome != .refused && likeliest.prefix(3).contains(`class`) }
}
