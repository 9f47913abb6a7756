import SkinFailure
import ArgumentParser
import Foundation
import SkinContainer
import SkinDiagnosis
import SkinText

/// `skingpt tokenize`: text to token ids, and back.
struct Tokenize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints token ids as a JSON array; with --decode, text for JSON arrays.",
    discussion: "Without TEXT it reads lines from standard input and prints one line for each.")

  @Argument(help: "Text, or with --decode a JSON array.")
  var text: String?

  @Option(name: .long, help: "A tokenizer.model instead of a model's own.")
  var tokenizer: String?

  @Flag(name: .long, help: "From ids to text.")
  var decode = false

  @Flag(name: .long, help: "Ids are JSON in any case; with --decode, texts as JSON strings.")
  var json = false

  @OptionGroup var modelOptions: ModelOptions
  @OptionGroup var quietOption: QuietOption

  func run() throws {
    let tokenizer = try openTokenizer()
    if let text {
      Terminal.write(try converted(Array(text.utf8), tokenizer))
      return
    }
    // Lines end at a line feed; all other bytes, carriage returns and broken UTF-8 too, belong to the line.
    let input = FileHandle.standardInput.readDataToEndOfFile()
    var lines = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    var output = ""
    for line in lines { output += try converted(Array(line), tokenizer) }
    Terminal.write(output)
  }

  private func openTokenizer() throws -> Tokenizer {
    guard let tokenizer else {
      return try Tokenizer(model: try modelOptions.openContainer().resource(.tokenizer))
    }
    do { return try Tokenizer(model: Array(try InputFile.read(tokenizer))) } catch let error as TextError {
      throw FailureReport(
        problem: "'\(tokenizer)' is not a tokenizer that can be used: \(error).",
        help: "Give a SentencePiece tokenizer.model.", status: .badInput)
    }
  }

  private func converted(_ line: [UInt8], _ tokenizer: Tokenizer) throws -> String {
    guard decode else {
      return "[" + tokenizer.encode(line).map(String.init).joined(separator: ", ") + "]\n"
    }
    guard let ids = try? JSONDecoder().decode([Int32].self, from: Data(line)) else {
      throw FailureReport(
        problem: "'\(String(decoding: line.prefix(40), as: UTF8.self))' is not a JSON array of token ids.",
        help: "Write it like [1, 15043, 3186].", status: .badInput)
    }
    do {
      let text = try tokenizer.decode(ids)
      return json ? try JSONText.line(text) : text + "\n"
    } catch {
      throw FailureReport(
        problem: "The ids cannot be decoded: \(error).", help: "Use ids of this tokenizer.", status: .badInput)
    }
  }
}
