import Foundation
import SkinTestSupport
import Testing

@testable import SkinSafety

/// Typed questions: what is dangerous is answered first and never calmed, what is not is answered or declined.
@Suite struct TypedQuestionTests {
  /// A question with what may answer it.
  struct Sample: Sendable {
    let question: String
    let expected: Set<String>
  }

  private static let alarms = Set(FollowUps.alarms.map(\.id))
  private static let soon = Set(FollowUps.soon.map(\.id))

  /// Each question once, for it is looked at several times.
  private static let answers: [String: [FollowUpSentence]] = Dictionary(
    uniqueKeysWithValues: ((try? samples()) ?? []).map {
      ($0.question, FollowUps.answer(to: $0.question, topClasses: ["dermatitis", "melanoma_nevi"]) ?? [])
    })

  static func samples() throws -> [Sample] {
    String(decoding: try Goldens.bytes("safety/typed.tsv"), as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { line in
        let fields = line.split(separator: "\t").map(String.init)
        return Sample(question: fields[0], expected: Set(fields[1].split(separator: "|").map(String.init)))
      }
  }

  /// The intents whose sentences an answer has.
  private static func answered(_ question: String) -> [String] {
    (answers[question] ?? FollowUps.answer(to: question, topClasses: ["dermatitis", "melanoma_nevi"]) ?? [])
      .filter { !FollowUps.isNet($0) }.map { String($0.id.split(separator: "/")[1]) }
  }

  /// All sentences of an answer, by their intents.
  private static func said(_ question: String) -> [String] {
    (FixedReplies.answer(to: question, topClasses: ["dermatitis"], declinesOthers: true)?.sentences ?? []).map {
      String($0.split(separator: "/")[1])
    }
  }

  @Test func `every hidden alarm and every early sign is answered first by what to do`() throws {
    let samples = try Self.samples()
    let hidden = samples.filter { $0.expected == ["alarm"] }
    let early = samples.filter { $0.expected.contains("soon") }
    #expect(hidden.count >= 100 && early.count >= 25)
    for sample in hidden {
      #expect(Self.alarms.contains(Self.answered(sample.question).first ?? ""), "\(sample.question)")
    }
    for sample in early {
      let first = Self.answered(sample.question).first ?? ""
      #expect(Self.soon.contains(first) || Self.alarms.contains(first), "\(sample.question)")
    }
  }

  @Test func `no everyday question is taken for an alarm`() throws {
    let plain = try Self.samples().filter { $0.expected.isDisjoint(with: ["alarm", "soon"]) }
    #expect(plain.count >= 200)
    for sample in plain {
      let found = Set(Self.answered(sample.question)).intersection(Self.alarms.union(Self.soon))
      #expect(found.isEmpty, "\(sample.question): \(found)")
    }
  }

  @Test func `of the everyday questions most are answered on their subject and the others declined`() throws {
    let plain = try Self.samples().filter { $0.expected.isDisjoint(with: ["alarm", "soon"]) }
    var right = 0
    for sample in plain {
      let answered = Self.answered(sample.question)
      let found =
        answered.isEmpty ? [FollowUps.isAboutDisease(sample.question) ? "disease" : "declined"] : answered
      if !sample.expected.isDisjoint(with: found) {
        right += 1
      } else {
        #expect(found == ["declined"], "\(sample.question): \(found)")
      }
    }
    #expect(Double(right) >= 0.7 * Double(plain.count))
  }

  /// What must not stand beside a sign of danger.
  private static let calming: [Phrase] = [
    "harmless|fine|okay|normal|usually|mostly|worry|relax|settle~|minor|common", "most people|cases|children",
    "is|are safe", "no need", "clear~|go|goes|heal~ by itself", "stands at the top", "#_mg|#_tablets|#_ml",
  ]

  @Test func `nothing calms after a sign of danger`() throws {
    for sample in try Self.samples() where !sample.expected.isDisjoint(with: ["alarm", "soon"]) {
      let answer = try #require(Self.answers[sample.question])
      #expect((1...7).contains(answer.count))
      for sentence in answer {
        let words = Words(sentence.text)
        #expect(Self.calming.allSatisfy { !$0.occurs(in: words) }, "\(sample.question): \(sentence.id)")
        #expect(sentence.id.hasSuffix("/general"), "a disease is named beside a sign: \(sentence.id)")
      }
    }
    #expect(Self.calming.contains { $0.occurs(in: Words("It is harmless.")) })
  }

  @Test(arguments: [
    "no fever, no swelling, just dry skin. which cream is best", "he hasnt got a temperature, can he swim",
    "my lips are not swollen but dry, which balm", "without fever or chills, is it contagious",
  ])
  func `a sign that is denied is none`(question: String) {
    #expect(Self.alarms.isDisjoint(with: Self.answered(question)))
  }

  @Test(arguments: [
    ("my toungue is swolen", "breathing"), ("cant breath", "breathing"), ("he has a feaver", "fever"),
    ("blisers in his mouth and on his genitls", "peeling"), ("she is pregnent with chickenpx", "pregnancy-danger"),
    ("swollen is her face", "breathing"), ("i think its shingels", "shingles"), ("leg hot and sweling, red", "limb"),
  ])
  func `one wrong letter and another order hide no sign`(question: String, id: String) {
    #expect(Self.answered(question).contains(id), "\(Self.answered(question))")
  }

  @Test(arguments: ["month", "threat", "scalp", "table", "change", "fewer", "spell", "doctors", "cooking", "weigh"])
  func `a word of its own is not put right`(word: String) { #expect(Misspelling.corrected(word) == word) }

  @Test func `every answer carries the safety net, except thanks and privacy`() {
    let net = ["emergency", "safety-net", "two-weeks"]
    for question in ["can i put vinegar on it", "is it contagious", "Blue elephants on Tuesday?", "is it serious"] {
      #expect(Self.said(question).suffix(3) == net[...], "\(question)")
    }
    #expect(Self.said("thank you") == ["thanks"] && Self.said("is my photo stored") == ["privacy"])
    #expect(Self.said("my leg is swollen and tender") == ["limb"] + net)
  }

  @Test func `what can wait two weeks begins with what cannot, and never stands beside it`() {
    #expect(Self.said("my mole has grown and bleeds").prefix(2) == ["safety-net", "changing-spot"])
    let said = Self.said("my mole has grown, and now i cannot breathe")
    #expect(said.first == "breathing" && !said.contains("changing-spot"))
  }

  @Test(arguments: [
    ("is it contagious", "is it contagious for the court in my divorce"),
    ("can i go swimming with it", "does the swimming pool open on the bank holiday"),
    ("how long will it last", "how long will the football stadium parade last"),
  ])
  func `a word of another world takes a subject away`(plain: String, other: String) {
    #expect(!Self.answered(plain).isEmpty && Self.answered(other).isEmpty)
    #expect(Self.said(other).first == "declined")
  }

  @Test func `a word of another world takes no sign of danger away`() {
    #expect(Self.answered("at the football stadium on tuesday i could not breathe").first == "breathing")
  }

  @Test func `a declined question says what needs an ambulance`() throws {
    let reply = try #require(
      FixedReplies.answer(to: "Blue elephants on Tuesday?", topClasses: [], declinesOthers: true))
    #expect(reply.text.contains("Call an ambulance now") && reply.text.contains("Have it seen today"))
  }
}
