import Testing

@testable import SkinWords

@Suite("Words")
struct WordsTests {
  @Test("every catalogue of the program can be read")
  func catalogues() throws {
    for language in Language.allCases { _ = try Words(language) }
  }

  @Test("a text is found by its English wording, and names are filled in")
  func lookup() throws {
    let catalogue = try Catalogue(
      portableObject: """
        # a comment
        msgid ""
        msgstr "Language: es\\n"

        msgid "See {who} "
        "soon."
        msgstr "Vea pronto "
        "a {who}."

        #, fuzzy
        msgid "unsure"
        msgstr "inseguro"

        msgid "{count} photo"
        msgid_plural "{count} photos"
        msgstr[0] "{count} foto"
        msgstr[1] "{count} fotos"
        """)
    let words = Words(language: .spanish, catalogue: catalogue)
    #expect(words("See {who} soon.", ["who": "{who}"]) == "Vea pronto a {who}.")
    #expect(words("not there {a", ["a": "b"]) == "not there {a")
    #expect(words("unsure") == "unsure")
    #expect(!words.translates("unsure"))
    #expect(words.plural("{count} photo", "{count} photos", 1) == "1 foto")
    #expect(words.plural("{count} photo", "{count} photos", 0) == "0 fotos")
    #expect(catalogue.entries.count == 2)
  }

  @Test(
    "a broken catalogue names its line",
    arguments: [
      ("msgid \"a\"\nmsgstr \"b", 2), ("\"a\"", 1), ("msgid \"a\"\nmsgid \"b\"", 2), ("msgstr \"a\"", 1),
      ("msgid \"a\"\nmsgstr \"\\q\"", 2), ("msgid \"a\" x\nmsgstr \"b\"", 1), ("nonsense", 1),
    ])
  func broken(file: String, line: Int) {
    #expect { try Catalogue(portableObject: file) } throws: { ($0 as? CatalogueError)?.line == line }
  }

  @Test("locales are read as POSIX and browsers write them")
  func locales() {
    #expect(Language(locale: "pt_BR.UTF-8") == .portuguese)
    #expect(Language(locale: "ar-EG") == .arabic)
    #expect(Language(locale: "C") == nil)
    #expect(Language(environment: ["LANG": "sw_KE", "LC_ALL": ""]) == .swahili)
    #expect(Language(environment: [:]) == .english)
  }

  @Test("Arabic has six plural forms")
  func arabic() {
    #expect([0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map(Language.arabic.pluralForm) == [0, 1, 2, 3, 3, 4, 4, 5, 5, 3])
  }

  @Test("a running text takes the longest runs that the catalogue has")
  func running() {
    func entry(_ text: String, _ translation: String) -> Catalogue.Entry {
      Catalogue.Entry(text: text, plural: nil, translations: [translation])
    }
    let words = Words(
      language: .spanish,
      catalogue: Catalogue(entries: [
        entry("One.", "Uno."), entry("One. Two.", "Uno y dos."), entry("Is it 3.5 mm?", "¿Mide 3,5 mm?"),
      ]))
    #expect(words.running("One. Two. Three. One.") == "Uno y dos. Three. Uno.")
    #expect(words.running("Is it 3.5 mm? One.") == "¿Mide 3,5 mm? Uno.")
    #expect(words.running("") == "")
    #expect(Words.english.running("One.") == "One.")
  }

  @Test("a text is found whatever its numbers are, and they are written as the language does")
  func numbers() {
    func words(_ language: Language) -> Words {
      Words(
        language: language,
        catalogue: Catalogue(entries: [
          .init(text: "On {a} photos {b} of {c}.", plural: nil, translations: ["{b} de {c}, {a} fotos."]),
          .init(text: "At 38 °C.", plural: nil, translations: ["A los 38 °C."]),
        ]))
    }
    #expect(
      words(.spanish).running("On 1,147 photos 69.9 of 100. At 38 °C.") == "69,9 de 100, 1.147 fotos. A los 38 °C.")
    #expect(words(.swahili).running("On 1,147 photos 69.9 of 100.") == "69.9 de 100, 1,147 fotos.")
    #expect(!words(.spanish).translates(running: "On 3 photos. At 38 °C."))
    #expect(Words.abstracted("3, 4.5% and 6.").pattern == "{a}, {b}% and {c}.")
  }

  @Test("the pseudo-locale marks text and keeps names")
  func pseudo() {
    let words = Words(
      language: .pseudo,
      catalogue: Catalogue(entries: [.init(text: "See {name} now", plural: nil, translations: ["See {name} now"])]))
    #expect(words("See {name} now", ["name": "one"]) == "[Séé one ñów]")
    #expect(words("Not there") == "Not there")
  }
}
