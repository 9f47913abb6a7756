/// Beginnings, endings and parts of words by their bytes.
///
/// By characters, a Hindi consonant would be no beginning of the same consonant with a vowel sign.
extension StringProtocol {
  /// Whether the bytes begin with those of a text.
  func begins(with text: some StringProtocol) -> Bool { utf8.starts(with: text.utf8) }

  /// Whether the bytes end with those of a text.
  func ends(with text: some StringProtocol) -> Bool { utf8.reversed().starts(with: text.utf8.reversed()) }

  /// Whether the bytes of a text are among these.
  func holds(_ text: some StringProtocol) -> Bool {
    var rest = utf8[...]
    while rest.count >= text.utf8.count {
      if rest.starts(with: text.utf8) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
