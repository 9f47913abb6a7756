import Foundation
import Testing

@testable import SkinRecognition

@Suite("What conditions say of classes and dangers") struct ConditionEvidenceTests {
  private static let classes = ["a", "b", "c"]

  /// A head in which every class has a condition; conditions count in the classes and carry the dangers.
  private static var file: HeadBytes {
    var file = HeadBytes.small
    file.description["conditions"] = [
      ["name": "one", "class": "a"], ["name": "", "class": "a"], ["name": "two", "class": "b"],
      ["name": "", "class": "c"],
    ]
    file.description["blend"] = ["decoder": 0.5, "head": 0.25, "conditions": 1.0]
    file.tensors["conditions.weight"] = ([4, 2], [1, 0, 0, 0, 0, 0, 0, 1])
    file.tensors["conditions.bias"] = ([4], [0, 0, 1, 0])
    file.tensors["groups.conditions"] = ([4, 2], [0.75, 0.25, 0, 1, 1, 0, 0.5, 0.5])
    return file
  }

  private static func head(_ file: HeadBytes) throws -> RecognitionHead {
    try RecognitionHead(file.bytes, featureCount: 2, classes: classes)
  }

  @Test("a class is the sum of its conditions, blended with the other opinions")
  func sums() throws {
    // x = (1, -1): condition logits 1, 0, 1, -1; class logits a 1.5, b -1, c 0.
    let found = try Self.head(Self.file).recognize([3, -2], decoderScores: [-1, -2, -3])
    let conditions = Softmax.probabilities([1, 0, 1, -1])
    let summed = [log(conditions[0] + conditions[1]), log(conditions[2]), log(conditions[3])]
    let own = Softmax.logProbabilities([1.5, -1, 0])
    let decoder = Softmax.logProbabilities([-1, -2, -3])
    let expected = Softmax.logProbabilities((0..<3).map { 0.5 * decoder[$0] + 0.25 * own[$0] + summed[$0] })
    for (value, wanted) in zip(found.classLogProbabilities, expected) { #expect(abs(value - wanted) < 1e-9) }
    // Without the decoder the two opinions of the head have the weight of all three.
    let alone = try Self.head(Self.file).recognize([3, -2], decoderScores: nil)
    let expectedAlone = Softmax.logProbabilities((0..<3).map { 1.75 / 1.25 * (0.25 * own[$0] + summed[$0]) })
    for (value, wanted) in zip(alone.classLogProbabilities, expectedAlone) { #expect(abs(value - wanted) < 1e-9) }
  }

  @Test("a danger is the sum of the conditions' shares of it")
  func weighsDangers() throws {
    let found = try Self.head(Self.file).recognize([3, -2], decoderScores: [-1, -2, -3])
    let classes = found.classLogProbabilities.map { exp($0) }
    let inside = Softmax.probabilities([0.5, 0])
    let cancer = classes[0] * inside[0] * 0.75 + classes[1] + classes[2] * 0.5
    #expect(abs(found.groups[0] - cancer) < 1e-9)
    #expect(abs(found.groups.reduce(0, +) - 1) < 1e-9)
  }

  @Test("dangers follow given classes and conditions, as after a fit")
  func followsAFit() throws {
    let head = try Self.head(Self.file)
    let found = head.recognize([3, -2], decoderScores: [-1, -2, -3])
    let shares = Dictionary(uniqueKeysWithValues: Self.classes.map { ($0, head.conditions(of: $0, in: found)) })
    let same = try #require(
      head.dangers(classProbabilities: found.classLogProbabilities.map { exp($0) }, conditions: shares))
    for (name, value) in head.dangers(in: found) { #expect(abs((same[name] ?? .nan) - value) < 1e-9) }
    // All of class a, of which half is a condition that the head does not know: it counts as the rest, which is harmless.
    let unknown = [ConditionShare(name: "one", share: 0.5), ConditionShare(name: "new", share: 0.5)]
    let fitted = try #require(head.dangers(classProbabilities: [1, 0, 0], conditions: ["a": unknown]))
    #expect(abs((fitted["cancer"] ?? .nan) - 0.375) < 1e-9)
    #expect(try Self.head(.small).dangers(classProbabilities: [1, 0, 0], conditions: [:]) == nil)
  }

  @Test("features that are no numbers give dangers that no comparison calls low")
  func failsOnNaN() throws {
    let found = try Self.head(Self.file).recognize([.nan, 1], decoderScores: [0, 0, 0])
    #expect(found.classLogProbabilities.allSatisfy { !(exp($0) >= 0.3) })
    #expect(found.groups.allSatisfy { !($0 < 0.5) })
  }

  @Test("shares that are none, or a class without conditions, are refused")
  func refuses() throws {
    for shares: [Float] in [
      [0.75, 0.75, 0, 1, 1, 0, 0.5, 0.5], [1.25, -0.25, 0, 1, 1, 0, 0.5, 0.5], [.nan, 1, 0, 1, 1, 0, 0.5, 0.5],
    ] {
      var file = Self.file
      file.tensors["groups.conditions"] = ([4, 2], shares)
      #expect(throws: RecognitionError.unusableNumber("groups.conditions")) { try Self.head(file) }
    }
    var lone = HeadBytes.small
    lone.tensors["groups.conditions"] = ([3, 2], [1, 0, 1, 0, 1, 0])
    #expect(throws: RecognitionError.unusableNumber("groups.conditions")) { try Self.head(lone) }
    var wide = Self.file
    wide.tensors["groups.conditions"] = ([2, 4], [1, 0, 0, 0, 1, 0, 0, 0])
    #expect(throws: RecognitionError.self) { try Self.head(wide) }
    var negative = Self.file
    negative.description["blend"] = ["decoder": 0.5, "head": 0.5, "conditions": -1.0]
    #expect(throws: RecognitionError.self) { try Self.head(negative) }
  }
}
