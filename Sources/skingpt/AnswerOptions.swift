import ArgumentParser
import SkinRuntime

/// The options that choose how answers are written.
struct AnswerOptions: ParsableArguments {
  @Option(name: .long, parsing: .unconditional, help: "Most tokens of an answer.")
  var maxTokens = 300

  @Option(
    name: .long, parsing: .unconditional,
    help: "Draw answers at random; 1 as the model says, less is more cautious. Default: 0, greedy.")
  var temperature: Float = 0

  @Option(name: .long, parsing: .unconditional, help: "Draw from the K most probable tokens only.")
  var topK: Int?

  @Option(
    name: .long, parsing: .unconditional, help: "Draw from the most probable tokens that sum to P only.")
  var topP: Float?

  @Option(
    name: .long, parsing: .unconditional, help: "How many answers grow side by side; the most probable is taken.")
  var beams = 1

  @Option(
    name: .long, parsing: .unconditional,
    help: "Makes tokens that the answer already has less probable; 1 does nothing.")
  var repetitionPenalty: Float = 1

  func validate() throws {
    if maxTokens < 1 || maxTokens > 1_000_000 {
      throw ValidationError("--max-tokens must be from 1 to 1000000, not \(maxTokens)")
    }
    if !temperature.isFinite || temperature < 0 {
      throw ValidationError("--temperature must be a number from 0 on, not \(temperature)")
    }
    if let topK, topK < 1 { throw ValidationError("--top-k must be at least 1, not \(topK)") }
    if let topP, !(topP > 0 && topP <= 1) {
      throw ValidationError("--top-p must be above 0 and at most 1, not \(topP)")
    }
    if !(1...16).contains(beams) { throw ValidationError("--beams must be from 1 to 16, not \(beams)") }
    if !(repetitionPenalty.isFinite && repetitionPenalty > 0) {
      throw ValidationError("--repetition-penalty must be a number above 0, not \(repetitionPenalty)")
    }
    if beams > 1, temperature > 0 { throw ValidationError("--beams and --temperature exclude each other") }
    if temperature == 0, topK != nil || topP != nil {
      throw ValidationError("--top-k and --top-p need a --temperature above 0")
    }
  }

  /// The options as the library takes them.
  func generation(seed: UInt64) -> GenerationOptions {
    let strategy: GenerationOptions.Strategy =
      if beams > 1 { .beams(count: beams) } else if temperature > 0 {
        .sampled(temperature: temperature, topK: topK, topP: topP)
      } else { .greedy }
    return GenerationOptions(
      tokenLimit: maxTokens, strategy: strategy, repetitionPenalty: repetitionPenalty, seed: seed)
  }
}
