extension Words {
  /// The translation of a text, even if its numbers differ from those in the catalogue; nil if there is none.
  ///
  /// A catalogue's entry may have `{a}`, `{b}` ... where a text has its first, second ... number, so that a measured
  /// accuracy or a size is translated whatever the number is.
  func known(_ english: String) -> String? {
    if let found = catalogue.entries[english]?.translations.first { return accentedIfPseudo(found) }
    let (pattern, numbers) = Self.abstracted(english)
    guard !numbers.isEmpty, let found = catalogue.entries[pattern]?.translations.first else { return nil }
    var values: [String: String] = [:]
    for (name, number) in zip(Self.numberNames, numbers) { values[name] = written(number) }
    return filled(accentedIfPseudo(found), values)
  }

  /// A number in English digits as this language writes it: `69.9` is `69,9` in Spanish, `13,019` is `13.019`.
  package func written(_ number: String) -> String {
    switch language {
    case .spanish, .portuguese: String(number.map { $0 == "." ? "," : $0 == "," ? "." : $0 })
    case .french: String(number.map { $0 == "." ? "," : $0 == "," ? "\u{202F}" : $0 })
    case .english, .arabic, .hindi, .swahili, .pseudo: number
    }
  }

  private static let numberNames = (0..<26).map { String(UnicodeScalar(UInt8(97 + $0))) }

  /// A text with names for its numbers, and the numbers in their order; unchanged and without numbers if names run out.
  static func abstracted(_ text: String) -> (pattern: String, numbers: [String]) {
    var pattern = ""
    var numbers: [String] = []
    var number = ""
    func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
    func close() {
      guard !number.isEmpty else { return }
      var tail = ""
      while let last = number.last, !isDigit(last) { tail = String(number.removeLast()) + tail }
      pattern += numbers.count < numberNames.count ? "{\(numberNames[numbers.count])}" : number
      numbers.append(number)
      pattern += tail
      number = ""
    }
    for character in text {
      if isDigit(character) || (!number.isEmpty && (character == "." || character == ",")) {
        number.append(character)
      } else {
        close()
        pattern.append(character)
      }
    }
    close()
    return numbers.count <= numberNames.count ? (pattern, numbers) : (text, [])
  }
}
