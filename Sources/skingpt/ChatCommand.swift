import ArgumentParser
import Foundation
import SkinConfiguration
import SkinDiagnosis
import SkinImage
import SkinLanguage
import SkinSafety
import SkinText

/// `skingpt chat`: the same conversation, interactive.
struct Chat: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Answers questions about a photo until the input ends.",
    discussion: "/help lists what can be typed besides questions.")

  private static let help = """
    Type a question and press Return.
    /new PHOTO  another photo, a new conversation
    /save FILE  the conversation as Markdown
    /help       this text
    /quit       the end

    """

  @Argument(help: "A photo, JPEG or PNG.")
  var photo: String

  @OptionGroup var modelOptions: ModelOptions
  @OptionGroup var answerOptions: AnswerOptions

  @Flag(name: .long, help: "No prompt sign and no greeting.")
  var quiet = false

  func run() throws {
    let (model, _) = try modelOptions.open()
    let disclaimer = Disclaimer.text(model.configuration.provenance)
    var current = photo
    var conversation = try begin(photo, model: model)
    if !quiet { Terminal.write(Terminal.wrapped(disclaimer) + "\n\n" + Self.help) }
    questions: while let line = ask() {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      do {
        switch words.first {
        case nil: continue
        case "/quit": break questions
        case "/help": Terminal.write(Self.help)
        case "/new":
          guard words.count == 2 else { throw Self.missing("/new PHOTO") }
          conversation = try begin(words[1], model: model)
          current = words[1]
        case "/save":
          guard words.count == 2 else { throw Self.missing("/save FILE") }
          try save(conversation, photo: current, disclaimer: disclaimer, to: words[1])
        case let command? where command.hasPrefix("/"):
          throw FailureReport(problem: "'\(command)' is no command.", help: "Type /help.", status: .usage)
        default: try answer(line, in: conversation, model: model)
        }
      } catch { Terminal.report(FailureReport(error, file: current)) }
    }
    if !quiet { Terminal.write("\n") }
    Terminal.write(Terminal.wrapped(disclaimer) + "\n")
  }

  private static func missing(_ usage: String) -> FailureReport {
    FailureReport(problem: "The name is missing.", help: "Type \(usage).", status: .usage)
  }

  private func begin(_ path: String, model: SkinModel) throws -> Conversation {
    do {
      let photo = try Photo.decode(try Photo.fileBytes(path: path))
      return try model.conversation(about: model.softPrompt(of: photo))
    } catch { throw FailureReport(error, file: path) }
  }

  private func ask() -> String? {
    if !quiet { Terminal.write("> ") }
    return readLine()
  }

  private func answer(_ question: String, in conversation: Conversation, model: SkinModel) throws {
    let prompt = try Prompt(template: model.configuration.conversation, tokenizer: model.tokenizer)
    let question = prompt.sanitized(question: question)
    let differential = try Differential.score(conversation, model: model) ?? Differential(entries: [])
    let topClasses = differential.likelyClasses
    if let fixed = FixedReplies.reply(to: question, topClasses: topClasses) {
      Terminal.write(Terminal.wrapped(fixed) + "\n\n")
      return
    }
    let urgency = UrgencyAssessment.assess(
      history: nil, differential: differential.entries.map { ($0.class, $0.probability) })
    var stream = GuardedStream(
      AnswerGuard(reasons: urgency.reasons), question: question, level: urgency.level, topClasses: topClasses)
    var wrapper = LineWrapper()
    _ = try Interruption.whileAnswering {
      try conversation.ask(question, options: answerOptions.generation) { piece in
        Terminal.write(wrapper.append(stream.append(piece)))
        return !Interruption.isAnswerInterrupted
      }
    }
    Terminal.write(wrapper.append(stream.finish()) + wrapper.finish() + "\n")
  }

  private func save(_ conversation: Conversation, photo: String, disclaimer: String, to path: String) throws {
    var text = "# \(URL(fileURLWithPath: photo).lastPathComponent)\n"
    for turn in conversation.turns {
      text += "\n**\(turn.question)**\n\n\((turn.answer ?? "").trimmingCharacters(in: .whitespacesAndNewlines))\n"
    }
    text += "\n---\n\n\(disclaimer)\n"
    do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
      throw FailureReport(
        problem: "'\(path)' cannot be written.", help: "Check the folder and your rights.", status: .inputOutput)
    }
  }
}
