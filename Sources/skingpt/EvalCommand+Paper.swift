import Foundation
import SkinConfiguration
import SkinContainer
import SkinDiagnosis
import SkinEvaluation
import SkinFailure
import SkinFiles
import SkinImage
import SkinMeasurement
import SkinRuntime
import SkinSafety

#if canImport(Glibc)
  import Glibc
#endif

/// `skingpt eval --paper`: the paper's clinical evaluation as far as a program can do it.
extension Eval {
  /// What is printed.
  struct PaperResult: Encodable {
    /// Which machine the times were measured on, and how busy it was.
    struct Conditions: Encodable {
      var processor: String?
      var threads: Int
      var optimized: Bool
      /// Load averages over a minute, before and after.
      var load_average: [Double]
    }
    var model: String
    var digest: String
    var scheme: String
    var provenance: String
    var disclaimer: String
    var conditions: Conditions
    var paper: PaperEvaluation
    /// Photos that could not be read.
    var left_out: Int
  }

  /// Whether this program was built with optimization: its times are worth nothing otherwise.
  static var isOptimized: Bool {
    var isDebug = false
    assert(
      {
        isDebug = true
        return true
      }())
    return !isDebug
  }

  /// The load average of the last minute; empty if the system does not report it.
  static var loadAverage: [Double] {
    var load = 0.0
    // SAFETY: the function writes one number.
    return unsafe getloadavg(&load, 1) == 1 ? [load] : []
  }

  /// Asks the four prompts about ten photos of each class.
  func evaluateAsPaper(_ rows: [LabelledPhoto], with model: SkinModel) throws {
    let sample = CaseSample(rows, perClass: PaperEvaluation.photosPerClass, seed: modelOptions.seed)
    guard !sample.photos.isEmpty else { throw Self.noPaperClass }
    let loadBefore = Self.loadAverage
    var reports: [Report] = []
    var cases: [PaperEvaluation.Case] = []
    let leftOut = try consult(sample.photos, with: model) { consultation, number, photo, bytes in
      let name = trials.fileNames ? photo.file : "case \(number)"
      let report = try consultation.diagnose(bytes, named: name, options: ConsultationOptions())
      cases.append(PaperEvaluation.Case(report, number: number, of: photo, isNamed: trials.fileNames))
      reports.append(report)
    }
    let result = PaperResult(
      model: model.configuration.name, digest: model.container.digest, scheme: model.scheme,
      provenance: model.configuration.provenance.statement,
      disclaimer: Disclaimer.text(model.configuration.provenance),
      conditions: PaperResult.Conditions(
        processor: Machine.current().processor, threads: modelOptions.runtime.threadCount,
        optimized: Self.isOptimized, load_average: loadBefore + Self.loadAverage),
      paper: PaperEvaluation(
        cases, counts: sample.counts, prompts: EvaluationPrompts.all.count, seed: modelOptions.seed),
      left_out: leftOut)
    if let transcripts = trials.transcripts {
      try WholeFile.write(Data(ReportTranscript.markdown(reports).utf8), to: transcripts, inputs: [labels])
    }
    if let path = trials.reports {
      try WholeFile.write(Data(try reports.map(JSONText.line).joined().utf8), to: path, inputs: [labels])
    }
    if let output {
      try writeFiles(
        [
          ("paper-evaluation.json", try JSONText.line(result)),
          (
            "response-time.svg",
            Plot.responseTime(
              cases.filter { $0.outcome != .refused }.map(\.milliseconds),
              machine: PaperText.conditions(result.conditions))
          ),
        ], to: output)
    }
    Terminal.write(json ? try JSONText.line(result) : PaperText.text(result))
  }

  /// Calls a closure with each photo that can be read, numbered from 1.
  ///
  /// - Returns: how many could not be read.
  /// - Throws: the error, if none could be read.
  func consult(
    _ photos: [LabelledPhoto], with model: SkinModel,
    _ body: (Consultation, Int, LabelledPhoto, [UInt8]) throws -> Void
  ) throws -> Int {
    let consultation = Consultation(model, loadMilliseconds: 0)
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    var leftOut: [FailureReport] = []
    for (index, photo) in photos.enumerated() {
      bar.show(Double(index) / Double(photos.count))
      let path = URL(fileURLWithPath: self.photos).appending(path: photo.file).path(percentEncoded: false)
      do {
        try body(consultation, index + 1, photo, try Photo.fileBytes(path: path))
      } catch let error as ImageError {
        leftOut.append(FailureReport(error, file: photo.file))
        Terminal.note("left out: \(leftOut[leftOut.count - 1].problem)\n")
      }
    }
    bar.finish()
    if leftOut.count == photos.count, let last = leftOut.last { throw last }
    return leftOut.count
  }

  /// Nothing to draw from.
  static var noPaperClass: FailureReport {
    FailureReport(
      problem: "The table has no photo of any class of the paper.",
      help: "It needs rows of \(PaperClass.all.map(\.slug).joined(separator: ", ")).", status: .badInput)
  }

  /// Writes small files into a folder, which is created if necessary.
  func writeFiles(_ files: [(name: String, text: String)], to folder: String) throws {
    let url = URL(fileURLWithPath: folder)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      for (name, text) in files {
        try WholeFile.write(Data(text.utf8), to: url.appending(path: name).path(percentEncoded: false))
      }
    } catch let error as OutputError { throw error } catch {
      throw FailureReport(
        problem: "'\(folder)' cannot be written.", help: "Check the folder and your rights.", status: .inputOutput)
    }
  }
}

extension PaperEvaluation.Outcome {
  /// The outcome of a report.
  init(_ outcome: Report.Outcome) {
    switch outcome {
    case .assessed: self = .answered
    case .uncertain: self = .uncertain
    case .notSkin, .unusablePhoto: self = .refused
    }
  }
}

extension PaperEvaluation.Case {
  private static let keptClassCount = 3

  /// What a report says about a photo whose class is known.
  fileprivate init(_ report: Report, number: Int, of photo: LabelledPhoto, isNamed: Bool) {
    self.init(
      number: number, file: isNamed ? photo.file : nil, class: photo.label,
      outcome: PaperEvaluation.Outcome(report.outcome),
      likeliest: (report.differential ?? []).prefix(Self.keptClassCount).map(\.class), level: report.urgency?.level,
      answers: report.answers.count { !$0.text.isEmpty }, milliseconds: report.timing.total,
      firstWord: report.timing.firstWord)
  }
}
