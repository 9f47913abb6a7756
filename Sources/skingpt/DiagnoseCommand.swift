import SkinFailure
import ArgumentParser
import SkinRuntime
import Foundation
import SkinConfiguration
import SkinDiagnosis
import SkinImage
import SkinSafety
import SkinWords

/// `skingpt diagnose`: the main job.
struct Diagnose: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a photo of skin may show, how soon to be seen, and answers four questions.",
    discussion: """
      skingpt diagnose photo.jpg                          one photo
      skingpt diagnose photo.jpg --html report.html       and a page to print
      skingpt diagnose --case near.jpg far.jpg            two photos of the same skin
      """)

  @Argument(help: "Photos, JPEG or PNG; each is a case of its own without --case.")
  var photos: [String]

  @OptionGroup(title: "Common options") var caseOptions: CaseOptions
  @OptionGroup(title: "Common options") var languageOptions: LanguageOptions
  @OptionGroup(title: "For many photos") var batch: BatchOptions
  @OptionGroup(title: "For a patient's record") var recordOptions: RecordOptions
  @OptionGroup(title: "What may be said") var sentenceOptions: SentenceOptions
  @OptionGroup(title: "How answers are chosen") var answerOptions: AnswerOptions
  @OptionGroup(title: "What runs, and how") var modelOptions: ModelOptions

  func validate() throws {
    if batch.jsonl != nil,
      caseOptions.json || caseOptions.isCase || caseOptions.html != nil || recordOptions.fhir != nil
    {
      throw ValidationError("--jsonl writes the reports itself: leave --json, --case, --html and --fhir away")
    }
    if photos.count > 1, !caseOptions.isCase, caseOptions.html != nil || recordOptions.fhir != nil {
      throw ValidationError("--html and --fhir take one case, not \(photos.count); --case makes one of several photos")
    }
    if caseOptions.isCase, photos.count > CasePhoto.limit {
      throw ValidationError("--case takes at most \(CasePhoto.limit) photos, not \(photos.count)")
    }
  }

  func run() throws {
    let outputs = [caseOptions.html, recordOptions.fhir, batch.jsonl].compactMap { $0 }
    let inputs = photos + [caseOptions.history, sentenceOptions.approvedOnly].compactMap(\.self)
    try OutputNames.check(outputs, inputs: inputs + modelOptions.inputs)
    try Confinement.allowWriting(beside: outputs)
    let words = try languageOptions.words()
    let (model, milliseconds) = try modelOptions.open()
    let speech = try sentenceOptions.speech(of: model)
    try Confinement.close(allowsWriting: !outputs.isEmpty)
    let consultation = Consultation(model, loadMilliseconds: milliseconds, speech: speech)
    let options = ConsultationOptions(
      prompts: caseOptions.prompt.map { [TypedQuestion($0, words).asked] } ?? EvaluationPrompts.all,
      generation: answerOptions.generation(seed: modelOptions.seed), force: caseOptions.force,
      history: try caseOptions.history.map { try HistoryInput.read(path: $0) })
    if let path = batch.jsonl {
      let found = (batch.shard ?? .whole).part(of: try BatchPhoto.found(in: photos))
      return try DiagnoseBatch(consultation: consultation, options: options, words: words, isQuiet: caseOptions.quiet)
        .run(found, into: try JSONLinesFile(path: path, isResumed: batch.resume))
    }
    var status = ExitStatus.success
    for photos in caseOptions.isCase ? [photos] : photos.map({ [$0] }) {
      do {
        try diagnose(photos, consultation: consultation, options: options, words: words)
      } catch {
        // One bad photo does not stop the others; the last failure is the program's status.
        let failure = FailureReport(error, file: photos[0])
        Terminal.report(failure)
        status = failure.status
      }
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }

  /// One case: what it shows, and the files about it.
  private func diagnose(
    _ paths: [String], consultation: Consultation, options: ConsultationOptions, words: Words
  ) throws {
    let photos = try paths.map { path in
      do {
        return CasePhoto(
          name: URL(fileURLWithPath: path).lastPathComponent, bytes: try Photo.fileBytes(path: path))
      } catch { throw FailureReport(error, file: path) }
    }
    // By the digest of the photo; each is decoded once, for the model and for the page.
    var pictures: [String: [UInt8]] = [:]
    func keep(_ photo: Photo, _ file: CasePhoto) {
      if caseOptions.html != nil || recordOptions.withPhoto { pictures[file.digest] = ReportPicture.png(photo) }
    }
    let report: Report
    if caseOptions.json {
      report = named(try consultation.diagnose(case: photos, options: options, decoded: keep), words)
      Terminal.write(try JSONText.line(report, words))
    } else {
      report = try printReport(text: ReportText(words)) { listener in
        try consultation.diagnose(case: photos, options: options, decoded: keep, listener: listener)
      }
    }
    // The best photo first, as in the report.
    try writeFiles(
      report, pictures: (report.photos ?? [report.photo]).compactMap { pictures[$0.sha256] }, history: options.history,
      words: words)
  }

  /// A report whose answer stands under the question that was typed.
  private func named(_ report: Report, _ words: Words) -> Report {
    guard let prompt = caseOptions.prompt else { return report }
    var report = report
    report.answers = report.answers.map(TypedQuestion(prompt, words).named)
    return report
  }

  private func printReport(
    text: ReportText, diagnose: (_ listener: (ConsultationEvent) -> Bool) throws -> Report
  ) throws -> Report {
    var wrapper = LineWrapper()
    let report = try diagnose { event in
      switch event {
      case .assessed(let report):
        Terminal.write(text.opening(report, isForced: caseOptions.force))
        if !caseOptions.quiet, Terminal.showsProgress { hint(report, text.words) }
        Interruption.onInterrupt(say: "\n" + text.closing(report))
      case .question(let question):
        Terminal.write(
          "\n" + Terminal.wrapped(text.speaker.heading(caseOptions.prompt ?? question), indent: "> ") + "\n")
      case .thinking: break
      case .text(let piece): Terminal.write(wrapper.append(text.speaker.piece(piece)))
      case .answered(let answer):
        Terminal.write(wrapper.finish())
        wrapper = LineWrapper()
        Terminal.write(text.ending(of: answer))
      }
      return true
    }
    Interruption.onInterrupt(say: nil)
    Terminal.write(text.closing(report))
    return named(report, text.words)
  }

  /// What the person at the keyboard can do, beside the report that somebody else may read.
  private func hint(_ report: Report, _ words: Words) {
    if report.isRefused, !caseOptions.force {
      Terminal.advise(words("To ask about such a photo all the same, give --force."))
    } else if report.isUnfamiliar == true {
      Terminal.advise(words("If your photos look like this, skingpt fit adapts the program: docs/fit.md."))
    }
  }

  private func writeFiles(_ report: Report, pictures: [[UInt8]], history: History?, words: Words) throws {
    if let html = caseOptions.html {
      let entry = ReportPage.Entry(report: report, pictures: pictures, history: history)
      let page =
        caseOptions.simple
        ? SimplePage.html(report, pictures: pictures, history: history, words: words)
        : ReportPage.html([entry], isLarge: caseOptions.largePrint, words: words)
      try WholeFile.write(Data(page.utf8), to: html)
    }
    try recordOptions.write(report, history: history, picture: pictures.first, words: words)
  }
}
