import Foundation
import SkinTestSupport
import SkinText

/// What the SentencePiece library made of a text or of some tokens; see `Tools/reference/text_goldens.py`.
struct TextGolden: Decodable {
  /// The bytes of the text in hexadecimal; nil if the tokens were drawn at random.
  var text: String?
  var tokens: [Int32]
  var decoded: String

  var bytes: [UInt8]? {
    guard let digits = text.map({ Array($0) }) else { return nil }
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
  }
}

enum TextGoldens {
  /// The models of the goldens.
  static let models = ["plain", "trimmed", "spanning"]

  static func modelBytes(_ name: String) throws -> [UInt8] { try Goldens.bytes("text/\(name).model") }

  static func tokenizer(_ name: String = "plain") throws -> Tokenizer { try Tokenizer(model: modelBytes(name)) }

  static func lines(_ name: String) throws -> [TextGolden] {
    try Goldens.bytes("text/\(name).jsonl").split(separator: 0x0A).map {
      try JSONDecoder().decode(TextGolden.self, from: Data($0))
    }
  }
}

/// A generator that gives the same numbers on every run (Steele, Lea and Flood 2014, SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
