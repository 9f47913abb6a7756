import SkinFailure
import ArgumentParser
import Foundation
import SkinDiagnosis
import SkinFiles

/// The program: finds the command, runs it, and reports what goes wrong.
@main
struct SkinGPT: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skingpt",
    abstract: "Answers questions about a photo of skin, on this machine alone.",
    discussion: "Not a diagnosis: a program writes the answers, from one photo, and it is often wrong.",
    version: ProgramVersion.text,
    groupedSubcommands: [
      CommandGroup(name: "Everyday", subcommands: [Diagnose.self, Chat.self, Serve.self, Doctor.self]),
      CommandGroup(name: "Learning", subcommands: [Fit.self, Calibrate.self, Features.self]),
      CommandGroup(name: "Review", subcommands: [Sentences.self, QuestionnaireCommand.self]),
      CommandGroup(
        name: "Model",
        subcommands: [
          Models.self, Plan.self, Convert.self, Inspect.self, Verify.self, Export.self, Pack.self, Repack.self,
          Synthesize.self,
        ]),
      CommandGroup(
        name: "Measuring", subcommands: [Eval.self, Bench.self, Compare.self, Trace.self, Tokenize.self]),
    ])

  static func main() {
    Interruption.install()
    ReadFailure.install()
    Confinement.keepMemoryPrivate()
    do {
      let arguments = Array(FileName.arguments().dropFirst())
      try UsageError.checkCommand(arguments)
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      exit(of: error)
    }
  }

  /// Ends the program as the error requires: help and version on standard output, failures in two lines.
  private static func exit(of error: any Error) -> Never {
    if exitCode(for: error) == .success {
      let text = fullMessage(for: error)
      if !text.isEmpty { Terminal.writeUnchanged(text + "\n") }
      Foundation.exit(ExitStatus.success.rawValue)
    }
    ClosedPipe.end(if: error)
    if let status = error as? ExitCode { Foundation.exit(status.rawValue) }
    let failure: FailureReport
    if isUsageError(error) {
      failure = UsageError.report(
        fullMessage(for: error), arguments: Array(CommandLine.arguments.dropFirst()))
    } else {
      failure = FailureReport(error)
    }
    Terminal.report(failure)
    Foundation.exit(failure.status.rawValue)
  }

  /// Whether the command line was wrong, not what it asked for.
  private static func isUsageError(_ error: any Error) -> Bool {
    error is ValidationError || exitCode(for: error) == .validationFailure
  }
}
