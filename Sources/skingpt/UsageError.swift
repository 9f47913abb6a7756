import SkinFailure
import ArgumentParser
import SkinDiagnosis
import SkinFiles

/// The message about a wrong command line: one line for what is wrong, one for what helps.
enum UsageError {
  /// The commands.
  private static var commands: [String] { SkinGPT.configuration.subcommands.map { $0._commandName } + ["help"] }

  /// Refuses a first argument that is not a command, and suggests the one that was probably meant.
  ///
  /// The parser would report it as an unexpected argument, and show the general help for `help` of what is no command.
  static func checkCommand(_ arguments: [String]) throws(FailureReport) {
    let arguments = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    guard let name = arguments.first, !name.hasPrefix("-"), !commands.contains(name) else { return }
    if FileStatus(path: name) != nil {
      throw FailureReport(
        problem: "'\(name)' is a file or a folder, not a command.",
        help: "skingpt diagnose PHOTO says what a photo may show; skingpt --help lists the commands.", status: .usage)
    }
    let close = commands.filter { distance($0, name) <= max(1, name.count / 3) }.min {
      distance($0, name) < distance($1, name)
    }
    throw FailureReport(
      problem: "'\(name)' is not a command." + (close.map { " Did you mean '\($0)'?" } ?? ""),
      help: "skingpt --help lists the commands.", status: .usage)
  }

  /// The parser's message without its usage lines; a list that follows becomes part of the sentence.
  static func report(_ message: String, arguments: [String]) -> FailureReport {
    var parts: [Substring] = []
    let lines = message.split(separator: "\n")
    let usage = lines.first { $0.hasPrefix("Usage: ") }?.dropFirst("Usage: ".count)
    for line in lines {
      if ["Help:", "Usage:", "  See '"].contains(where: line.hasPrefix) { break }
      parts.append(line)
    }
    var problem = parts.first.map(String.init) ?? ""
    if problem.hasPrefix("Error: ") { problem.removeFirst("Error: ".count) }
    let list = parts.dropFirst().map { $0.drop { $0 == " " || $0 == "-" } }
    if !list.isEmpty { problem += " " + list.joined(separator: ", ") }
    if let name = arguments.dropFirst().first(where: { $0.hasPrefix("-") && FileStatus(path: $0) != nil }) {
      return FailureReport(
        problem: problem, help: "Write the file '\(name)' as './\(name)', or after '--'.", status: .usage)
    }
    return FailureReport(problem: problem, help: help(problem, usage: usage, arguments: arguments), status: .usage)
  }

  /// What to do: the command's usage if an argument is missing, else where its options are listed.
  private static func help(_ problem: String, usage: Substring?, arguments: [String]) -> String {
    let helpOrder = "Options stand after the command, like skingpt diagnose PHOTO --language fr."
    let helpAll = "skingpt --help lists the commands, skingpt COMMAND --help their options."
    guard let first = arguments.first, commands.contains(first), first != "help" else {
      return arguments.contains(where: commands.contains) ? helpOrder : helpAll
    }
    let options = "skingpt \(first) --help lists its options."
    guard problem.hasPrefix("Missing expected argument"), let usage else { return options }
    return "\(usage); \(options)"
  }

  /// How many letters must be changed, added or removed to turn one word into the other.
  ///
  /// Source: Levenshtein 1966.
  private static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var corner = row[0]
      row[0] = i + 1
      for (j, right) in b.enumerated() {
        let next = min(row[j] + 1, row[j + 1] + 1, corner + (left == right ? 0 : 1))
        corner = row[j + 1]
        row[j + 1] = next
      }
    }
    return row[b.count]
  }
}
