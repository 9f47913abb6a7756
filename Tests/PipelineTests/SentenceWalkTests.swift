import Testing

@testable import SkinRuntime

/// Which tokens may follow where an answer must consist of given sentences.
struct SentenceWalkTests {
  /// Three sentences; the first two share a beginning.
  private static let sentences: [[Int32]] = [[1, 2, 9], [1, 3, 9], [4, 9]]

  @Test func sharedBeginningsAreChosenTokenByToken() {
    var walk = SentenceWalk(AllowedSentences(Self.sentences), room: 100)
    #expect(walk.next == .tokens([1, 4], mayEnd: false))
    walk.append(1)
    #expect(walk.decided == nil)
    #expect(walk.next == .tokens([2, 3], mayEnd: false))
    walk.append(3)
    #expect(walk.decided == 1)
    #expect(walk.next == .tokens([9], mayEnd: false))
    walk.append(9)
    #expect(walk.chosen == [1])
    #expect(walk.next == .tokens([1, 4], mayEnd: true))
  }

  @Test func noSentenceComesTwice() {
    var walk = SentenceWalk(AllowedSentences(Self.sentences), room: 100)
    for token: Int32 in [4, 9, 1, 2, 9, 1, 3, 9] { walk.append(token) }
    #expect(walk.chosen == [2, 0, 1])
    #expect(walk.next == .end)
  }

  @Test func openingsComeFirstAndRequiredOnesBeforeTheEnd() {
    let allowed = AllowedSentences(Self.sentences, openings: [2], required: [[0, 1]], limit: 2)
    var walk = SentenceWalk(allowed, room: 100)
    #expect(walk.next == .tokens([4], mayEnd: false))
    walk.append(4)
    walk.append(9)
    #expect(walk.next == .tokens([1], mayEnd: false))
    for token: Int32 in [1, 2, 9] { walk.append(token) }
    #expect(walk.next == .end)
  }

  @Test func alternativesExcludeEachOther() {
    var walk = SentenceWalk(AllowedSentences(Self.sentences, alternatives: [[0, 1]]), room: 100)
    for token: Int32 in [1, 2, 9] { walk.append(token) }
    #expect(walk.next == .tokens([4], mayEnd: true))
  }

  @Test func aSentenceWithoutRoomIsNotBegun() {
    var walk = SentenceWalk(AllowedSentences(Self.sentences), room: 4)
    walk.append(4)
    walk.append(9)
    #expect(walk.next == .end)
    #expect(walk.isCutShort)
    #expect(SentenceWalk(AllowedSentences(Self.sentences), room: 1).next == .end)
  }

  @Test func aMaskedSamplerDrawsOnlyWhatIsAllowed() {
    let logits: [Float] = [9, -4, 2, 8, -.infinity, .nan]
    for strategy in [
      GenerationOptions.Strategy.greedy, .sampled(temperature: 1.5, topK: 3, topP: 0.9),
      .sampled(temperature: 0, topK: nil, topP: nil),
    ] {
      var sampler = Sampler(GenerationOptions(strategy: strategy, repetitionPenalty: 1.3, seed: 4))
      for _ in 0..<50 { #expect([1, 2].contains(sampler.next(after: [2, 0], logits: logits, among: [1, 2]))) }
      #expect(sampler.next(after: [], logits: logits, among: [4]) == 4)
      #expect([4, 5].contains(sampler.next(after: [], logits: logits, among: [5, 4])))
    }
  }
}
