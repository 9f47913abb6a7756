import SkinConfiguration
import SkinConversion
import SkinTensor
import Testing

@testable import SkinRuntime

/// The ring of a layer with a window beside its plain twin, which keeps the whole context.
@Suite struct WindowRetentionTests {
  /// The window of the golden decoder.
  private static let windowLength = 8

  private func read(_ count: Int, _ decoder: Decoder, _ cache: KeyValueCache) throws -> [Float] {
    try decoder.read(
      (0..<count).map { .token(Int32(3 + 31 * $0 % 377)) }, imageRows: Matrix(rowCount: 0, columnCount: 64),
      continuing: cache)
  }

  /// Spare rows from none to more than a pass takes; pieces of fewer than 16 rows, of more, and of more than are spare.
  @Test(arguments: [CacheFormat.float32, .int8], [0, 1, 9, 33])
  func `the logits have the same bits, several times around`(format: CacheFormat, spare: Int) throws {
    let decoder = try GemmaGolden("windowed", cacheFormat: format).model.decoder
    let (ring, whole) = (decoder.makeCache(windows: .last(spare: spare)), decoder.makeCache(windows: .all))
    for end in [1, 7, 8, 9, 12, 27, 28, 61, 62, 97, 113, 150, 157, 300] {
      let (found, right) = (try read(end, decoder, ring), try read(end, decoder, whole))
      #expect(found == right && !found.contains { $0.isNaN }, "\(end) positions")
    }
    for token in 0..<90 {
      let tokens = [Int32(5 + token)]
      #expect(try decoder.step(tokens, of: [ring]) == decoder.step(tokens, of: [whole]), "token \(token)")
    }
    #expect(ring.count == 390 && whole.count == 390)
    #expect(ring.layers.filter { $0.canContinue(at: 1) }.count == 1, "only the layer without a window goes back so far")
  }

  @Test func `drafts and closed lists leave nothing behind`() throws {
    let decoder = try GemmaGolden("windowed").model.decoder
    let caches = [decoder.makeCache(windows: .last(spare: 40)), decoder.makeCache(windows: .all)]
    for cache in caches { _ = try read(100, decoder, cache) }
    for round in 0..<12 {
      let lists = (0..<5).map { list in (0...list * 3).map { Int32(4 + round + 9 * list + $0) } }
      let scores = try caches.map { try decoder.logProbabilities(of: lists, after: $0) }
      #expect(scores[0] == scores[1] && scores[0].allSatisfy { $0 < 0 }, "round \(round)")
      let drafted = try caches.map { try decoder.verify([9, 4, 7, 11, Int32(3 + round)], continuing: $0) }
      #expect(drafted[0] == drafted[1], "round \(round)")
      for cache in caches { cache.truncate(to: 102 + 3 * round) }
      let copies = caches.map { $0.copy() }
      let copied = try copies.map { try decoder.step([8], of: [$0]) }
      let steps = try caches.map { try decoder.step([8], of: [$0]) }
      #expect(steps[0] == steps[1] && copied[0] == steps[0] && copied[1] == steps[0], "round \(round)")
      #expect(caches.map(\.count) == [103 + 3 * round, 103 + 3 * round])
    }
  }

  @Test func `going back farther than the spare rows reads anew, and gives the same`() throws {
    let decoder = try GemmaGolden("windowed").model.decoder
    let ring = decoder.makeCache(windows: .last(spare: 40))
    for end in stride(from: 16, through: 208, by: 16) { _ = try read(min(end, 200), decoder, ring) }
    ring.truncate(to: 185)
    #expect(ring.count == 185)
    ring.truncate(to: 120)
    #expect(ring.count == 0)
    let found = try read(120, decoder, ring)
    #expect(try found == read(120, decoder, decoder.makeCache(windows: .all)))
    #expect(ring.count == 120)
  }

  @Test(arguments: [CacheFormat.float32, .int8])
  func `a full context takes as many rows as the forecast says`(format: CacheFormat) throws {
    let decoder = try GemmaGolden("windowed", cacheFormat: format).model.decoder
    let language = decoder.configuration
    try #require(language.contextLength == 512 && language.layerCount == 7)
    for spare in [33, 256] {
      let ring = decoder.makeCache(windows: .last(spare: spare))
      for end in stride(from: 32, through: 512, by: 32) { _ = try read(end, decoder, ring) }
      #expect(ring.layers.reduce(0) { $0 + $1.rowCapacity } == 6 * (Self.windowLength + spare) + 512)
      #expect(language.cachedRowCount(.last(spare: spare)) == 6 * (Self.windowLength + spare) + 512)
    }
    #expect(language.cachedRowCount(.all) == 7 * 512)
    let medGemma = PublishedShape.medGemma4B.configuration.language
    #expect(medGemma.cachedRowCount() == 29 * (1024 + 512) + 5 * 8192)
    #expect(language.cachedRowCount() == 7 * 512, "a window and its usual spare rows are more than this context")
  }
}
