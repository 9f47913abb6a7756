import ArgumentParser
import SkinLanguage
import Foundation
import SkinConfiguration
import SkinDiagnosis
import SkinSafety

/// `skingpt diagnose`: the main job.
struct Diagnose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a photo of skin may show, and answers four questions.")

  @Argument(help: "Photos, JPEG or PNG.")
  var photos: [String]

  @OptionGroup var modelOptions: ModelOptions
  @OptionGroup var answerOptions: AnswerOptions

  @Option(name: .long, help: "Ask this instead of the four questions.")
  var prompt: String?

  @Option(name: .long, help: "What is known about the person: a JSON file of coded answers.")
  var history: String?

  @Flag(name: .long, help: "Go on although the photo is poor or does not look like skin.")
  var force = false

  @Flag(name: .long, help: "One JSON object per photo.")
  var json = false

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  func run() throws {
    let (model, milliseconds) = try modelOptions.open()
    let consultation = Consultation(model, loadMilliseconds: milliseconds)
    let options = ConsultationOptions(
      prompts: prompt.map { [$0] } ?? EvaluationPrompts.all, generation: answerOptions.generation, force: force,
      history: try readHistory())
    var status = ExitStatus.success
    for photo in photos {
      do {
        if json {
          let report = try consultation.diagnose(path: photo, options: options)
          Terminal.write(try JSONText.line(report))
        } else {
          try printReport(photo, consultation: consultation, options: options)
        }
      } catch {
        // One bad photo does not stop the others; the last failure is the program's status.
        let failure = FailureReport(error, file: photo)
        Terminal.report(failure)
        status = failure.status
      }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private func readHistory() throws -> History? {
    guard let history else { return nil }
    guard let data = FileManager.default.contents(atPath: history) else {
      throw FailureReport(
        problem: "'\(history)' is not there.", help: "Check the name and the folder.", status: .noInput)
    }
    return try History.read(json: data)
  }

  private func printReport(_ photo: String, consultation: Consultation, options: ConsultationOptions) throws {
    var wrapper = LineWrapper()
    let report = try consultation.diagnose(path: photo, options: options) { event in
      switch event {
      case .assessed(let report): Terminal.write(ReportText.opening(report))
      case .question(let question): Terminal.write("\n" + Terminal.wrapped(question, indent: "> ") + "\n")
      case .text(let piece): Terminal.write(wrapper.append(piece))
      case .answered(let answer):
        Terminal.write(wrapper.finish())
        wrapper = LineWrapper()
        if answer.stopped == .limit {
          Terminal.write("[cut off at \(answer.tokens) tokens; --max-tokens allows more]\n")
        }
      }
      return true
    }
    Terminal.write(ReportText.closing(report))
  }
}
