import SkinFailure
import Foundation
import SkinDiagnosis
import SkinRuntime

/// How fast a model writes given answers, with and without drafts.
///
/// The answers come from reports of `skingpt diagnose --json`. Each token is forced, so that a model with random
/// weights takes the steps that a trained one would take for the same text.
struct BenchReplay {
  /// The figures of one file.
  struct Result: Encodable {
    var conversations: Int
    var tokens: Int
    var plain_tokens_per_s: Double
    var guessing_tokens_per_s: Double
    var tokens_per_pass: Double
    var ratio: Double
  }

  private struct Turn: Decodable {
    var prompt: String
    var text: String
    var tokens: Int
  }

  private struct Written: Decodable {
    var answers: [Turn]
  }

  private let conversations: [[Turn]]

  /// Reads reports, one JSON object on each line.
  ///
  /// - Throws: `FailureReport` if the file cannot be read or holds no answers.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FailureReport(problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
    }
    let reports = data.split(separator: UInt8(ascii: "\n")).map { try? JSONDecoder().decode(Written.self, from: $0) }
    // What the rules answered was not written by a model.
    conversations = reports.compactMap { $0?.answers.filter { $0.tokens > 0 } }.filter { !$0.isEmpty }
    guard !conversations.isEmpty, !reports.contains(where: { $0 == nil }) else {
      throw FailureReport(
        problem: "'\(path)' has lines that are not reports with answers.",
        help: "Write it with skingpt diagnose --json PHOTO... > FILE.", status: .badInput)
    }
  }

  /// Replays every conversation both ways in turn.
  ///
  /// - Parameter plain: the model without drafts.
  /// - Parameter drafting: the same model with them.
  func measure(_ plain: SkinModel, _ drafting: SkinModel) throws -> Result {
    var seconds = [0.0, 0.0]
    var passes = 0
    var tokens = 0
    for turns in conversations {
      for (way, model) in [plain, drafting].enumerated() {
        let talk = try model.conversation(about: model.softPrompt(of: Bench.photo(for: model)))
        for turn in turns {
          let replay = try talk.replay(" " + turn.text, to: turn.prompt)
          seconds[way] += replay.duration / .seconds(1)
          if way == 1 {
            passes += replay.passCount
            tokens += replay.tokenCount
          }
        }
      }
    }
    return Result(
      conversations: conversations.count, tokens: tokens, plain_tokens_per_s: Double(tokens) / seconds[0],
      guessing_tokens_per_s: Double(tokens) / seconds[1], tokens_per_pass: Double(tokens) / Double(max(passes, 1)),
      ratio: seconds[0] / seconds[1])
  }
}
