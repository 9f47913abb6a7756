import Foundation
import SkinImage
import SkinTestSupport
import Testing

/// What Pillow made of drawn pictures; see `Tools/reference/image_goldens.py`.
struct ImageGoldens: Decodable {
  /// A picture file and what Pillow reads from it.
  struct Picture: Decodable, CustomTestStringConvertible, Sendable {
    var name: String
    var width: Int
    var height: Int
    var offset: Int

    var testDescription: String { name }
    var isLossless: Bool { name.hasSuffix(".png") }

    func bytes() throws -> [UInt8] { try Goldens.bytes("image/\(name)") }

    /// What Pillow reads, upright.
    func expected() throws -> Photo {
      let rgb = ImageGoldens.pictureValues[offset..<offset + 3 * width * height]
      return Photo(width: width, height: height, rgb: Array(rgb))
    }
  }

  /// The drawn pattern in another size.
  struct Resize: Decodable, CustomTestStringConvertible, Sendable {
    var from: [Int]
    var to: [Int]
    var offset: Int
    var digest: String

    var testDescription: String { "\(from) to \(to)" }
  }

  var pictures: [Picture]
  var resizes: [Resize]

  /// Empty if the files are not there; a test notices that.
  static let all: ImageGoldens =
    (try? JSONDecoder().decode(ImageGoldens.self, from: Data(Goldens.bytes("image/manifest.json"))))
    ?? ImageGoldens(pictures: [], resizes: [])
  static let pictureValues = (try? Goldens.bytes("image/pictures.rgb")) ?? []
  static let resizeValues = (try? Goldens.bytes("image/resizes.rgb")) ?? []

  /// The picture that the script draws too: a gradient, two fifths of it black or white.
  static func pattern(width: Int, height: Int) -> Photo {
    var rgb: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        for channel in 0..<3 {
          var mixed = (x * 73_856_093 ^ y * 19_349_663 ^ channel * 83_492_791) & 0xFFFF_FFFF
          mixed ^= mixed >> 13
          rgb.append([255, 0, UInt8((x * 7 + y * 13 + channel * 50) % 256)][min(mixed % 5, 2)])
        }
      }
    }
    return Photo(width: width, height: height, rgb: rgb)
  }

  /// FNV-1a, 64 bits.
  static func digest(_ bytes: [UInt8]) -> String {
    let value = bytes.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
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
