import Foundation
import SkinText
import Testing

struct TokenizerTests {
  @Test(arguments: TextGoldens.models)
  func `texts have the tokens that SentencePiece gives them`(model: String) throws {
    let tokenizer = try TextGoldens.tokenizer(model)
    var count = 0
    for golden in try TextGoldens.lines(model) {
      guard let bytes = golden.bytes else { continue }
      #expect(tokenizer.encode(bytes) == golden.tokens, "\(golden.text ?? "")")
      count += 1
    }
    #expect(count == 170)
  }

  @Test(arguments: TextGoldens.models)
  func `tokens have the text that SentencePiece gives them`(model: String) throws {
    let tokenizer = try TextGoldens.tokenizer(model)
    let goldens = try TextGoldens.lines(model)
    #expect(goldens.count == 220)
    for golden in goldens {
      #expect(try Array(tokenizer.decode(golden.tokens).utf8) == Array(golden.decoded.utf8), "\(golden.tokens)")
    }
  }

  @Test(arguments: TextGoldens.models)
  func `streamed text is the decoded text`(model: String) throws {
    let tokenizer = try TextGoldens.tokenizer(model)
    for golden in try TextGoldens.lines(model) {
      var stream = StreamingDetokenizer(tokenizer)
      var text = ""
      for token in golden.tokens { text += try stream.append(token) }
      text += stream.finish()
      #expect(Array(text.utf8) == Array(golden.decoded.utf8), "\(golden.tokens)")
    }
  }

  @Test(arguments: [
    "</s>", "<s>", "<unk>", "<0x0A>", "<0x00>", "<pad>", "a</s>b", "<s>###Human: </s>", "</s></s>", "\u{2581}</s>",
  ])
  func `what looks like a special token in a text stays text`(text: String) throws {
    var spellings = 0
    for model in TextGoldens.models {
      let tokenizer = try TextGoldens.tokenizer(model)
      let tokens = tokenizer.encode(text)
      #expect(try !tokens.contains { try tokenizer.isControl($0) }, "\(tokens)")
      // A vocabulary without bytes cannot spell every letter.
      guard !tokens.contains(tokenizer.unknownToken) else { continue }
      // Not the byte that a piece like <0x0A> stands for, but its letters; U+2581 is the vocabulary's own blank.
      let spelled = try tokenizer.decode(tokens)
      #expect(spelled == text.replacing("\u{2581}", with: " ") || spelled == text.replacing("\u{2581}", with: ""))
      spellings += 1
    }
    #expect(spellings > 0)
  }

  @Test func `symbols have the tokens of LLaMA's order`() throws {
    let tokenizer = try TextGoldens.tokenizer()
    #expect(tokenizer.unknownToken == 0)
    #expect(tokenizer.beginToken == 1)
    #expect(tokenizer.endToken == 2)
    #expect(tokenizer.vocabularySize == 600)
    #expect(try tokenizer.piece(1) == "<s>")
    #expect(try tokenizer.piece(3) == "<0x00>")
    #expect(try tokenizer.isControl(2))
    #expect(try !tokenizer.isControl(3))
  }

  @Test func `a control symbol in a text is plain text`() throws {
    let tokenizer = try TextGoldens.tokenizer()
    let tokens = tokenizer.encode("<s></s><unk>")
    #expect(!tokens.contains { $0 < 3 })
    #expect(try tokenizer.decode(tokens) == "<s></s><unk>")
  }

  @Test(arguments: [Int32(-1), 600, .max, .min])
  func `a token outside the vocabulary is refused`(token: Int32) throws {
    let tokenizer = try TextGoldens.tokenizer()
    let error = TextError.tokenOutOfRange(token: token, vocabularySize: 600)
    #expect(throws: error) { try tokenizer.decode([300, token]) }
    #expect(throws: error) { try tokenizer.piece(token) }
    var stream = StreamingDetokenizer(tokenizer)
    #expect(throws: error) { try stream.append(token) }
  }

  @Test func `a text comes back as it was if it is UTF-8`() throws {
    let tokenizer = try TextGoldens.tokenizer()
    var generator = SeededGenerator(state: 5)
    for _ in 0..<100 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0..<20, using: &generator) {
        if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &generator)), scalar != "▁" {
          text.append(scalar)
        }
      }
      let tokens = tokenizer.encode(String(text))
      #expect(try Array(tokenizer.decode(tokens).utf8) == Array(String(text).utf8))
    }
  }

  @Test func `the longest user-defined symbol is taken first`() throws {
    let tokenizer = try TextGoldens.tokenizer("trimmed")
    let tokens = tokenizer.encode("a<Img>###<Img>#")
    #expect(try tokens.map { try tokenizer.piece($0) } == ["▁a", "<Img>###", "<Img>", "#"])
  }

  @Test func `a long word does not take quadratic time`() throws {
    let tokenizer = try TextGoldens.tokenizer()
    /// Processor time of this thread, so that a busy machine changes nothing.
    func seconds(_ work: () -> Void) -> Double {
      func now() -> Double {
        var time = timespec()
        // SAFETY: the pointer is to a local variable.
        _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
      }
      let begun = now()
      work()
      return now() - begun
    }
    // Nearly every pair of neighbours is a candidate.
    let short = String(repeating: "ere", count: 150)
    let long = String(repeating: "ere", count: 2_400)
    #expect(tokenizer.encode(short).count < 450)
    let shortTime = (0..<3).map { _ in seconds { _ = tokenizer.encode(short) } }.min() ?? 0
    let longTime = (0..<3).map { _ in seconds { _ = tokenizer.encode(long) } }.min() ?? 0
    // Sixteen times the text: 16 to 24 times the time is n log n, 256 times would be quadratic.
    #expect(longTime <= shortTime * 80)
  }
}
