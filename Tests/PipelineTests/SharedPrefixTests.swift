import SkinConfiguration
import SkinContainer
import SkinDiagnosis
import SkinRuntime
import SkinQuantization
import SkinText
import Testing

/// What stands before the image is computed once, or comes from the container, and nobody can tell.
@Suite struct SharedPrefixTests {
  private static func opening(_ container: Container) throws -> [UInt8] {
    try SkinModel.storedPrefixBytes(of: container, threadCount: 2)
  }

  @Test(arguments: CacheFormat.allCases)
  func `a later conversation has the bits of one of its own`(format: CacheFormat) throws {
    let golden = try Golden("tiny", .int8, cacheFormat: format)
    let model = golden.model
    let opening = SharedPrefix()
    func talk(_ opening: SharedPrefix) throws -> Conversation {
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
    #expect(try talk(SharedPrefix()).logits(asking: question) == expected)
    // What the first conversation does next does not reach the others.
    _ = try first.logits(asking: golden.texts.question + " And then?")
    #expect(try talk(opening).logits(asking: question) == expected)
  }

  @Test(arguments: CacheFormat.allCases)
  func `a stored opening has the bits that would be computed`(format: CacheFormat) throws {
    let golden = try Golden("tiny", .int4, cacheFormat: format)
    let stored = try Golden("tiny", .int4, cacheFormat: format, opening: Self.opening)
    let question = String(repeating: golden.texts.question + " ", count: 4)
    let conversation = try stored.conversation()
    // Keys and values in 8 bits are not what is stored.
    #expect((conversation.cachedPositionCount > 0) == (format == .float32))
    #expect(try conversation.logits(asking: question) == golden.conversation().logits(asking: question))
  }

  @Test func `a stored opening of other words is not used, and bytes of none are refused`() throws {
    let golden = try Golden("tiny", .int8)
    let other = try Golden("tiny", .int8) { container in
      var bytes = try Self.opening(container)
      // The first token, behind the number of positions.
      bytes[4] ^= 1
      return bytes
    }
    let conversation = try other.conversation()
    #expect(conversation.cachedPositionCount == 0)
    #expect(
      try conversation.logits(asking: golden.texts.question)
        == golden.conversation().logits(asking: golden.texts.question))
    let damaged = try Golden("tiny", .int8) { _ in [1, 2, 3] }
    #expect(throws: ContainerError.self) { try damaged.conversation() }
  }

  @Test func `bytes of no opening have no cache`() throws {
    let model = try Golden("tiny", .int8).model
    let (bytes, configuration) = (try Self.opening(model.container), model.configuration.language)
    let opening = try #require(StoredPrefix(bytes: bytes, configuration: configuration))
    #expect(opening.bytes == bytes && opening.cache.count == opening.tokens.count)
    #expect(StoredPrefix(bytes: Array(bytes.dropLast(4)), configuration: configuration) == nil)
    #expect(StoredPrefix(bytes: bytes + [0], configuration: configuration) == nil)
    #expect(StoredPrefix(bytes: [], configuration: configuration) == nil)
    #expect(StoredPrefix(bytes: [255, 255, 255, 255] + bytes.dropFirst(4), configuration: configuration) == nil)
  }
}
