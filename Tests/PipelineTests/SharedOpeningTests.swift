import SkinConfiguration
import SkinDiagnosis
import SkinLanguage
import SkinQuantization
import SkinText
import SkinVision
import Testing

/// What stands before the image is computed once, and nobody can tell.
@Suite struct SharedOpeningTests {
  @Test(arguments: CacheFormat.allCases)
  func `a later conversation has the bits of one of its own`(format: CacheFormat) throws {
    let golden = try Golden("tiny", .int8, cacheFormat: format)
    let model = golden.model
    let opening = SharedOpening()
    func talk(_ opening: SharedOpening) throws -> Conversation {
      try Conversation(
        decoder: model.decoder, tokenizer: model.tokenizer, template: model.configuration.conversation,
        imageRows: model.softPrompt(of: golden.photo).takeRows(), opening: opening)
    }
    // Long enough that 16 rows or more follow the opening.
    let question = String(repeating: golden.texts.question + " ", count: 4)
    let first = try talk(opening)
    let expected = try first.logits(asking: question)
    #expect(opening.positionCount > 0)
    let later = try talk(opening)
    #expect(later.cachedPositionCount == opening.positionCount)
    #expect(try later.logits(asking: question) == expected)
    #expect(try talk(SharedOpening()).logits(asking: question) == expected)
    // What the first conversation does next does not reach the others.
    _ = try first.logits(asking: golden.texts.question + " And then?")
    #expect(try talk(opening).logits(asking: question) == expected)
  }
}
