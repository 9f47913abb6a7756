import Foundation
import SkinConfiguration
import SkinContainer
import SkinFiles
package import SkinImage
package import SkinRuntime
package import SkinSafety
package import SkinText

/// What is asked about a photo, and how.
package struct ConsultationOptions: Sendable {
  /// The questions; by default the paper's four.
  package var prompts: [String]
  /// How answers are chosen.
  package var generation: GenerationOptions
  /// Whether to go on although the photo is poor or does not look like skin.
  package var force: Bool
  /// What is known about the person, if anything.
  package var history: History?
  /// What was asked and answered about this photo before.
  package var earlier: [Turn] = []

  /// By default the four prompts, answered greedily.
  package init(
    prompts: [String] = EvaluationPrompts.all, generation: GenerationOptions = GenerationOptions(), force: Bool = false,
    history: History? = nil
  ) {
    self.prompts = prompts
    self.generation = generation
    self.force = force
    self.history = history
  }
}

/// What happens while a photo is diagnosed, in this order.
package enum ConsultationEvent: Sendable {
  /// The photo was read and the classes were scored; the report has no answers yet.
  case assessed(Report)
  /// An answer begins.
  case question(String)
  /// The model wrote a token, but no sentence is whole yet.
  case thinking
  /// A piece of the answer.
  case text(String)
  /// The answer ended.
  case answered(Report.Answer)
}

