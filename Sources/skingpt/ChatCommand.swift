import SkinRuntime
import SkinFailure
import ArgumentParser
import Foundation
import SkinConfiguration
import SkinDiagnosis
import SkinSafety
import SkinWords

#if canImport(Glibc)
  import Glibc
#endif

/// `skingpt chat`: the same conversation, interactive.
struct Chat: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answers questions about a photo until the input ends.",
    discussion: "/help lists what can be typed besides questions. Ctrl-C stops an answer; at the prompt it ends.")

  /// What can be typed, a line for each.
  private static func help(_ words: Words) -> String {
    let commands = [
      ("/new PHOTO", words("another photo of the same case; what is known about the person stays")),
      ("/history", words("the short questions about the person")),
      ("/save FILE", words("the case as a page if FILE ends in .html, else as Markdown")),
      ("/help", words("this text")), ("/quit", words("the end")),
    ]
    return words("Type a question and press Return. Ctrl-C stops an answer.") + "\n"
      + commands.map { $0.0.padding(toLength: 12, withPad: " ", startingAt: 0) + $0.1 + "\n" }.joined()
  }

  @Argument(help: "A photo, JPEG or PNG.")
  var photo: String

  @OptionGroup var modelOptions: ModelOptions
  @OptionGroup var languageOptions: LanguageOptions
  @OptionGroup var answerOptions: AnswerOptions
  @OptionGroup var sentenceOptions: SentenceOptions

  @Option(name: .long, help: "Ask this first.")
  var prompt: String?

  @Option(name: .long, help: "What is known about the person: a JSON file of coded answers.")
  var history: String?

  @Flag(name: .long, help: "Go on although the photo is poor or does not look like skin.")
  var force = false

  @Flag(name: .long, help: "The report and every answer as a JSON object on a line, nothing else; implies --quiet.")
  var json = false

  @Flag(name: .customLong("quiet"), help: "No prompt sign, no greeting, no questions about the person.")
  var isQuiet = false

  private var quiet: Bool { isQuiet || json }

  func run() throws {
    let words = try languageOptions.words()
    let (model, milliseconds) = try modelOptions.open()
    let speech = try sentenceOptions.speech(of: model)
    let always = [ReportSpeaker(words).note, words.running(Disclaimer.text(model.configuration.provenance))]
    let disclaimer = always.compactMap { $0.map { Terminal.wrapped($0) + "\n" } }.joined()
    let known = try history.map { try HistoryInput.read(path: $0) }
    let options = ConsultationOptions(
      generation: answerOptions.generation(seed: modelOptions.seed), force: force, history: known)
    var session = ChatSession(
      model, loadMilliseconds: milliseconds, speech: speech, options: options, words: words,
      inputs: [history, sentenceOptions.approvedOnly].compactMap(\.self) + modelOptions.inputs, writesJSON: json)
    try session.begin(photo)
    if !json { Interruption.onInterrupt(say: "\n" + disclaimer) }
    if !quiet { Terminal.write(disclaimer + "\n" + Self.help(words) + "\n") }
    var goesOn = true
    if known == nil, !quiet, isatty(STDIN_FILENO) == 1 { goesOn = askHistory(&session) }
    try show(session)
    if goesOn, let prompt { attempt(&session) { session in try session.ask(prompt) } }
    while goesOn, let line = readQuestion() {
      attempt(&session) { session in goesOn = try obey(line, &session) }
    }
    if !quiet { Terminal.write("\n") }
    // As JSON, every report contains it.
    if !json { Terminal.write(disclaimer) }
  }

  /// Carries out a typed line.
  ///
  /// - Returns: whether to go on.
  private func obey(_ line: String, _ session: inout ChatSession) throws -> Bool {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    let name = words.count == 2 ? TypedPath.plain(words[1]) : ""
    switch words.first {
    case nil: return true
    case "/quit": return false
    case "/help": Terminal.write(Self.help(session.words))
    case "/history":
      guard askHistory(&session) else { return false }
      if json {
        try show(session)
      } else if let report = session.report {
        Terminal.write(ReportText(session.words).urgency(report) + "\n")
      }
    case "/new":
      if name.isEmpty { throw Self.missing("/new PHOTO") }
      try session.begin(name)
      try show(session)
    case "/save":
      if name.isEmpty { throw Self.missing("/save FILE") }
      try session.save(to: name)
      if !quiet { Terminal.write(session.words("Saved: {file}", ["file": name]) + "\n") }
    case let command? where command.hasPrefix("/"):
      throw FailureReport(
        problem: "There is no command '\(command)'.",
        help: "Type /help for those that are there, or a question without /.",
        status: .usage)
    default: try session.ask(line)
    }
    return true
  }

  /// Reports an error in a chat without ending it.
  private func attempt(_ session: inout ChatSession, _ body: (inout ChatSession) throws -> Void) {
    do { try body(&session) } catch { Terminal.report(FailureReport(error, file: session.photo)) }
  }

  private func askHistory(_ session: inout ChatSession) -> Bool {
    var answers = session.history ?? History()
    let goesOn = HistoryInput(session.words).ask(&answers)
    session.update(answers)
    return goesOn
  }

  /// What the photo may show; the urgency in any case.
  private func show(_ session: ChatSession) throws {
    guard let report = session.report else { return }
    if json { return Terminal.write(try JSONText.line(report, session.words)) }
    let text = ReportText(session.words)
    Terminal.write((quiet ? text.urgency(report) : text.opening(report, isForced: force)) + "\n")
  }

  private static func missing(_ usage: String) -> FailureReport {
    FailureReport(problem: "The name of the file is missing.", help: "Type \(usage).", status: .usage)
  }

  private func readQuestion() -> String? {
    if !quiet { Terminal.write("> ") }
    return readLine()
  }
}
