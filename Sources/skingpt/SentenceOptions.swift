import ArgumentParser
import SkinDiagnosis
import SkinRuntime
import SkinFailure

/// The options that choose what a model with a list of sentences may say.
struct SentenceOptions: ParsableArguments {
  @Flag(name: .long, help: "Let the model write freely instead of choosing whole sentences of its list.")
  var free = false

  @Option(
    name: .long, help: "Say only sentences that this table approves; skingpt sentences prints a table to fill in.")
  var approvedOnly: String?

  func validate() throws {
    if free, approvedOnly != nil { throw ValidationError("--free and --approved-only exclude each other") }
  }

  /// What a model may say.
  ///
  /// - Throws: `FailureReport` if the table cannot be used.
  func speech(of model: SkinModel) throws -> Speech {
    Speech(
      model, isFree: free, approved: try approvedOnly.map { try SentenceFile.approved(in: $0, of: model.container) })
  }
}
