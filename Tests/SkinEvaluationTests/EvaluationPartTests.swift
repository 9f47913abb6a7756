import Foundation
import SkinSafety
import Testing

@testable import SkinEvaluation

/// An evaluation in parts is the evaluation in one piece, or an error.
@Suite struct EvaluationPartTests {
  private static let files = ["a", "b", "c", "d", "e"]
  private static let identity = EvaluationPart.Identity(
    digest: "0", scheme: "int8", classes: ["x", "y"], files: files)

  private static func assessment(_ file: String) -> Assessment {
    var found = Assessment(
      photo: LabelledPhoto(file: file, label: "x", source: "", group: file, attributes: ["kind": "drawn"]),
      probabilities: [0.1, 0.9], isRejected: false, isUncertain: true, isUsable: true, answerAgrees: nil,
      milliseconds: 1.5, concepts: [1.0 / 3])
    found.level = .withinTwoWeeks
    found.dangers = DangerProbabilities([.cancer: 0.1 + 0.2, .harmless: 0.7])
    found.conditions = [RankedCondition(class: "x", name: "drawn \"skin\"")]
    return found
  }

  private static func part(_ files: [String], leftOut: [String] = []) throws -> EvaluationPart {
    let part = EvaluationPart(identity, assessments: files.map(assessment), leftOut: leftOut)
    let read = try EvaluationPart(json: try JSONEncoder().encode(part))
    #expect(read == part)
    return read
  }

  @Test func `parts in any order make the whole, in the table's order`() throws {
    let whole = try EvaluationPart(
      Self.identity, merging: [try Self.part(["b"], leftOut: ["d"]), try Self.part(["e", "a", "c"])])
    #expect(whole.assessments == ["a", "b", "c", "e"].map(Self.assessment))
    #expect(whole.leftOut == ["d"])
  }

  @Test func `a photo that is missing, twice or foreign is an error`() throws {
    let (first, second) = (try Self.part(["a", "c", "e"]), try Self.part(["b", "d"]))
    #expect(throws: EvaluationPart.Fault.missing(count: 2, file: "b")) {
      try EvaluationPart(Self.identity, merging: [first])
    }
    #expect(throws: EvaluationPart.Fault.doubled(file: "b")) {
      try EvaluationPart(Self.identity, merging: [first, second, second])
    }
    #expect(throws: EvaluationPart.Fault.otherEvaluation) {
      try EvaluationPart(Self.identity, merging: [first, second, try Self.part(["f"])])
    }
    var other = Self.identity
    other.scheme = "int4"
    #expect(throws: EvaluationPart.Fault.otherEvaluation) { try EvaluationPart(other, merging: [first, second]) }
  }

  @Test(arguments: ["", "{}", #"{"schema":"skingpt.evaluation/1"}"#])
  func `another file is no part`(text: String) {
    #expect(throws: EvaluationPart.Fault.malformed) { try EvaluationPart(json: Data(text.utf8)) }
  }

  @Test func `a probability that is none makes no part`() throws {
    let part = EvaluationPart(Self.identity, assessments: [Self.assessment("a")], leftOut: [])
    let text = String(decoding: try JSONEncoder().encode(part), as: UTF8.self)
    #expect(text.contains("[0.1,0.9]"))
    for wrong in ["[0.1]", "[-0.1,0.9]", "[0.1,9]"] {
      #expect(throws: EvaluationPart.Fault.malformed) {
        try EvaluationPart(json: Data(text.replacing("[0.1,0.9]", with: wrong).utf8))
      }
    }
  }
}
