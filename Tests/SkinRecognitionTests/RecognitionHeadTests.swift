import Foundation
import Testing

@testable import SkinRecognition

@Suite("The recognition head") struct RecognitionHeadTests {
  private static let classes = ["a", "b", "c"]

  private static func head(_ file: HeadBytes = .small) throws -> RecognitionHead {
    try RecognitionHead(file.bytes, featureCount: 2, classes: classes)
  }

  @Test("blends its own opinion with the decoder's, class by class and by name")
  func blends() throws {
    // x = (1, -1); the head's logits by name: a 0.5 + 1, b -1, c 0.
    let found = try Self.head().recognize([3, -2], decoderScores: [-1, -2, -3])
    let own = Softmax.logProbabilities([1.5, -1, 0])
    let decoder = Softmax.logProbabilities([-1, -2, -3])
    let expected = Softmax.logProbabilities(zip(own, decoder).map { $0 + $1 })
    #expect(found.input == [1, -1])
    for (value, wanted) in zip(found.classLogProbabilities, expected) { #expect(abs(value - wanted) < 1e-9) }
    #expect(abs(found.groups.reduce(0, +) - 1) < 1e-12)
    #expect(abs(found.groups[0] - 1 / (1 + exp(1))) < 1e-9)
    #expect(found.conditionLogits == [0.5, 0, 0.5])
  }

  @Test("measures the distance to the nearest centre")
  func measuresDistance() throws {
    let head = try Self.head()
    // x = (2, 0) lies 2 from both centres: ln(4 / 2).
    #expect(abs(head.recognize([5, 2], decoderScores: nil).unfamiliarity - log(2)) < 1e-9)
    // x = (5, 0) lies 1 from the second.
    #expect(abs(head.recognize([11, 2], decoderScores: nil).unfamiliarity - log(0.5)) < 1e-9)
  }

  @Test("is less sure far from what it has learned from")
  func flattens() throws {
    let head = try Self.head()
    // x = (40, 0), and the same direction 10 times as near.
    let far = head.recognize([81, 2], decoderScores: [0, 0, 0])
    #expect(far.unfamiliarity > 3)
    let flattening = exp(0.5 * (far.unfamiliarity - 1))
    let expected = Softmax.logProbabilities(
      zip(Softmax.logProbabilities([40.5, 0, 0]), Softmax.logProbabilities([0, 0, 0])).map { ($0 + $1) / flattening })
    for (value, wanted) in zip(far.classLogProbabilities, expected) { #expect(abs(value - wanted) < 1e-6) }
  }

  @Test("features that are no numbers give nothing that passes a threshold")
  func failsOnNaN() throws {
    let found = try Self.head().recognize([.nan, 1], decoderScores: [0, 0, 0])
    #expect(!(found.unfamiliarity < 3))
    #expect(found.classLogProbabilities.allSatisfy { !(exp($0) >= 0.3) })
  }

  @Test("is refused when it is not for this model or damaged")
  func refuses() throws {
    #expect(throws: RecognitionError.self) {
      try RecognitionHead(HeadBytes.small.bytes, featureCount: 3, classes: Self.classes)
    }
    #expect(throws: RecognitionError.self) {
      try RecognitionHead(HeadBytes.small.bytes, featureCount: 2, classes: ["a", "b"])
    }
    #expect(throws: RecognitionError.self) { try RecognitionHead([], featureCount: 2, classes: Self.classes) }
    var zeroSpread = HeadBytes.small
    zeroSpread.tensors["scale"] = ([2], [0, 1])
    #expect(throws: RecognitionError.unusableNumber("scale")) { try Self.head(zeroSpread) }
    var notFinite = HeadBytes.small
    notFinite.tensors["groups.bias"] = ([2], [.nan, 0])
    #expect(throws: RecognitionError.unusableNumber("groups.bias")) { try Self.head(notFinite) }
    var missing = HeadBytes.small
    missing.tensors["classes.bias"] = nil
    #expect(throws: RecognitionError.missingTensor("classes.bias")) { try Self.head(missing) }
    var newer = HeadBytes.small
    newer.description["version"] = 9
    #expect(throws: RecognitionError.malformed("version 9 is newer than this program")) { try Self.head(newer) }
    var cold = HeadBytes.small
    cold.description["temperatures"] = ["classes": 0.0, "conditions": 1.0, "groups": 1.0]
    #expect(throws: RecognitionError.self) { try Self.head(cold) }
  }

  @Test("no cut of the file and no changed byte of its header is a trap")
  func survivesDamage() throws {
    let bytes = HeadBytes.small.bytes
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: RecognitionError.self) {
        try RecognitionHead(Array(bytes[..<length]), featureCount: 2, classes: Self.classes)
      }
    }
    for index in stride(from: 0, to: 600, by: 3) {
      var changed = bytes
      changed[index] ^= 0x15
      _ = try? RecognitionHead(changed, featureCount: 2, classes: Self.classes)
    }
  }
}
