import SkinConfiguration
import SkinDiagnosis
import SkinKernels
import SkinQuantization
import SkinTensor
import SkinText
@testable import SkinRuntime
import Testing

/// Drafting saves passes and changes no bit.
@Suite struct DraftedDecodingTests {
  private static let start: [PromptElement] = [1, 17, 5, 9, 33].map { .token($0) }

  private func read(_ cache: KeyValueCache, _ decoder: Decoder) throws {
    _ = try decoder.read(Self.start, imageRows: Matrix(rowCount: 0, columnCount: 1), continuing: cache)
  }

  @Test(arguments: [WeightScheme.float32, .int8, .int4], [1, 2, 7, 15])
  func `tokens that are checked together have the logits of one by one`(scheme: WeightScheme, count: Int) throws {
    let decoder = try Golden("tiny-grouped", scheme).model.decoder
    let tokens = (0..<count).map { Int32(3 + 11 * $0 % 60) }
    let (single, together) = (decoder.makeCache(), decoder.makeCache())
    for cache in [single, together] { try read(cache, decoder) }
    let expected = try tokens.map { try decoder.step([$0], of: [single])[0] }
    #expect(try decoder.verify(tokens, continuing: together) == expected)
  }

  @Test(arguments: [GenerationOptions.Strategy.greedy, .sampled(temperature: 1, topK: nil, topP: 0.9)])
  func `an answer with drafts is the answer without`(strategy: GenerationOptions.Strategy) throws {
    let golden = try Golden("tiny", .int8)
    let options = GenerationOptions(tokenLimit: 40, strategy: strategy, repetitionPenalty: 1.1, seed: 7)
    func talk(_ texts: DraftTexts?) throws -> Conversation {
      try Conversation(
        decoder: golden.model.decoder, tokenizer: golden.model.tokenizer,
        template: golden.model.configuration.conversation,
        imageRows: golden.model.softPrompt(of: golden.photo).takeRows(), draftTexts: texts)
    }
    let plain = try talk(nil).ask(golden.texts.question, options: options)
    let written = golden.model.tokenizer.encode(plain.text)
    // Drafts that are right at first, then wrong, and drafts that are never right.
    for texts in [DraftTexts([written]), DraftTexts([Array(written.prefix(9)) + [4, 4, 4], [8, 9, 10, 11]])] {
      #expect(try talk(texts).ask(golden.texts.question, options: options) == plain)
    }
  }

  @Test func `right drafts save passes`() throws {
    let golden = try Golden("tiny", .float32)
    let decoder = golden.model.decoder
    let tokens: [Int32] = (0..<30).map { 3 + $0 * 7 % 50 }
    let cache = decoder.makeCache()
    try read(cache, decoder)
    var decoding = DraftedDecoding(decoder: decoder, cache: cache, texts: DraftTexts([tokens]))
    for (index, token) in tokens.enumerated() {
      _ = try decoding.logits(after: token, room: tokens.count - index - 1)
    }
    // Three tokens until the first draft, then 3, 6, 12 and the rest.
    #expect(decoding.passCount <= 8)
  }

  @Test func `continuations that share a beginning score as each alone`() throws {
    let decoder = try Golden("tiny", .float32).model.decoder
    let cache = decoder.makeCache()
    try read(cache, decoder)
    let lists: [[Int32]] = [[4, 5, 6, 7], [4, 5, 6, 8, 9], [4, 5, 6], [10, 11, 12], [4], []]
    #expect(Array(SharedBeginning(of: lists).tokens) == [4, 5, 6])
    let together = try decoder.logProbabilities(of: lists, after: cache)
    for (list, sum) in zip(lists, together) {
      let alone = try decoder.logProbabilities(of: [list], after: cache)[0]
      #expect(abs(alone - sum) <= 1e-4)
    }
  }
}

@Suite struct TokenIndexTests {
  @Test func `the longest agreement wins, and no text runs into the next`() {
    let texts = DraftTexts([[1, 2, 3, 4, 5], [9, 2, 3, 4, 6], [7, 8]])
    let place = texts.index.place(endingLike: [1, 2, 3, 4], before: texts.index.tokens.count)
    #expect(place.map { Array(texts.index.tokens(from: $0.place, count: 5)) } == [5])
    #expect(texts.index.place(endingLike: [4, 5, 7], before: texts.index.tokens.count) == nil)
    #expect(texts.index.place(endingLike: [3], before: texts.index.tokens.count) == nil)
    #expect(texts.tokenCount == 12)
  }
}
