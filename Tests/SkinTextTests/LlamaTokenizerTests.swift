import Foundation
import SkinConfiguration
import SkinText
import Testing

/// Checks with the real LLaMA tokenizer, which is not part of the repository.
///
/// The environment variable `SKINGPT_LLAMA_TOKENIZER` names the file. The expected tokens are SentencePiece 0.2.3's.
@Suite(.enabled(if: LlamaTokenizer.path != nil, "SKINGPT_LLAMA_TOKENIZER does not name LLaMA's tokenizer.model"))
struct LlamaTokenizerTests {
  @Test func `LLaMA's tokens are those of SentencePiece`() throws {
    let tokenizer = try LlamaTokenizer.load()
    #expect(tokenizer.vocabularySize == 32_000)
    #expect(tokenizer.encode("  a  b ") == [259, 263, 29_871, 289, 29_871])
    #expect(tokenizer.encode("<s> hi") == [529, 29_879, 29_958, 7_251])
    #expect(tokenizer.encode([0x61, 0xFF, 0x62]) == [263, 30_140, 29_890])
    #expect(tokenizer.encode("a\0b") == [263, 3, 29_890])
  }

  @Test func `the stop tokens of the template spell the stop text`() throws {
    let tokenizer = try LlamaTokenizer.load()
    #expect(try ConversationTemplate.vicuna.stopTokens.map { try tokenizer.decode($0) } == ["###", "###"])
    for stop in ConversationTemplate.vicuna.stopTokens {
      var rule = try StopRule(template: .vicuna, tokenizer: tokenizer)
      let decisions = try (tokenizer.encode("A mole.") + stop).map { try rule.append($0) }
      #expect(decisions.last == .stop(text: ""))
    }
  }
}

/// Where LLaMA's tokenizer is, if it is here.
private enum LlamaTokenizer {
  static let path = ProcessInfo.processInfo.environment["SKINGPT_LLAMA_TOKENIZER"]

  static func load() throws -> Tokenizer {
    try Tokenizer(model: [UInt8](Data(contentsOf: URL(filePath: #require(path)))))
  }
}
