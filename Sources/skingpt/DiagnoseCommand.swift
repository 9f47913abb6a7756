import SkinFailure
import ArgumentParser
import SkinRuntime
import Foundation
import SkinConfiguration
import SkinDiagnosis
import SkinImage
import SkinSafety

/// `skingpt diagnose`: the main job.
struct Diagnose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a photo of skin may show, and answers four questions.")

  @Argument(help: "Photos, JPEG or PNG.")
  var photos: [String]

  @OptionGroup var modelOptions: ModelOptions
  @OptionGroup var answerOptions: AnswerOptions
  @OptionGroup var sentenceOptions: SentenceOptions

  @Option(name: .long, help: "Ask this instead of the four questions.")
  var prompt: String?

  @Option(name: .long, help: "What is known about the person: a JSON file of coded answers.")
  var history: String?

  @Flag(name: .long, help: "Go on although the photo is poor or does not look like skin.")
  var force = false

  @Flag(name: .long, help: "One JSON object per photo.")
  var json = false

  @Option(name: .long, help: "Also write the report of the one photo as a page that prints on a sheet of A4.")
  var html: String?

  @Flag(name: .long, help: "With --html, larger print.")
  var largePrint = false

  @Option(name: .long, help: "Also write the report of the one photo as a FHIR R4 Bundle, without a person in it.")
  var fhir: String?

  @OptionGroup var batch: BatchOptions

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  func validate() throws {
    if batch.jsonl != nil, json || html != nil || fhir != nil {
      throw ValidationError("--jsonl writes the reports itself: leave --json, --html and --fhir away")
    }
    if photos.count > 1, html != nil || fhir != nil {
      throw ValidationError("--html and --fhir take one photo, not \(photos.count)")
    }
    if largePrint, html == nil { throw ValidationError("--large-print needs --html") }
  }

  func run() throws {
    let outputs = [html, fhir, batch.jsonl].compactMap { $0 }
    try Confinement.allowWriting(beside: outputs)
    let (model, milliseconds) = try modelOptions.open()
    let speech = try sentenceOptions.speech(of: model)
    try Confinement.close(allowsWriting: !outputs.isEmpty)
    let consultation = Consultation(model, loadMilliseconds: milliseconds, speech: speech)
    let options = ConsultationOptions(
      prompts: prompt.map { [$0] } ?? EvaluationPrompts.all,
      generation: answerOptions.generation(seed: modelOptions.seed), force: force,
      history: try history.map { try HistoryInput.read(path: $0) })
    if let path = batch.jsonl {
      let found = (batch.shard ?? .whole).part(of: try BatchPhoto.found(in: photos))
      return try DiagnoseBatch(consultation: consultation, options: options, isQuiet: quiet)
        .run(found, into: try JSONLinesFile(path: path, isResumed: batch.resume))
    }
    var status = ExitStatus.success
    for photo in photos {
      do {
        let report: Report
        if json {
          report = try consultation.diagnose(path: photo, options: options)
          Terminal.write(try JSONText.line(report))
        } else {
          report = try printReport(photo, consultation: consultation, options: options)
        }
        try writeFiles(report, photo: photo)
      } catch {
        // One bad photo does not stop the others; the last failure is the program's status.
        let failure = FailureReport(error, file: photo)
        Terminal.report(failure)
        status = failure.status
      }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private func printReport(_ photo: String, consultation: Consultation, options: ConsultationOptions) throws -> Report {
    var wrapper = LineWrapper()
    let report = try consultation.diagnose(path: photo, options: options) { event in
      switch event {
      case .assessed(let report):
        Terminal.write(ReportText.opening(report, isForced: options.force))
        Interruption.onInterrupt(say: "\n" + ReportText.closing(report))
      case .question(let question): Terminal.write("\n" + Terminal.wrapped(question, indent: "> ") + "\n")
      case .thinking: break
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
    Interruption.onInterrupt(say: nil)
    Terminal.write(ReportText.closing(report))
    return report
  }

  private func writeFiles(_ report: Report, photo: String) throws {
    if let html {
      let picture = ReportPicture.png(try Photo.decode(try Photo.fileBytes(path: photo)))
      try WholeFile.write(Data(ReportPage.html(report, picture: picture, isLarge: largePrint).utf8), to: html)
    }
    if let fhir { try WholeFile.write(try ReportBundle.json(report), to: fhir) }
  }
}
