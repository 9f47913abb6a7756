import SkinFailure
import Foundation
import SkinConfiguration
import SkinDiagnosis
import SkinFiles
import SkinImage
import SkinRuntime
import SkinSafety
import SkinText
import SkinWords

/// One case in a chat: its photos, what is known about the person, and what was asked and shown.
struct ChatSession {
  private let model: SkinModel
  private let consultation: Consultation
  private var options: ConsultationOptions
  private var entries: [ReportPage.Entry] = []
  private var conversation: Conversation?

  /// The language.
  let words: Words
  private let writesJSON: Bool
  /// Files that were read, which are never overwritten.
  private var inputs: [String]

  init(
    _ model: SkinModel, loadMilliseconds: Double, speech: Speech, options: ConsultationOptions, words: Words,
    inputs: [String], writesJSON: Bool
  ) {
    self.words = words
    self.inputs = inputs
    self.writesJSON = writesJSON
    self.model = model
    self.options = options
    consultation = Consultation(model, loadMilliseconds: loadMilliseconds, speech: speech)
  }

  /// The report about the last photo, with the answers as they were shown.
  var report: Report? { entries.last?.report }

  /// The name of the last photo.
  var photo: String { report?.photo.file ?? "the photo" }

  /// What is known about the person.
  var history: History? { options.history }

  /// Looks at a photo; the answers about the person stay.
  mutating func begin(_ path: String) throws {
    do {
      let bytes = try Photo.fileBytes(path: path)
      inputs.append(path)
      let photo = try Photo.decode(bytes)
      let begun = try consultation.begin(photo, of: bytes, named: FileName.last(of: path), options: options)
      entries.append(ReportPage.Entry(report: begun.report, picture: ReportPicture.png(photo)))
      conversation = begun.conversation
    } catch { throw FailureReport(error, file: path) }
  }

  /// Takes other answers about the person; the urgency of every photo is assessed anew.
  mutating func update(_ history: History) {
    options.history = history
    for index in entries.indices {
      entries[index].report.assessUrgency(
        history: history, thresholds: model.urgencyThresholds, isForced: options.force)
    }
  }

  /// Asks a question; Ctrl-C stops the answer.
  mutating func ask(_ question: String) throws {
    guard let report else { return }
    guard let conversation, report.outcome != .notSkin || options.force else {
      throw FailureReport(
        problem: words.running(ReportWords.sentence(report) ?? ""),
        help: "Type /new PHOTO, or begin again with --force.",
        status: .badInput)
    }
    let prompt = try Prompt(template: model.configuration.conversation, tokenizer: model.tokenizer)
    let speaker = ReportSpeaker(words)
    var wrapper = LineWrapper()
    let typed = TypedQuestion(question, words)
    let answer = try Interruption.whileAnswering {
      try consultation.ask(
        prompt.sanitized(question: typed.asked), in: conversation, about: report, generation: options.generation
      ) { piece in
        if !piece.isEmpty, !writesJSON { Terminal.write(wrapper.append(speaker.piece(piece))) }
        return !Interruption.isAnswerInterrupted
      }
    }
    entries[entries.count - 1].report.answers.append(typed.named(answer))
    if writesJSON { return Terminal.write(try JSONText.line(answer, words)) }
    Terminal.write(wrapper.finish() + ReportText(words).ending(of: answer) + "\n")
  }

  /// Saves what was asked and shown: HTML if the name ends so, else Markdown.
  func save(to path: String) throws {
    let isPage = [".html", ".htm"].contains { path.lowercased().hasSuffix($0) }
    let text =
      isPage ? ReportPage.html(entries, words: words) : ReportTranscript.markdown(entries.map(\.report), words: words)
    try WholeFile.write(Data(text.utf8), to: path, inputs: inputs)
  }
}
