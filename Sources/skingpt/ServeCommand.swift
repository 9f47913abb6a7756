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
    help: ArgumentHelp(
      "If another program has the port: fail; next: take the next free of eight; reuse: name the page of a skingpt "
        + "that you started before, if there is one, else as next.",
      valueName: "what"))
  var whenTaken = TakenPort.fail

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
    /// Whether another program of the same person has served it before; absent if not.
    var reused: Bool?

    init(port: UInt16, model: String) {
      address = "http://127.0.0.1:\(port)/"
      self.model = model
    }
  }

  func validate() throws {
    if port == 0 { throw ValidationError("--port must be from 1 to 65535, not 0") }
  }

  func run() throws {
    try Confinement.allowWriting(beside: cases.map { [$0] } ?? [])
    let words = try languageOptions.words()
    // Before the model, which may take a minute.
    if whenTaken == .reuse, let found = whenTaken.ports(from: port).lazy.compactMap(OwnServer.init(port:)).first {
      return try tell(of: found, words)
    }
    let store = try cases.map { try CaseStore(path: $0) }
    let (model, milliseconds) = try modelOptions.open()
    let speech = try sentenceOptions.speech(of: model)
    let configuration = model.configuration
    let served = ServedModel(model)
    let queue = ConsultationQueue(Consultation(model, loadMilliseconds: milliseconds, speech: speech))
    let running = try start { port in
      SkinServer(
        port: port, queue: queue, model: served, cases: store, catalogues: Catalogues(standard: words.language))
    }
    try Confinement.close(allowsWriting: store != nil)
    let address = Address(port: running.port, model: configuration.name)
    if !quiet { greet(address, on: running.port, store: store, provenance: configuration.provenance, words) }
    if json { Terminal.write(try JSONText.line(address)) }
    try running.wait()
  }

  /// Serves on the port, or on the first free one if that was asked for.
  private func start(_ server: (UInt16) -> SkinServer) throws -> RunningServer {
    let ports = whenTaken.ports(from: port)
    for port in ports {
      if let running = try? server(port).start() { return running }
    }
    if whenTaken == .fail, OwnServer(port: port) != nil {
      throw FailureReport(
        problem: "Port \(port) of 127.0.0.1 is taken by a skingpt of yours: http://127.0.0.1:\(port)/ is its page.",
        help: "Open that page, or choose another port with --port.", status: .inputOutput)
    }
    let named =
      ports.count == 1
      ? "Port \(port) of 127.0.0.1 cannot be used"
      : "None of the ports \(port) to \(ports.upperBound) of 127.0.0.1 can be used"
    throw FailureReport(
      problem: "\(named): another program has it, or the system refuses.",
      help: "End the other program, or choose another with --port.", status: .inputOutput)
  }

  private func greet(_ address: Address, on usedPort: UInt16, store: CaseStore?, provenance: Provenance, _ words: Words)
  {
    if usedPort != port {
      Terminal.note(
        words("Port {port} is taken; {other} is used.", ["port": "\(port)", "other": "\(usedPort)"]) + "\n")
    }
    let greeting = words(
      "{model} at {address} on this machine alone; Ctrl-C ends it.",
      ["model": address.model, "address": address.address])
    Terminal.note(greeting + "\n")
    if let store { Terminal.note(Terminal.wrapped(Self.note(store, words)) + "\n") }
    let always = [ReportSpeaker(words).note, words.running(Disclaimer.text(provenance))]
    for text in always.compactMap({ $0 }) { Terminal.note(Terminal.wrapped(text) + "\n") }
  }

  /// Says where the page is that another start of the program serves.
  private func tell(of found: OwnServer, _ words: Words) throws {
    var address = Address(port: found.port, model: found.model)
    address.reused = true
    let text = words("The page is open already at {address}.", ["address": address.address])
    Terminal.note(Terminal.wrapped(text) + "\n")
    if json { Terminal.write(try JSONText.line(address)) }
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
