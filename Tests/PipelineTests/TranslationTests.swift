import Foundation
import SkinConfiguration
import SkinContainer
@testable import SkinDiagnosis
import SkinRuntime
import SkinSafety
import SkinTestSupport
import SkinWords
import Testing

/// What people read in other languages: nothing that the program can say is missing from a catalogue.
@Suite struct TranslationTests {
  static let spoken = Language.offered.filter { $0 != .english }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The default model, for its sentences and its card.
  private static func container() throws -> Container {
    try Container.open(path: root.appending(path: "quantized/skingpt-mini.skgpt").path(percentEncoded: false))
  }

  /// Everything that is data: sentences of rules, questions, replies, names.
  private static var said: [String] {
    var texts = UrgencyRules.all.map(\.sentence) + [UrgencyRules.unaskedSentence, UrgencyRules.personSentence]
    texts += [UrgencyRules.baseSentence, UrgencyRules.uncertainSentence, ReportWords.unsureOpening]
    texts += [UrgencyRules.unaskedBesideLevel, UrgencyRules.unaskedBesideRefusal, UrgencyRules.longestWaitSentence]
    texts += [UrgencyRules.partlyAskedBesideLevel, ReportWords.medicineStep, ReportWords.nearnessStep]
    texts += [ReportWords.unreliableNumbers] + ReportWords.headings
    texts += UrgencyRules.cautions.map(\.text) + [ReportWords.contagionStep, ReportWords.misleadingNumber]
    texts += UrgencyRules.dangerSigns.flatMap { [$0.demand] + $0.signs }
    texts += UrgencyLevel.allCases.flatMap { [$0.advice, ReportWords.haste($0)] }
    texts += HistoryQuestion.all.flatMap { [$0.wording] + $0.answers.map(\.wording) }
    texts += FollowUps.allSentences.map(\.text) + [FixedReplies.unknownHealth]
    texts += ClassEvidence.appearances + PaperLists.concepts + EvaluationPrompts.all
    return texts
  }

  @Test(arguments: Language.offered) func `a condition that needs care today says so beside its name, no other does`(
    language: Language
  ) throws {
    let speaker = ReportSpeaker(try Words(language))
    let report = try ReportSample.report()
    func said(_ condition: String) -> String {
      speaker.condition(
        ConditionProbability(condition: condition, class: "psoriasis_lichen", probability: 0.5), in: report)
    }
    #expect(said("generalised pustular psoriasis").hasSuffix(")") && !said("psoriasis").hasSuffix(")"))
    if language == .english {
      #expect(said("erythrodermic psoriasis") == "erythrodermic psoriasis: 50.0 % (needs a hospital now if it is this)")
      #expect(said("cellulitis") == "cellulitis: 50.0 % (to be seen within 24 hours if it is this)")
    }
  }

  @Test(arguments: spoken) func `every sentence, question and name of the program is there`(language: Language) throws {
    let words = try Words(language)
    #expect(Self.said.filter { !words.translates(running: $0) } == [])
  }

  @Test(arguments: spoken) func `every sentence of the default model, its classes and its card are there`(
    language: Language
  ) throws {
    let words = try Words(language)
    let container = try Self.container()
    let table = try #require(try SentenceTable(container))
    let provenance = container.configuration.provenance
    let texts = table.sentences.map(\.text) + [Disclaimer.text(provenance), provenance.statement]
    #expect(texts.filter { !words.translates(running: $0) } == [])
    let names = table.sentences.map(\.condition).filter { !$0.isEmpty } + container.configuration.classes.map(\.label)
    #expect(Set(names.filter { !words.translates($0) }) == [])
  }

  @Test(arguments: spoken) func `a reason that lost its date keeps its reason and no date`(language: Language) throws {
    let speaker = ReportSpeaker(try Words(language))
    let dated = UrgencyRules.all.filter { $0.sentence.contains(": ") && $0.level >= .withinTwoWeeks }
    #expect(dated.count > 30)
    for rule in dated {
      let reason = speaker.reason(UrgencyRule.withoutDate(rule.sentence)).line
      #expect(!reason.contains("Also: "), "\(language): \(rule.id)")
      let spoken = speaker.words.running(rule.sentence)
      let date = spoken.prefix { $0 != ":" }
      #expect(date.count >= 10 && !reason.contains(date), "\(language): \(rule.id)")
      #expect(reason.count >= spoken.count - date.count, "\(language): \(rule.id)")
    }
  }

