import Foundation
@testable import SkinDiagnosis
import SkinImage
import SkinSafety
import SkinTestSupport
import SkinWords
import Testing

/// The page and the transcript.
@Suite struct ReportPageTests {
  private let picture: [UInt8] = [1, 2, 3]

  @Test func `hostile text stays text in the page`() throws {
    let page = ReportPage.html(try ReportSample.report(), picture: picture)
    #expect(
      !page.contains("<script") && !page.unicodeScalars.contains("\u{202E}") && !page.unicodeScalars.contains("\u{0}"))
    #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"))
    // A combining mark behind a bracket does not hide it.
    let scalars = Array(page.unicodeScalars)
    #expect(!zip(scalars, scalars.dropFirst()).contains { $0 == "<" && $1 == "\u{338}" })
  }

  @Test func `the page asks nobody and runs nothing`() throws {
    let page = ReportPage.html(try ReportSample.report(file: "a.jpg", answer: "Text."), picture: picture)
    for word in ["http:", "https:", "//", "<script", "javascript:", "url(", "@import", "<link", "<iframe", " onload"] {
      #expect(!page.replacing(/base64,[^"]*/, with: "").contains(word), "\(word)")
    }
    #expect(page.contains("default-src 'none'"))
  }

  @Test func `the urgency stands first, and the page says next steps, limits, accuracy and disclaimer`() throws {
    let page = ReportPage.html(try ReportSample.report(), picture: picture)
    let body = try #require(page.range(of: "<body>"))
    #expect(page[body.upperBound...].hasPrefix("<main><section class=\"urgency emergency\">"))
    let parts = [
      "How soon to be seen", "Now, as an emergency", "Go to emergency care now: a reason.", "32.0&nbsp;%",
      "12 other classes together", "Seen beyond what is usual for such a reading: small bump (papule).",
      "Where on the body", "What to do next",
      "A larger picture would show more.",
      "What this program cannot know", "It knows 18 classes", "Right for 64 of 100.", "This is not a diagnosis.",
    ]
    for part in parts { #expect(page.contains(part), "\(part)") }
  }

  @Test func `print is large enough to read, and large print larger`() throws {
    let report = try ReportSample.report(answer: "Short.")
    let (plain, large) = (
      ReportPage.html(report, picture: picture), ReportPage.html(report, picture: picture, isLarge: true)
    )
    #expect(plain.contains("html{font-size:11pt}") && !plain.contains("class=\"large\""))
    #expect(large.contains("html.large{font-size:14pt}") && large.contains("<html lang=\"en\" class=\"large\">"))
  }

  @Test func `danger signs that nobody asked are asked on top, with boxes to tick`() throws {
    let dangers: [(DangerProbabilities, groups: Int)] = [
      (.unknown, 3), (DangerProbabilities([.cancer: 0.9]), 2), (DangerProbabilities([.emergency: 0.9]), 1),
    ]
    for (known, groups) in dangers {
      var report = try ReportSample.report()
      report.urgency = .assess(UrgencyEvidence(dangers: known))
      let page = ReportPage.html(report, picture: picture)
      let top = try #require(page.range(of: "<header>"))
      #expect(
        page[..<top.lowerBound].contains("<li>blisters or peeling over large areas, or painful skin that comes off"))
      #expect(page[..<top.lowerBound].ranges(of: "<li>none of these</li>").count == groups)
      #expect(ReportTranscript.markdown([report]).contains("Call an ambulance or go to a hospital now"))
      let simple = SimpleReport(report, .english)
      let spots = "new red, purple or dark spots that do not fade when a glass is pressed on them"
      #expect(simple.signs.contains(spots) && simple.signs.contains { $0.hasPrefix("skin that dies: it turns grey") })
      #expect(!simple.soon.contains(spots) && simple.soon.contains("fever (38 °C or more)") == (groups > 1))
      let sheet = SimplePage.html(report, pictures: [], history: nil)
      for sign in simple.signs + simple.soon { #expect(sheet.contains("<li>\(ReportPage.escaped(sign))</li>")) }
    }
    var refused = try ReportSample.report()
    (refused.urgency, refused.outcome) = (nil, .unusablePhoto)
    let page = ReportPage.html(refused, picture: picture)
    #expect(page.contains("Whatever the photo shows, ask about the danger signs"))
    #expect(page.ranges(of: "<li>none of these</li>").count == 3)
    #expect(!ReportPage.html(try ReportSample.report(), picture: picture).contains("none of these"))
  }

  @Test func `what to do next names place and time, and what to do about a new medicine`() throws {
    func steps(_ level: String) throws -> String {
      ReportWords.nextSteps(try ReportSample.report(level: level)).joined(separator: " ")
    }
    #expect(try steps("within-2-weeks").contains("to a doctor within two weeks"))
    #expect(try steps("within-24-hours").contains("at a hospital within 24 hours"))
    #expect(try steps("emergency").hasPrefix("Go to a hospital or call an ambulance now"))
    for level in UrgencyLevel.allCases {
      let found = try steps(level.rawValue)
      #expect(found.contains("call whoever prescribed it, or a doctor, today and before the next dose"))
    }
    // Two weeks are said after the danger signs as long as nobody asked for them.
    var report = try ReportSample.report()
    report.assessUrgency(history: nil, thresholds: .fallback, isForced: false)
    report.urgency = .assess(UrgencyEvidence(dangers: DangerProbabilities([.cancer: 0.9])))
    #expect(ReportWords.nextSteps(report)[0].hasPrefix("Check the danger signs first: if one is true"))
  }

  @Test func `contagion is spoken of where a named and likely disease passes on, and names it`() throws {
    func steps(_ outcome: Report.Outcome, _ conditions: [(String, String, Double)]) throws -> String {
      var report = try ReportSample.report(level: "within-2-weeks")
      report.outcome = outcome
      report.conditions = conditions.map { ConditionProbability(condition: $0.0, class: $0.1, probability: $0.2) }
      return ReportWords.nextSteps(report).joined(separator: " ")
    }
    let passes = "If it is one of these, it can pass to others: "
    #expect(
      try steps(.assessed, [("herpes simplex", "herpes", 0.4), ("impetigo", "bacterial", 0.2)])
        .contains(passes + "herpes simplex; impetigo."))
    // Below its probability, and for what nobody catches, the word would only shame.
    #expect(
      try !steps(.assessed, [("vitiligo", "light", 0.5), ("head lice", "infestation_bites", 0.09)]).contains(passes))
    #expect(try !steps(.assessed, [("pityriasis versicolor", "fungal", 0.9)]).contains(passes))
    // What passes on before anybody touches it is spoken of wherever it is named, and as it passes.
    let air = "it passes through the air to others in the room: "
    #expect(try steps(.assessed, [("chickenpox", "others", 0.06)]).contains(air + "chickenpox."))
    #expect(try !steps(.assessed, [("chickenpox", "others", 0.04)]).contains(air))
    #expect(try steps(.assessed, [("mpox", "others", 0.06)]).contains(ReportWords.nearnessStep))
    #expect(try steps(.assessed, [("shingles (herpes zoster)", "herpes", 0.06)]).contains(ReportWords.shinglesStep))
    #expect(try !steps(.assessed, [("shingles (herpes zoster)", "herpes", 0.5)]).contains(passes))
    #expect(try steps(.assessed, [("scabies", "infestation_bites", 0.06)]).contains(ReportWords.scabiesStep))
    #expect(try steps(.assessed, [("syphilis", "others", 0.06)]).contains("it can pass by sex: syphilis."))
    // Where the program cannot tell, no name stands there alone.
    let unsure = try steps(.uncertain, [("scabies", "infestation_bites", 0.4), ("measles", "dermatitis", 0.2)])
    #expect(unsure.contains(ReportWords.unnamedContagionStep) && unsure.contains(ReportWords.nearnessStep))
    #expect(!unsure.contains("scabies") && !unsure.contains("measles"))
    // What a reason names is spoken of by name also there.
    var grounded = try ReportSample.report(level: "within-2-weeks")
    grounded.outcome = .uncertain
    grounded.conditions = [ConditionProbability(condition: "syphilis", class: "others", probability: 0.3)]
    #expect(!ReportWords.nextSteps(grounded).joined().contains("syphilis"))
    grounded.urgency = UrgencyAssessment(
      level: .withinTwoWeeks, reasons: ["Because, among others, this is possible: syphilis."])
    #expect(ReportWords.nextSteps(grounded).joined().contains("it can pass by sex: syphilis."))
    #expect(try !steps(.notSkin, [("scabies", "infestation_bites", 0.9)]).contains(passes))
    for name in ContagionFacts.passing {
      let classes = ["bacterial", "dermatitis", "fungal", "herpes", "infestation_bites", "others"]
      #expect(classes.contains { DangerGroup.group(ofCondition: name, class: $0) != nil }, "\(name)")
    }
  }

  @Test func `a model that cannot tell shows its numbers without bars, and says that they are not to be relied on`()
    throws
  {
    var report = try ReportSample.report(level: "within-2-weeks")
    #expect(ReportPage.html(report, picture: picture).contains("<div style=\"width:"))
    #expect(TranslatedReport(report, .english).caveat == nil)
    report.outcome = .uncertain
    let page = ReportPage.html(report, picture: picture)
    #expect(page.contains(ReportWords.unreliableNumbers) && !page.contains("<div style=\"width:"))
    #expect(page.contains("32.0&nbsp;%"))
    #expect(ReportTranscript.markdown([report]).contains(ReportWords.unreliableNumbers))
    #expect(TranslatedReport(report, .english).caveat == ReportWords.unreliableNumbers)
  }

  @Test func `a report that cannot tell warns of a great number, and speaks no command`() throws {
    func outcome(_ probability: Double, isUnfamiliar: Bool) throws -> String {
      var report = try ReportSample.report()
      (report.outcome, report.isUnfamiliar) = (.uncertain, isUnfamiliar ? true : nil)
      report.differential = [ClassProbability(class: "light", label: "Light", probability: probability)]
      return ReportWords.sentence(report) ?? ""
    }
    for isUnfamiliar in [false, true] {
      #expect(try outcome(0.74, isUnfamiliar: isUnfamiliar).contains(ReportWords.misleadingNumber))
      #expect(try !outcome(0.3, isUnfamiliar: isUnfamiliar).contains(ReportWords.misleadingNumber))
      #expect(try !outcome(0.74, isUnfamiliar: isUnfamiliar).contains("skingpt"))
    }
  }

  @Test func `what was asked and answered is on the page, and what was not answered too`() throws {
    let history = try History.read(json: Data(#"{"unwell": ["fever"], "signs": []}"#.utf8))
    let entry = ReportPage.Entry(report: try ReportSample.report(), pictures: [picture], history: history)
    let page = ReportPage.html([entry])
    for part in ["What was asked and answered", "fever (38 °C or more)", "none of these", "not answered"] {
      #expect(page.contains(part), "\(part)")
    }
  }

  @Test func `an answer to one of the four prompts has a heading that claims no observation, a typed question stays`()
    throws
  {
    let speaker = ReportSpeaker(.english)
    for prompt in EvaluationPrompts.all {
      #expect(speaker.heading(prompt) != prompt && !speaker.heading(prompt).contains("observed"))
    }
    #expect(Set(EvaluationPrompts.all.map(speaker.heading)).count == 4)
    #expect(speaker.heading("Is it contagious?") == "Is it contagious?")
  }

  @Test func `several reports share a page and one disclaimer`() throws {
    let entry = ReportPage.Entry(report: try ReportSample.report(), picture: picture)
    let page = ReportPage.html([entry, entry])
    #expect(page.ranges(of: "<main>").count == 2)
    #expect(page.ranges(of: "This is not a diagnosis.").count == 1)
  }

  @Test func `a transcript holds urgency and disclaimer, and no markup from outside`() throws {
    let text = ReportTranscript.markdown([try ReportSample.report()])
    #expect(text.contains("How soon to be seen: now, as an emergency") && text.contains("This is not a diagnosis."))
    #expect(text.contains("\\<script\\>") && text.ranges(of: /[^\\]</).isEmpty)
  }

  @Test func `the picture has pixels and nothing else of the file`() throws {
    let bytes = try PhotoWithMetadata.jpeg()
    #expect(PhotoWithMetadata.isIn(Data(bytes)))
    let photo = try Photo.decode(bytes)
    let picture = ReportPicture.png(photo)
    #expect(!PhotoWithMetadata.isIn(Data(picture)))
    var chunks: [String] = []
    var offset = 8
    while offset + 8 <= picture.count {
      let length = picture[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      chunks.append(String(decoding: picture[offset + 4..<offset + 8], as: UTF8.self))
      offset += length + 12
    }
    #expect(chunks == ["IHDR", "IDAT", "IEND"] && offset == picture.count)
    let again = try Photo.decode(picture)
    #expect(again.width == photo.width && again.height == photo.height && again.rgb == photo.rgb)
  }
}
