public import Foundation
public import SkinFailure
import SkinSafety

/// What was found on the photos of one case: the report of `skingpt diagnose` for Swift programs.
public struct Diagnosis: Sendable {
  /// The outcome of the diagnosis.
  public enum Outcome: String, Hashable, Sendable {
    /// The model ranks diseases.
    case assessed
    /// The model cannot tell.
    case uncertain
    /// The photo does not show skin.
    case notSkin = "not-skin"
    /// The photo is too poor.
    case unusablePhoto = "unusable-photo"
  }

  /// How soon a person should be seen.
  public enum Urgency: String, Hashable, Sendable {
    /// The danger signs were asked and denied, and nothing else raises the level.
    case routine
    /// The danger signs were not asked, so nothing is said.
    case notAssessed = "not-assessed"
    /// Within two weeks.
    case withinTwoWeeks = "within-2-weeks"
    /// Today or tomorrow.
    case within24Hours = "within-24-hours"
    /// Now.
    case emergency
  }

  /// A class or a condition and how probable it is.
  public struct Finding: Hashable, Sendable {
    /// Its display name.
    public let name: String
    /// Calibrated probability, 0...1.
    public let probability: Double
  }

  /// A question and its answer.
  public struct Answer: Hashable, Sendable {
    /// The question.
    public let question: String
    /// The answer.
    public let text: String
  }

  let report: Report

  /// The outcome.
  public var outcome: Outcome { Outcome(rawValue: report.outcome.rawValue) ?? .uncertain }
  /// How soon a person should be seen, fixed by rules before the first answer; nil for a refused photo if no answer
  /// about the person is urgent.
  public var urgency: Urgency? { report.urgency.map { Urgency(rawValue: $0.level.rawValue) ?? .notAssessed } }
  /// The reasons, as sentences to the user; without an assessed urgency, the danger signs to ask about.
  public var reasons: [String] { report.urgency?.reasons ?? [] }
  /// All classes of disease, most probable first; empty if the model has no calibrated list or the photo is refused.
  public var classes: [Finding] {
    (report.differential ?? []).map { Finding(name: $0.label, probability: $0.probability) }
  }
  /// Conditions within the likely classes, the most probable first; empty if none can be named.
  public var conditions: [Finding] {
    (report.conditions ?? []).map { Finding(name: $0.condition, probability: $0.probability) }
  }
  /// The answers, in the order of the questions.
  public var answers: [Answer] { report.answers.map { Answer(question: $0.prompt, text: $0.text) } }
  /// How often the model was right where that was measured; nil if it never was.
  public var measuredAccuracy: String? { report.model.accuracy }
  /// What must stand beside everything that is shown.
  public var disclaimer: String { report.disclaimer }

  /// The report as JSON, schema `skingpt.report/2`.
  ///
  /// - Throws: `FailureReport`, which would be a bug in this program.
  public func json() throws(FailureReport) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return try encoder.encode(report) } catch { throw FailureReport(error) }
  }
}
