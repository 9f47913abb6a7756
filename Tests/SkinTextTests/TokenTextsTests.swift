import Testing

@testable import SkinText

@Suite struct TokenTextsTests {
  private static let two: [UInt8] = [5, 0, 0, 0, 1, 2, 0, 0, 255, 255, 255, 255, 7, 0, 0, 0, 255, 255, 255, 255]

  @Test func `texts end at their boundaries`() {
    #expect(TokenTexts.texts(in: Self.two, vocabularySize: 1000) == [[5, 513], [7]])
    #expect(TokenTexts.texts(in: [], vocabularySize: 1000) == [])
  }

  @Test func `a cut text, half a token and a token outside the vocabulary are refused`() {
    #expect(TokenTexts.texts(in: Array(Self.two.dropLast(4)), vocabularySize: 1000) == nil)
    #expect(TokenTexts.texts(in: Array(Self.two.dropLast()), vocabularySize: 1000) == nil)
    #expect(TokenTexts.texts(in: Self.two, vocabularySize: 513) == nil)
  }
}
