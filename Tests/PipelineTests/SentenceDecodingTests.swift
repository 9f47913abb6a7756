import SkinConfiguration
import SkinDiagnosis
import SkinKernels
import SkinQuantization
import SkinText
import Testing

@testable import SkinRuntime

/// Answers out of whole sentences, written by a small model.
@Suite struct SentenceDecodingTests {
  private static let texts = [
    "The skin is red.", "The skin is dry and it itches.", "A doctor can help.", "It can look like a rash or a burn.",
  ]

  private func reply(
    _ golden: Golden, strategy: GenerationOptions.Strategy, limit: Int = 200
  ) throws -> (reply: SentenceReply, told: [Int], turn: Turn?) {
    let conversation = try Conversation(
      decoder: golden.model.decoder, tokenizer: golden.model.tokenizer,
      template: golden.model.configuration.conversation, imageRows: golden.model.softPrompt(of: golden.photo).takeRows()
    )
    let sentences = Self.texts.map { conversation.tokens(ofSentence: $0) }
    let allowed = AllowedSentences(sentences, openings: [0, 1], required: [[2]], limit: 3)
    var told: [Int] = []
    let reply = try conversation.ask(
      golden.texts.question, allowed: allowed, text: { Self.texts[$0] },
      options: GenerationOptions(tokenLimit: limit, strategy: strategy, seed: 3)
    ) { index in
      told.append(index)
      return true
    }
    return (reply, told, conversation.turns.last)
  }

  @Test(arguments: [
    GenerationOptions.Strategy.greedy, .sampled(temperature: 5, topK: nil, topP: nil), .beams(count: 3),
  ])
  func `an answer is made of allowed sentences only`(strategy: GenerationOptions.Strategy) throws {
    let golden = try Golden("tiny", .int8)
    let (reply, told, turn) = try reply(golden, strategy: strategy)
    #expect(told == reply.chosen)
    #expect(Set(reply.chosen).count == reply.chosen.count)
    #expect(reply.chosen.first.map { [0, 1].contains($0) } == true)
    #expect(reply.chosen.contains(2))
    #expect(reply.chosen.count <= 3)
    #expect(turn?.answer == " " + reply.chosen.map { Self.texts[$0] }.joined(separator: " "))
    let again = try self.reply(golden, strategy: strategy).reply
    #expect(again == reply)
  }

  @Test func `a limit cuts between sentences`() throws {
    let golden = try Golden("tiny", .int8)
    let shortest = Self.texts.map { golden.model.tokenizer.encode($0).count }.min() ?? 0
    let (reply, told, _) = try reply(golden, strategy: .greedy, limit: shortest - 1)
    #expect(reply.chosen.isEmpty && told.isEmpty)
    #expect(reply.stopped == .limit)
  }
}
