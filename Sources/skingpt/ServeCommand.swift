import SkinRuntime
import SkinFailure
import ArgumentParser
import Foundation
import SkinCases
import SkinConfiguration
import SkinDiagnosis
import SkinServer
import SkinWords

/// `skingpt serve`: a page and an interface on 127.0.0.1.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows a page and an OpenAI-compatible interface on 127.0.0.1, for this machine alone.")

  @Option(name: .long, parsing: .unconditional, help: "The port.")
  var port: UInt16 = 8080

  @Option(
    name: .long,
    help: "The file for cases that you keep on the page; not encrypted. Without it, nothing is kept.")
  var cases: String?

  @OptionGroup var languageOptions: LanguageOptions
  @OptionGroup var modelOptions: ModelOptions
  @OptionGroup var sentenceOptions: SentenceOptions

  @Flag(name: .long, help: "The address as JSON on standard output.")
  var json = false

  @Flag(name: .long, help: "No greeting.")
  var quiet = false

  private struct Address: Encodable {
    let address: String
    let model: String
  }

  func validate() throws {
    if port == 0 { throw ValidationError("--port must be from 1 to 65535, not 0") }
  }

  func run() throws {
    try Confinement.allowWriting(beside: cases.map { [$0] } ?? [])
    // Before the model, which may take a minute.
    let store = try cases.map { try CaseStore(path: $0) }
    let (model, milliseconds) = try modelOptions.open()
    let speech = try sentenceOptions.speech(of: model)
    let configuration = model.configuration
    let words = try languageOptions.words()
    let served = ServedModel(model)
    let queue = ConsultationQueue(Consultation(model, loadMilliseconds: milliseconds, speech: speech))
    let server = SkinServer(
      port: port, queue: queue, model: served, cases: store,
      catalogues: Catalogues(standard: words.language))
    let running: RunningServer
    do { running = try server.start() } catch {
      throw FailureReport(
        problem: "Port \(port) of 127.0.0.1 cannot be used: another program has it, or the system refuses.",
        help: "End the other program, or choose another with --port.", status: .inputOutput)
    }
    try Confinement.close(allowsWriting: store != nil)
    if !quiet {
      let greeting = words(
        "{model} at {address} on this machine alone; Ctrl-C ends it.",
        ["model": configuration.name, "address": "http://127.0.0.1:\(port)/"])
      Terminal.note(greeting + "\n")
      if let store { Terminal.note(Terminal.wrapped(Self.note(store, words)) + "\n") }
      let always = [ReportSpeaker(words).note, words.running(Disclaimer.text(configuration.provenance))]
      for text in always.compactMap({ $0 }) { Terminal.note(Terminal.wrapped(text) + "\n") }
    }
    if json {
      Terminal.write(
        try JSONText.line(Address(address: "http://127.0.0.1:\(port)/", model: configuration.name)))
    }
    try running.wait()
  }

  private static func note(_ store: CaseStore, _ words: Words) -> String {
    store.isOpenToOthers
      ? words(
        "Cases that you keep on the page go to {file}, which is not encrypted; its disk knows no owners, so everybody on this computer can read it.",
        ["file": store.path])
      : words(
        "Cases that you keep on the page go to {file}, which is not encrypted and belongs to you alone.",
        ["file": store.path])
  }
}
