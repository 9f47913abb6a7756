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
  /// The parser would report it as an unexpected argument.
  static func checkCommand(_ arguments: [String]) throws(FailureReport) {
    guard let name = arguments.first, !name.hasPrefix("-"), !commands.contains(name) else { return }
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
    for line in message.split(separator: "\n") {
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
    let command = arguments.first.flatMap { commands.contains($0) && $0 != "help" ? $0 : nil }
    return FailureReport(
      problem: problem,
      help: command.map { "skingpt \($0) --help lists its options." }
        ?? "skingpt --help lists the commands, skingpt COMMAND --help their options.",
      status: .usage)
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