/// The main job: photo -> pixels -> visual tokens -> queries -> soft prompt -> words -> report.
package struct Consultation {
  let model: SkinModel
  let speech: Speech
  private let loadMilliseconds: Double
  /// The model, for callers that change what it has learned between two photos.
  package var servedModel: SkinModel { model }

  /// A consultation with a model.
  ///
  /// - Parameters:
  ///   - loadMilliseconds: how long it took to open the model, for the report.
  ///   - speech: what the model may say; nil for its whole list if it has one.
  package init(_ model: SkinModel, loadMilliseconds: Double, speech: Speech? = nil) {
    self.model = model
    self.speech = speech ?? Speech(model)
    self.loadMilliseconds = loadMilliseconds
  }

  /// Diagnoses a photo.
  ///
  /// - Parameter listener: hears what happens; returns whether to go on with the answer.
  /// - Throws: `ImageError` if the photo cannot be used, `LanguageError` if a question is too long.
  package func diagnose(
    path: String, options: ConsultationOptions, listener: (ConsultationEvent) -> Bool = { _ in true }
  ) throws -> Report {
    let bytes = try Photo.fileBytes(path: path)
    return try diagnose(
      bytes, named: FileName.last(of: path), options: options, listener: listener)
  }

  /// Diagnoses a photo that is in memory.
  ///
  /// - Parameters:
  ///   - bytes: the file, JPEG, PNG or WebP.
  ///   - name: what the report calls it.
  ///   - listener: hears what happens; returns whether to go on with the answer.
  /// - Throws: `ImageError` if the photo cannot be used, `LanguageError` if a question is too long.
  package func diagnose(
    _ bytes: [UInt8], named name: String, options: ConsultationOptions,
    listener: (ConsultationEvent) -> Bool = { _ in true }
  ) throws -> Report {
    try diagnose(case: [CasePhoto(name: name, bytes: bytes)], options: options, listener: listener)
  }

  /// Asks again about a photo that was read before: nothing that is known is computed again.
  ///
  /// - Parameters:
  ///   - report: what ``begin(_:of:named:options:)`` found; its urgency is assessed anew with the options' history.
  ///   - listener: hears what happens; returns whether to go on with the answer.
  /// - Throws: `LanguageError` if a question is too long.
  package func resume(
    _ report: Report, in conversation: Conversation?, options: ConsultationOptions,
    listener: (ConsultationEvent) -> Bool
  ) throws -> Report {
    var clock = Stopwatch()
    var report = report
    report.answers = []
    try assess(&report, options)
    let mayAnswer = report.outcome != .notSkin || options.force
    if let conversation, mayAnswer, let prompt = options.prompts.first {
      try conversation.resume(
        options.earlier.map { Turn(question: sanitized($0.question), answer: " " + sanitized($0.answer ?? "")) },
        asking: sanitized(prompt), tokenLimit: options.generation.tokenLimit)
      // A question that is too long is refused before anything is said.
      try conversation.check(asking: sanitized(prompt))
    }
    let goesOn = listener(.assessed(report))
    guard let conversation, goesOn, mayAnswer else { return finished(report, clock) }
    try answer(options, in: conversation, report: &report, clock: &clock, listener: listener)
    return finished(report, clock)
  }

  /// Assesses the urgency, and explains what else is named.
  func assess(_ report: inout Report, _ options: ConsultationOptions) throws {
    report.assessUrgency(history: options.history, thresholds: model.urgencyThresholds, isForced: options.force)
    report.explainAlternatives(try speech.sentences())
  }

  /// A text that cannot end its own turn or speak for the other side.
  private func sanitized(_ text: String) -> String { model.prompt.sanitized(question: text) }

  /// Takes a decoded photo, perhaps changed since, and scores the classes; asks nothing yet.
  ///
  /// - Parameter bytes: the file that it comes from, for the report's digest.
  /// - Returns: the report so far, and the conversation in which to ask; none if the gate refuses the photo.
  package func begin(
    _ photo: Photo, of bytes: [UInt8], named name: String, options: ConsultationOptions
  ) throws -> (report: Report, conversation: Conversation?) {
    let quality = PhotoGate().inspect(photo)
    var report = opened(name: name, bytes: bytes, photo: photo, quality: quality)
    guard quality.usable || options.force else {
      report.outcome = .unusablePhoto
      report.assessUrgency(history: options.history, thresholds: model.urgencyThresholds, isForced: false)
      return (report, nil)
    }
    var clock = Stopwatch()
    let reading = try model.read(photo)
    let features = reading.features
    report.timing.vision = clock.lap()
    let conversation = try model.conversation(about: reading.takeSoftPrompt())
    if let scores = try model.scores(conversation, features: features) {
      let differential = scores.differential
      report.concepts = try ConceptScores.score(
        conversation, model: model, diseaseProbability: differential.diseaseProbability)
      report.timing.scoring = clock.lap()
      report.differential = differential.entries.map { ClassEvidence.explained($0, concepts: report.concepts) }
      report.dangers = scores.dangerProbabilities()
      report.isUnfamiliar = scores.isUnfamiliar ? true : nil
      report.outcome = scores.outcome(model.calibration)
      report.conditions = try conditions(of: scores, in: conversation)
    }
    try assess(&report, options)
    // Nothing is said that was computed from damaged or replaced weights.
    try model.container.checkIntegrity()
    report.model.verified = model.container.isVerified
    return (report, conversation)
  }

  /// Asks one question; fixed replies come first, and every sentence of the model passes the guard before anybody
  /// sees it.
  ///
  /// - Parameters:
  ///   - report: what ``begin(_:of:named:options:)`` found, with the urgency that the answer must not contradict.
  ///   - listener: gets the answer piece by piece; returns whether to go on.
  /// - Returns: the answer as it was shown.
  /// - Throws: `LanguageError` if the question is too long, `ContainerError` if the weights have changed.
  package func ask(
    _ prompt: String, in conversation: Conversation, about report: Report, generation: GenerationOptions,
    listener: (String) -> Bool
  ) throws -> Report.Answer {
    var failure: ContainerError?
    let answer = try answer(prompt, in: conversation, about: report, generation: generation) { piece in
      // Text from weights that have changed meanwhile is never shown.
      do throws(ContainerError) { if !piece.isEmpty { try model.container.checkIntegrity() } } catch {
        failure = error
        return false
      }
      return listener(piece)
    }
    if let failure { throw failure }
    try model.container.checkIntegrity()
    return answer
  }

  private func answer(
    _ prompt: String, in conversation: Conversation, about report: Report, generation: GenerationOptions,
    listener: (String) -> Bool
  ) throws -> Report.Answer {
    let prompt = sanitized(prompt)
    let differential = Differential(entries: report.differential ?? [])
    let mayClaimHealth = differential.claimsHealth && report.outcome == .assessed
    let topClasses = differential.likelyClasses.filter { $0 != FixedReplies.healthySlug || mayClaimHealth }
    // Also a question that a fixed reply answers: its words are looked at one by one.
    let promptTokens = try conversation.check(asking: prompt)
    // Texts about healthy skin would reassure where nothing is known.
    let unknown = differential.claimsHealth && !mayClaimHealth ? FixedReplies.unknownHealth : nil
    let question = try UnderstoodQuestion(prompt, model)
    var fixedReply =
      question.isOwn
      ? nil
      : FixedReplies.answer(
        to: prompt, topClasses: topClasses, declinesOthers: model.configuration.provenance.diagnostic,
        reading: question.reading)
    if let approved = speech.approved { fixedReply = fixedReply?.limited(to: approved) }
    if fixedReply == nil, let table = try speech.sentences() {
      return try ask(
        question, sentences: table, in: conversation, about: report, generation: generation, listener: listener
      ).renamed(prompt)
    }
    if let fixed = fixedReply?.text ?? unknown {
      _ = listener(fixed)
      return Report.Answer(
        prompt: prompt, text: fixed, sentences: fixedReply?.sentences ?? [], tokens: 0, stopped: .end,
        promptTokens: promptTokens)
    }
    var stream = GuardedStream(
      AnswerGuard(reasons: report.urgency?.reasons ?? []), question: prompt,
      level: report.urgency?.level ?? .notAssessed,
      topClasses: topClasses)
    let opening = report.outcome == .uncertain ? ReportWords.unsureOpening + " " : ""
    var text = opening
    var goesOn = opening.isEmpty || listener(opening)
    func pass(_ piece: String) -> Bool {
      // The space after the answer marker belongs to the template.
      let piece = text == opening ? String(piece.drop { $0.isWhitespace }) : piece
      // Asked even when no sentence is whole yet, so that a long one can be stopped too.
      if !piece.isEmpty { text += piece }
      goesOn = listener(piece) && goesOn
      return goesOn
    }
    let written = try conversation.ask(prompt, options: generation) { pass(stream.append($0)) }
    _ = pass(stream.finish())
    return Report.Answer(
      prompt: prompt, text: text.trimmingCharacters(in: .whitespacesAndNewlines), tokens: written.tokenCount,
      stopped: written.stopped, promptTokens: promptTokens)
  }

  /// Asks the questions.
  func answer(
    _ options: ConsultationOptions, in conversation: Conversation, report: inout Report, clock: inout Stopwatch,
    listener: (ConsultationEvent) -> Bool
  ) throws {
    var tokenCount = 0
    var goesOn = true
    var firstWord: Double?
    for prompt in options.prompts where goesOn {
      goesOn = listener(.question(prompt))
      let answer = try ask(prompt, in: conversation, about: report, generation: options.generation) { piece in
        guard !piece.isEmpty else {
          goesOn = listener(.thinking) && goesOn
          return goesOn
        }
        if firstWord == nil { firstWord = clock.total }
        goesOn = listener(.text(piece)) && goesOn
        return goesOn
      }
      tokenCount += answer.tokens
      report.answers.append(answer)
      goesOn = listener(.answered(answer)) && goesOn
    }
    report.timing.firstWord = firstWord
    let answering = clock.lap()
    if tokenCount > 0 { report.timing.decodeTokensPerSecond = Double(tokenCount) / answering * 1000 }
  }

  /// The report as far as it is known before the model has seen the photo.
  private func opened(name: String, bytes: [UInt8], photo: Photo, quality: PhotoQuality) -> Report {
    Report(
      model: modelFacts,
      photo: Report.Photo(
        file: name, width: photo.width, height: photo.height,
        sha256: SHA256.hash(data: bytes).hexadecimal,
        quality: quality),
      outcome: .assessed, differential: nil, concepts: nil, answers: [],
      urgency: nil,
      disclaimer: Disclaimer.text(model.configuration.provenance), timing: Report.Timing(load: loadMilliseconds),
      memory: Report.Memory(peakBytes: ProcessMemory.peakByteCount))
  }

  /// The report with what is known only at the end.
  func finished(_ report: Report, _ clock: Stopwatch) -> Report {
    var report = report
    report.timing.total = loadMilliseconds + clock.total
    report.memory = Report.Memory(peakBytes: ProcessMemory.peakByteCount)
    return report
  }

  private var modelFacts: Report.Model {
    let provenance = model.configuration.provenance
    var facts = Report.Model(
      name: model.configuration.name, digest: model.container.digest, scheme: model.scheme,
      provenance: provenance.statement, diagnostic: provenance.diagnostic, accuracy: provenance.measuredAccuracy)
    facts.fit = model.fit.map { Report.Fit($0) }
    return facts
  }
}
