#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// File names as text, although systems name files by bytes.
///
/// A byte that is not part of valid UTF-8 (as in names from old archives and USB sticks) becomes a character of
/// Unicode's last private plane, so that a name passes through the program as a `String` and returns to the system as
/// the bytes that it was.
package enum FileName {
  /// U+10FF00 plus the byte: private characters that no name has.
  private static let firstPrivate: UInt32 = 0x10FF00

  /// A name as text, from the system's bytes.
  package static func text(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: Array(bytes), as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    var rest = Array(bytes)[...]
    while let first = rest.first {
      let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      let piece = rest.prefix(length)
      if let valid = String(validating: Array(piece), as: UTF8.self) {
        text.append(contentsOf: valid.unicodeScalars)
        rest = rest.dropFirst(piece.count)
      } else {
        if let scalar = Unicode.Scalar(firstPrivate + UInt32(first)) { text.append(scalar) }
        rest = rest.dropFirst()
      }
    }
    return String(text)
  }

  /// The system's bytes for a name.
  package static func bytes(_ text: String) -> [UInt8] {
    guard text.unicodeScalars.contains(where: { byte($0) != nil }) else { return Array(text.utf8) }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if let byte = byte(scalar) { bytes.append(byte) } else { bytes += Array(String(scalar).utf8) }
    }
    return bytes
  }

  private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    let offset = Int64(scalar.value) - Int64(firstPrivate)
    return (0x80...0xFF).contains(offset) ? UInt8(offset) : nil
  }

  /// The command line as text, byte for byte.
  package static func arguments() -> [String] {
    // SAFETY: the system's array has `argc` strings, which end with a zero and live as long as the program.
    (0..<Int(CommandLine.argc)).map { index in
      guard let argument = unsafe CommandLine.unsafeArgv[index] else { return "" }
      return unsafe text(UnsafeRawBufferPointer(start: argument, count: strlen(argument)))
    }
  }

  /// The last part of a path, for people.
  package static func last(of path: String) -> String {
    shown(path.split(separator: "/").last.map(String.init) ?? path)
  }

  /// A text from outside, made safe to show.
  ///
  /// Nothing in it moves a terminal's cursor, ends a line, or changes the writing direction. Bytes and control
  /// characters appear as `\x1B` or `\u{202E}`.
  ///
  /// - Parameters:
  ///   - keepsLines: whether line breaks and tabs stay.
  ///   - keepsColours: whether the terminal's colour sequences stay.
  package static func shown(_ text: String, keepsLines: Bool = false, keepsColours: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: { isHarmful($0) }) else { return text }
    var shown = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if keepsColours, let length = colourLength(rest) {
        shown.unicodeScalars.append(contentsOf: rest.prefix(length))
        rest = rest.dropFirst(length)
        continue
      }
      rest = rest.dropFirst()
      if keepsLines, scalar == "\n" || scalar == "\t" {
        shown.unicodeScalars.append(scalar)
      } else if let byte = byte(scalar) {
        shown += "\\x" + hexadecimal(UInt32(byte))
      } else if isHarmful(scalar) {
        shown += scalar.value < 0x100 ? "\\x" + hexadecimal(scalar.value) : "\\u{" + hexadecimal(scalar.value) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return digits.count < 2 ? "0" + digits : digits
  }

  /// The length of a sequence like `ESC [ 1 ; 31 m` at the beginning; nil if there is none.
  private static func colourLength(_ text: Substring.UnicodeScalarView) -> Int? {
    guard text.first == "\u{1B}", text.dropFirst().first == "[" else { return nil }
    let numbers = text.dropFirst(2).prefix { ("0"..."9").contains($0) || $0 == ";" }
    guard text.dropFirst(2 + numbers.count).first == "m" else { return nil }
    return numbers.count + 3
  }

  /// JSON whose texts hold no character that could do harm where it is shown: such characters appear as `\u202e`.
  package static func harmless(json: String) -> String {
    guard json.unicodeScalars.contains(where: { isHarmful($0) && $0 != "\n" }) else { return json }
    var shown = ""
    for scalar in json.unicodeScalars {
      if isHarmful(scalar), scalar != "\n" {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          shown += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// Whether a character could do more than be seen.
  static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    // Marks that change the writing direction, and the private characters above.
    case .format: (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    case .privateUse: byte(scalar) != nil
    default: false
    }
  }
}
