import Foundation
import SkinConfiguration
import SkinQuantization
import SkinRuntime
import SkinTestSupport
import Testing

@testable import SkinMeasurement

/// Logits at every position of a text, and what is measured with them.
@Suite struct TextComparisonTests {
  /// The logits after each token, read prefix by prefix: the plain twin.
  private static func prefixLogits(_ golden: GemmaGolden, _ tokens: [Int32]) throws -> [[Float]] {
    try tokens.indices.map { try golden.logits(tokens[...$0].map { .token($0) }) }
  }

  private static func tokens(_ golden: GemmaGolden) throws -> [Int32] { try golden.values("ids").map { Int32($0) } }

  @Test(arguments: GemmaTests.presets, [1, 3, 15, 16, 17, 32])
  func `logits at all positions of a pass are those of reading prefix by prefix`(preset: String, length: Int) throws {
    let golden = try GemmaGolden(preset)
    let tokens = try Self.tokens(golden)
    let cache = golden.model.decoder.makeCache()
    var found: [[Float]] = []
    for start in stride(from: 0, to: tokens.count, by: length) {
      let piece = tokens[start..<min(start + length, tokens.count)]
      found += try golden.model.decoder.logits(afterEachOf: piece, continuing: cache)
    }
    let wanted = try Self.prefixLogits(golden, tokens)
    #expect(found.count == wanted.count && cache.count == tokens.count)
    for (position, pair) in zip(found, wanted).enumerated() {
      #expect(relativeError(pair.0, pair.1) <= 1e-5, "position \(position)")
    }
    let expected = try golden.values("logits")
    #expect(relativeError(found.flatMap(\.self), expected) <= 1e-4)
  }

  /// The measures from the definition, one position after the other.
  private static func plain(
    _ wanted: [[Float]], _ found: [[Float]], next: [Int32]
  ) -> (divergence: Double, agreement: Double, perplexity: Double) {
    func logProbabilities(_ logits: [Float]) -> [Double] {
      let normalizer = log(logits.reduce(0.0) { $0 + exp(Double($1)) })
      return logits.map { Double($0) - normalizer }
    }
    var (divergence, agreed, sum) = (0.0, 0, 0.0)
    for (position, token) in next.enumerated() {
      let (p, q) = (logProbabilities(wanted[position]), logProbabilities(found[position]))
      divergence += zip(p, q).reduce(0) { $0 + exp($1.0) * ($1.0 - $1.1) }
      agreed += p.firstIndex(of: p.max() ?? 0) == q.firstIndex(of: q.max() ?? 0) ? 1 : 0
      sum += q[Int(token)]
    }
    let count = Double(next.count)
    return (divergence / count, Double(agreed) / count, exp(-sum / count))
  }

  @Test(arguments: [0, 5]) func `the measures of a text are those of the definition`(skipped: Int) throws {
    let (golden, coarse) = (try GemmaGolden("windowed"), try GemmaGolden("windowed", .int4))
    let tokens = try Self.tokens(golden)
    let windows = [tokens[..<20], tokens[20...], tokens[3..<24]]
    var comparison = TextComparison(
      reference: golden.model.decoder, models: [coarse.model.decoder, golden.model.decoder])
    var (wanted, found, next): ([[Float]], [[Float]], [Int32]) = ([], [], [])
    for window in windows {
      try comparison.add(window: window, skipping: skipped)
      wanted += try Self.prefixLogits(golden, Array(window.dropLast())).dropFirst(skipped)
      found += try Self.prefixLogits(coarse, Array(window.dropLast())).dropFirst(skipped)
      next += window.dropFirst(1 + skipped)
    }
    let right = Self.plain(wanted, found, next: next)
    let (coarsely, exactly) = (comparison.comparisons[0], comparison.comparisons[1])
    #expect(coarsely.positions == next.count && exactly.positions == next.count)
    #expect(right.divergence > 1e-4)
    // Rounded activations carry the last bits of attention on, which depend on how many rows are read together.
    #expect(abs(coarsely.meanDivergence / right.divergence - 1) <= 0.02)
    #expect(abs(coarsely.agreement - right.agreement) * Double(next.count) <= 1.5)
    #expect(abs(coarsely.perplexity / right.perplexity - 1) <= 1e-3)
    #expect(coarsely.divergenceError > 0 && coarsely.divergenceError < coarsely.largestDivergence)
    #expect(exactly.meanDivergence == 0 && exactly.agreement == 1)
    #expect(exactly.perplexity == coarsely.referencePerplexity)
    let own = Self.plain(wanted, wanted, next: next)
    #expect(abs(exactly.perplexity / own.perplexity - 1) <= 1e-5)
  }

  @Test func `a token that a vocabulary does not have is refused, also as the last`() throws {
    let golden = try GemmaGolden("windowed")
    let size = Int32(golden.model.configuration.language.vocabularySize)
    var comparison = TextComparison(reference: golden.model.decoder, models: [golden.model.decoder])
    #expect(throws: LanguageError.tokenOutsideVocabulary(size, vocabularySize: Int(size))) {
      try comparison.add(window: [2, 3, size])
    }
    #expect(comparison.comparisons[0].positions == 0)
  }
}
