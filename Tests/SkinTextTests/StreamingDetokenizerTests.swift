import SkinText
import Testing

struct StreamingDetokenizerTests {
  let tokenizer: Tokenizer

  init() throws { tokenizer = try TextGoldens.tokenizer() }

  /// The byte tokens of a text; byte 0 is token 3.
  private func byteTokens(_ text: String) -> [Int32] { text.utf8.map { 3 + Int32($0) } }

  @Test func `a character waits for its last byte`() throws {
    var stream = StreamingDetokenizer(tokenizer)
    let parts = try byteTokens("€😀x").map { try stream.append($0) }
    #expect(parts == ["", "", "€", "", "", "", "😀", "x"])
    #expect(stream.finish() == "")
  }

  @Test func `a byte that cannot begin a character does not wait`() throws {
    var stream = StreamingDetokenizer(tokenizer)
    #expect(try stream.append(3 + 0x80) == "\u{FFFD}")
    #expect(try stream.append(3 + 0xE2) == "")
    #expect(try stream.append(3 + 0x28) == "\u{FFFD}(")
    #expect(try stream.append(3 + 0xED) == "")
    #expect(try stream.append(3 + 0xA0) == "\u{FFFD}\u{FFFD}")
  }

  @Test func `an unfinished character becomes one replacement for each byte`() throws {
    var stream = StreamingDetokenizer(tokenizer)
    #expect(try byteTokens("😀").dropLast().map { try stream.append($0) } == ["", "", ""])
    #expect(stream.finish() == "\u{FFFD}\u{FFFD}\u{FFFD}")
    #expect(stream.finish() == "")
  }

  @Test func `a piece ends a run of bytes, even a control symbol`() throws {
    var stream = StreamingDetokenizer(tokenizer)
    #expect(try stream.append(3 + 0xC3) == "")
    #expect(try stream.append(tokenizer.endToken) == "\u{FFFD}")
    #expect(try stream.append(3 + 0xA9) == "\u{FFFD}")
  }

  @Test func `a text of its own loses its dummy prefix, a continued one keeps it`() throws {
    let tokens = tokenizer.encode("the skin")
    for (start, expected) in [(StreamingDetokenizer.Start.fresh, "the skin"), (.continuing, " the skin")] {
      var stream = StreamingDetokenizer(tokenizer, start: start)
      let text = try tokens.map { try stream.append($0) }.joined() + stream.finish()
      #expect(text == expected)
    }
  }

  @Test func `a refused token leaves the waiting bytes alone`() throws {
    var stream = StreamingDetokenizer(tokenizer)
    #expect(try stream.append(3 + 0xC3) == "")
    #expect(throws: TextError.self) { try stream.append(-5) }
    #expect(try stream.append(3 + 0xA9) == "é")
  }
}
