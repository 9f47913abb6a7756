/// What the reference library reads at the start of some bytes.
///
/// Source: SentencePiece 0.2, `util.cc`, `DecodeUTF8`: overlong forms, surrogates and numbers above U+10FFFF are
/// invalid, and one byte of an invalid sequence is consumed.
enum UnicodeDecoding: Hashable {
  /// A character of this many bytes.
  case character(length: Int)
  /// A byte that begins no character, whatever follows.
  case invalid
  /// The bytes end inside what may still become a character.
  case incomplete

  /// U+FFFD, which stands for each invalid byte.
  static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
  /// U+2581, which stands for a space inside pieces.
  static let spaceSymbol: [UInt8] = [0xE2, 0x96, 0x81]

  /// Looks at the bytes from an index on.
  ///
  /// - Precondition: the index lies inside the bytes.
  init(_ bytes: [UInt8], at index: Int) {
    let first = bytes[index]
    let length: Int
    // The second byte decides on overlong forms, surrogates and the upper limit (Unicode 16, table 3-7).
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F: length = 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default:
      self = .invalid
      return
    }
    for offset in 1..<length {
      guard index + offset < bytes.count else {
        self = .incomplete
        return
      }
      guard (offset == 1 ? second : 0x80...0xBF).contains(bytes[index + offset]) else {
        self = .invalid
        return
      }
    }
    self = .character(length: length)
  }
}
