import ArgumentParser
import Foundation
import SkinDiagnosis
import SkinEvaluation
import SkinFailure

/// `skingpt eval` in several runs, on one machine or several.
struct EvaluationParts: ParsableArguments {
  @Option(
    name: .long, help: "With --part, part I of N, like 1/2: every Nth photo of the table from the Ith on.",
    transform: Shard.init(text:))
  var shard = Shard.whole

  @Option(name: .customLong("part"), help: "Write what was found to this file, for --merge, instead of a result.")
  var partOutput: String?

  @Option(
    name: .long, parsing: .upToNextOption,
    help: "Look at no photo: put these parts together. They must be of this table and model, and complete.")
  var merge: [String] = []

  func validate() throws {
    if shard != .whole, partOutput == nil { throw ValidationError("--shard needs --part FILE") }
    if partOutput != nil, !merge.isEmpty { throw ValidationError("--part and --merge exclude each other") }
  }

  /// Writes what this run found.
  func write(_ part: EvaluationPart, to path: String, inputs: [String]) throws {
    try WholeFile.write(Data(try JSONText.line(part).utf8), to: path, inputs: inputs)
    Terminal.write("\(path): \(part.assessments.count) photos, \(part.leftOut.count) left out\n")
  }

  /// The parts of an evaluation, put together.
  func merged(_ identity: EvaluationPart.Identity) throws -> EvaluationPart {
    var parts: [EvaluationPart] = []
    for path in merge {
      let bytes = try InputFile.read(path)
      do { parts.append(try EvaluationPart(json: bytes)) } catch {
        throw FailureReport(
          problem: "'\(path)' is not a part of an evaluation.", help: "Name files that eval --part wrote.",
          status: .badInput)
      }
    }
    do { return try EvaluationPart(identity, merging: parts) } catch { throw error.report }
  }
}

extension EvaluationPart.Fault {
  /// The error as a message to the user.
  fileprivate var report: FailureReport {
    let problem =
      switch self {
      case .malformed: "One of the files is not a part of an evaluation."
      case .otherEvaluation: "The parts are of another model, or of another table of labels, split or limit."
      case .doubled(let file): "'\(file)' is in two parts."
      case .missing(let count, let file): "\(count) photos are in no part, '\(file)' among them."
      }
    return FailureReport(
      problem: problem, help: "Give each part once, with the options that eval --shard I/N --part FILE had.",
      status: .badInput)
  }
}
