import SkinDiagnosis
import SkinQuantization
import SkinTensor
import Testing

@testable import SkinRuntime

/// Keys and values in 8 bits beside their twin in float.
@Suite struct CacheFormatTests {
  private static let start: [PromptElement] = [1, 17, 5, 9, 33].map { .token($0) }
  private static let tokens: [Int32] = (0..<12).map { 3 + 11 * $0 % 60 }

  private func started(_ decoder: Decoder) throws -> KeyValueCache {
    let cache = decoder.makeCache()
    _ = try decoder.read(Self.start, imageRows: Matrix(rowCount: 0, columnCount: 1), continuing: cache)
    return cache
  }

  /// 8 bits turn a vector by about 1/254 / sqrt(3) of its largest element; the cosine loses half of the square, and
  /// layers and errors of a few heads leave a tenth of the limit unused.
  @Test(arguments: ["tiny", "tiny-grouped"])
  func `the logits are nearly those of keys and values in float`(preset: String) throws {
    let float = try Golden(preset, .float32)
    let bytes = try Golden(preset, .float32, cacheFormat: .int8)
    let question = float.texts.question
    let expected = try float.conversation().logits(asking: question)
    let found = try bytes.conversation().logits(asking: question)
    func product(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
    let cosine = product(expected, found) / (product(expected, expected) * product(found, found)).squareRoot()
    #expect(cosine >= 0.9995)
    #expect(found != expected)
  }

  @Test func `tokens that are checked together have the logits of one by one`() throws {
    let decoder = try Golden("tiny-grouped", .int8, cacheFormat: .int8).model.decoder
    let (single, together) = (try started(decoder), try started(decoder))
    let expected = try Self.tokens.map { try decoder.step([$0], of: [single])[0] }
    #expect(try decoder.verify(Self.tokens, continuing: together) == expected)
  }

  @Test(arguments: CacheFormat.allCases)
  func `a copy goes on as the cache itself, and apart from it`(format: CacheFormat) throws {
    let decoder = try Golden("tiny", .int8, cacheFormat: format).model.decoder
    let cache = try started(decoder)
    _ = try decoder.step([7], of: [cache])
    let copy = cache.copy()
    _ = try decoder.step([40], of: [copy])
    let expected = try decoder.step([8], of: [cache])
    copy.truncate(to: cache.count - 1)
    #expect(try decoder.step([8], of: [copy]) == expected)
  }

  @Test func `greedy tokens do not depend on thread count`() throws {
    let answers = try [1, 2].map { threads in
      let golden = try Golden("tiny", .int8, threadCount: threads, cacheFormat: .int8)
      return try golden.conversation().greedyTokens(count: 20, asking: golden.texts.question)
    }
    #expect(answers[0] == answers[1])
  }
}
