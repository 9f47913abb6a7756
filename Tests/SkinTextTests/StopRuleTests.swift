import SkinConfiguration
import SkinText
import Testing

struct StopRuleTests {
  let tokenizer: Tokenizer

  init() throws { tokenizer = try TextGoldens.tokenizer() }

  private func template(texts: [String] = [], tokens: [[Int32]] = []) -> ConversationTemplate {
    var template = ConversationTemplate.vicuna
    template.stopTexts = texts
    template.stopTokens = tokens
    return template
  }

  private func bytes(_ text: String) -> [Int32] { text.utf8.map { 3 + Int32($0) } }

  @Test func `text that may begin a stop text is held back until it is decided`() throws {
    var rule = try StopRule(template: template(texts: ["###"]), tokenizer: tokenizer)
    let decisions = try bytes("a#b##c###d").map { try rule.append($0) }
    #expect(
      decisions == [
        .continue(text: "a"), .continue(text: ""), .continue(text: "#b"), .continue(text: ""), .continue(text: ""),
        .continue(text: "##c"), .continue(text: ""), .continue(text: ""), .stop(text: ""), .stop(text: ""),
      ])
    #expect(rule.finish() == "")
  }

  @Test func `a stop text inside a token is cut off`() throws {
    let hashes = try #require((0..<600).first { try tokenizer.piece($0) == "▁###" })
    var rule = try StopRule(template: template(texts: ["##"]), tokenizer: tokenizer)
    #expect(try rule.append(bytes("x")[0]) == .continue(text: "x"))
    #expect(try rule.append(hashes) == .stop(text: " "))
  }

  @Test func `the end token gives out what was held`() throws {
    var rule = try StopRule(template: template(texts: ["###"]), tokenizer: tokenizer)
    for token in bytes("a##") { _ = try rule.append(token) }
    #expect(try rule.append(3 + 0xC3) == .continue(text: ""))
    #expect(try rule.append(tokenizer.endToken) == .stop(text: "##\u{FFFD}"))
    #expect(try rule.append(300) == .stop(text: ""))
  }

  @Test func `the limit gives out what was held`() throws {
    var rule = try StopRule(template: template(texts: ["###"]), tokenizer: tokenizer)
    for token in bytes("a##") { _ = try rule.append(token) }
    #expect(rule.finish() == "##")
    #expect(rule.finish() == "")
  }

  @Test func `a stop sequence shows none of its tokens`() throws {
    var rule = try StopRule(template: template(tokens: [bytes("xyz"), bytes("q")]), tokenizer: tokenizer)
    let decisions = try bytes("xyxxyz").map { try rule.append($0) }
    #expect(
      decisions == [
        .continue(text: ""), .continue(text: ""), .continue(text: "xy"), .continue(text: "x"), .continue(text: ""),
        .stop(text: ""),
      ])
    var other = try StopRule(template: template(tokens: [bytes("xyz"), bytes("q")]), tokenizer: tokenizer)
    #expect(try bytes("xyq").map { try other.append($0) }.last == .stop(text: "xy"))
  }

  @Test func `the space at the start of an answer is kept`() throws {
    var rule = try StopRule(template: .vicuna, tokenizer: tokenizer)
    var text = ""
    for token in tokenizer.encode("the red patch") {
      guard case .continue(let part) = try rule.append(token) else { continue }
      text += part
    }
    #expect(text + rule.finish() == " the red patch")
  }

  @Test func `an empty stop is refused and a token out of range too`() throws {
    #expect(throws: TextError.emptyStop(index: 1)) {
      try StopRule(template: template(texts: ["#", ""]), tokenizer: tokenizer)
    }
    #expect(throws: TextError.emptyStop(index: 0)) {
      try StopRule(template: template(tokens: [[]]), tokenizer: tokenizer)
    }
    var rule = try StopRule(template: template(tokens: [[99_999]]), tokenizer: tokenizer)
    #expect(throws: TextError.tokenOutOfRange(token: 99_999, vocabularySize: 600)) { try rule.append(99_999) }
  }

  /// The shown text is the plain decoding cut at the first stop text, whatever the tokens are.
  @Test func `what is shown agrees with cutting the whole text`() throws {
    var generator = SeededGenerator(state: 11)
    let alphabet = bytes("#ab\u{E9}") + tokenizer.encode("## ### # the")
    for _ in 0..<200 {
      let tokens = (0..<20).map { _ in alphabet.randomElement(using: &generator) ?? 0 }
      var rule = try StopRule(template: template(texts: ["##a", "###"]), tokenizer: tokenizer)
      var shown = ""
      steps: for token in tokens {
        switch try rule.append(token) {
        case .continue(let text): shown += text
        case .stop(let text):
          shown += text
          break steps
        }
      }
      shown += rule.finish()
      var stream = StreamingDetokenizer(tokenizer, start: .continuing)
      let whole = try tokens.map { try stream.append($0) }.joined() + stream.finish()
      let cut = ["##a", "###"].compactMap { Array(whole.utf8).firstRange(of: Array($0.utf8))?.lowerBound }.min()
      #expect(Array(shown.utf8) == Array(whole.utf8.prefix(cut ?? whole.utf8.count)))
    }
  }
}

struct AnswerTests {
  @Test(arguments: [
    (" It is a mole.\n", "It is a mole."),
    ("It is###Human: why", "It is"),
    ("Assistant: one Assistant: two###Assistant: three", "two"),
    ("###", ""),
    ("\u{A0}\u{1F}\u{3000}x\u{2028}", "x"),
    ("a ## b", "a ## b"),
  ])
  func `an answer is cut, freed of its marker and stripped`(text: String, expected: String) {
    #expect(Answer.clean(text, template: .vicuna) == expected)
  }
}
