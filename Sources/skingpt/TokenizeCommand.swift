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

  @Option(name: .long, help: "The model; default: SKINGPT_MODEL, else the model that comes with the program.")
  var model: String?

  @Option(name: .long, help: "A tokenizer.model instead of a model's own.")
  var tokenizer: String?

  @Flag(name: .long, help: "From ids to text.")
  var decode = false

  func run() throws {
    let tokenizer = try Tokenizer(model: try tokenizerBytes())
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

  private func tokenizerBytes() throws -> [UInt8] {
    if let tokenizer {
      guard let data = FileManager.default.contents(atPath: tokenizer) else {
        throw FailureReport(
          problem: "'\(tokenizer)' is not there.", help: "Check the name and the folder.", status: .noInput)
      }
      return Array(data)
    }
    var options = ModelOptions()
    options.model = model
    return try Container.open(path: try options.modelPath()).resource(.tokenizer)
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
    do { return try tokenizer.decode(ids) + "\n" } catch {
      throw FailureReport(
        problem: "The ids cannot be decoded: \(error).", help: "Use ids of this tokenizer.", status: .badInput)
    }
  }
}