  @Test(arguments: spoken) func `danger signs and the diseases that are meant are told in the language`(
    language: Language
  ) throws {
    let speaker = ReportSpeaker(try Words(language))
    for group in UrgencyRules.dangerSigns {
      let reason = speaker.reason(group.reason)
      #expect(reason.text == speaker.words(group.demand) && reason.text != group.demand, "\(language)")
      #expect(reason.signs == group.signs.map { speaker.words($0) } && !reason.signs.isEmpty, "\(language)")
      for part in [reason.text] + reason.signs { #expect(reason.line.contains(part), "\(language): \(part)") }
    }
    let meant = speaker.reason("Because, among others, this is possible: scabies; melanoma.").line
    #expect(meant.contains(speaker.words("scabies")) && !meant.contains("Because"), "\(language)")
  }

  @Test(arguments: spoken) func `a report says its level, its note and its disclaimer in the language`(
    language: Language
  ) throws {
    let words = try Words(language)
    for level in UrgencyLevel.allCases {
      let report = try ReportSample.report(level: level.rawValue)
      let spoken = TranslatedReport(report, words)
      #expect(spoken.language == language.rawValue && spoken.note?.isEmpty == false)
      #expect(spoken.haste != ReportWords.haste(level) && spoken.haste == words(ReportWords.haste(level)))
      let page = ReportPage.html(report, picture: [], words: words)
      for text in [spoken.note ?? "?", spoken.limits[0], spoken.next[0]] {
        #expect(page.contains(ReportPage.escaped(text)))
      }
      #expect(page.contains("dir=\"rtl\"") == language.isRightToLeft)
      let sheet = SimplePage.html(report, pictures: [[]], history: nil, words: words)
      #expect(sheet.contains(ReportPage.escaped(spoken.simple.haste.text)) && sheet.contains("icon-\(level.rawValue)"))
    }
  }

  @Test func `in English everything is what the report says`() throws {
    let report = try ReportSample.report()
    let spoken = TranslatedReport(report, .english)
    #expect(spoken.note == nil && spoken.disclaimer == report.disclaimer)
    #expect(spoken.reasons.map(\.line) == report.urgency?.reasons)
    #expect(spoken.answers.map(\.text) == report.answers.map(\.text))
    #expect(spoken.classes.map(\.label) == report.differential?.map(\.label))
  }

  @Test func `in the pseudo-locale no text of page and sheet is outside the catalogue`() throws {
    let words = try Words(.pseudo)
    let report = try Self.plain()
    let history = try History.read(json: Data(#"{"unwell": [], "site": ["face"], "ageYears": 3}"#.utf8))
    let entry = ReportPage.Entry(report: report, pictures: [[]], history: history)
    for page in [
      ReportPage.html([entry], words: words),
      SimplePage.html(report, pictures: [[]], history: history, words: words),
    ] {
      let found = PseudoText.outside(page, names: ["photo.jpg", "skingpt", "skingpt-mini"])
      #expect(found.isEmpty, "\(found)")
    }
    #expect(PseudoText.outside("<p>[Ćard] and left</p>", names: []) == ["and left"])
  }

  /// A report whose every text is the program's own.
  private static func plain() throws -> Report {
    var report = try ReportSample.report(file: "photo.jpg", level: "not-assessed", answer: FollowUps.declined.text)
    let provenance = try container().configuration.provenance
    report.model = Report.Model(
      name: "skingpt-mini", digest: "0123456789abcdef", scheme: "int8", provenance: provenance.statement,
      diagnostic: true, accuracy: provenance.measuredAccuracy)
    report.disclaimer = Disclaimer.text(provenance)
    report.urgency = .assess(UrgencyEvidence(history: nil))
    let quality: [String: Any] = [
      "usable": true,
      "findings": [
        [
          "kind": "small", "value": 100,
          "advice": "A larger picture would show more: this one is only 100 pixels wide.",
        ]
      ],
    ]
    report.photo = Report.Photo(
      file: "photo.jpg", width: 100, height: 90, sha256: "ab",
      quality: try JSONDecoder().decode(PhotoQuality.self, from: JSONSerialization.data(withJSONObject: quality)))
    report.differential = PaperLists.classes.enumerated().map { index, entry in
      ClassProbability(class: entry.slug, label: entry.label, probability: index == 0 ? 0.32 : 0.04)
    }
    report.answers = [
      Report.Answer(
        prompt: EvaluationPrompts.disease, text: FollowUps.declined.text, tokens: 3, stopped: .end, promptTokens: 0)
    ]
    return report
  }
}
