import Crypto
import Foundation
import SkinConfiguration
import SkinContainer
import SkinImage
public import SkinLanguage

/// What is asked about a photo, and how.
public struct ConsultationOptions: Sendable {
  /// The questions; the paper's four unless told otherwise.
  public var prompts: [String]
  /// How answers are chosen.
  public var generation: GenerationOptions
  /// Whether to go on although the photo does not look like skin.
  public var force: Bool

  /// The four prompts, answered greedily, unless told otherwise.
  public init(
    prompts: [String] = EvaluationPrompts.all, generation: GenerationOptions = GenerationOptions(), force: Bool = false
  ) {
    self.prompts = prompts
    self.generation = generation
    self.force = force
  }
}

/// What happens while a photo is diagnosed, in this order.
public enum ConsultationEvent: Sendable {
  /// The photo was read and the classes were scored; the report has no answers yet.
  case assessed(Report)
  /// An answer begins.
  case question(String)
  /// A piece of the answer.
  case text(String)
  /// The answer ended.
  case answered(Report.Answer)
}

/// The main job: photo -> pixels -> visual tokens -> queries -> soft prompt -> words -> report.
public struct Consultation {
  private let model: SkinModel
  private let loadMilliseconds: Double

  /// A consultation with a model.
  ///
  /// - Parameter loadMilliseconds: how long it took to open the model, for the report.
  public init(_ model: SkinModel, loadMilliseconds: Double) {
    self.model = model
    self.loadMilliseconds = loadMilliseconds
  }

  /// Diagnoses a photo.
  ///
  /// - Parameter listener: hears what happens; returns whether to go on with the answer.
  /// - Throws: `ImageError` if the photo cannot be used, `LanguageError` if a question is too long.
  public func diagnose(
    path: String, options: ConsultationOptions, listener: (ConsultationEvent) -> Bool = { _ in true }
  ) throws -> Report {
    var clock = Stopwatch()
    let bytes = try Photo.fileBytes(path: path)
    let photo = try Photo.decode(bytes)
    var timing = Report.Timing(load: loadMilliseconds)
    let softPrompt = model.softPrompt(of: photo)
    timing.vision = clock.lap()
    let conversation = try model.conversation(about: softPrompt)
    let differential = try Differential.score(conversation, model: model)
    if differential != nil { timing.scoring = clock.lap() }
    var report = Report(
      model: modelFacts,
      photo: Report.Photo(
        file: URL(fileURLWithPath: path).lastPathComponent, width: photo.width, height: photo.height,
        sha256: SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()),
      outcome: outcome(differential), differential: differential?.entries, answers: [],
      disclaimer: Disclaimer.text(model.configuration.provenance), timing: timing,
      memory: Report.Memory(peakBytes: ProcessMemory.peakByteCount))
    var goesOn = listener(.assessed(report))
    if report.outcome == .notSkin, !options.force { return finished(report, clock, timing) }
    var tokenCount = 0
    for prompt in options.prompts where goesOn {
      goesOn = listener(.question(prompt))
      let reply = try conversation.ask(prompt, options: options.generation) { text in
        if timing.firstWord == nil { timing.firstWord = clock.total }
        goesOn = listener(.text(text))
        return goesOn
      }
      tokenCount += reply.tokenCount
      let answer = Report.Answer(prompt: prompt, text: reply.text, tokens: reply.tokenCount, stopped: reply.stopped)
      report.answers.append(answer)
      goesOn = listener(.answered(answer)) && goesOn
    }
    let answering = clock.lap()
    if tokenCount > 0 { timing.decodeTokensPerSecond = Double(tokenCount) / answering * 1000 }
    return finished(report, clock, timing)
  }

  private func finished(_ report: Report, _ clock: Stopwatch, _ timing: Report.Timing) -> Report {
    var report = report
    report.timing = timing
    report.timing.total = loadMilliseconds + clock.total
    report.memory = Report.Memory(peakBytes: ProcessMemory.peakByteCount)
    return report
  }

  private var modelFacts: Report.Model {
    let provenance = model.configuration.provenance
    return Report.Model(
      name: model.configuration.name, digest: model.container.digest, scheme: model.scheme,
      provenance: provenance.statement, diagnostic: provenance.diagnostic, accuracy: provenance.measuredAccuracy)
  }

  private func outcome(_ differential: Differential?) -> Report.Outcome {
    guard let differential, let calibration = model.calibration else { return .assessed }
    let nonskin = differential.entries.first { $0.class == Differential.nonskin }
    if let nonskin, nonskin.probability >= calibration.nonskinThreshold { return .notSkin }
    let greatest = differential.skinEntries.first?.probability ?? 0
    return greatest < calibration.unsureThreshold ? .uncertain : .assessed
  }
}
