import SkinFailure
import Foundation
import SkinDiagnosis
import SkinFiles
import SkinWords

#if canImport(Glibc)
  import Glibc
#endif

/// Output to the person at the keyboard.
enum Terminal {
  /// Columns of the text output.
  static let width = 80

  /// Whether standard error is a terminal: only then is there progress.
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether standard output is a terminal that shows bold and colour, and the person has not turned them off.
  static var isColoured: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"]?.isEmpty ?? true && environment["TERM"] != "dumb"
  }

  /// A line that stands out on a terminal, in red if it is an alarm; anywhere else it is the same words.
  static func emphasized(_ line: String, isAlarm: Bool) -> String {
    isColoured ? "\u{1B}[1\(isAlarm ? ";31" : "")m\(line)\u{1B}[0m" : line
  }

  /// Writes to standard output at once; a result that cannot be written ends the program with status 74, and a closed
  /// pipe as ``ClosedPipe`` says.
  ///
  /// Text from outside cannot move the cursor or reverse a line.
  static func write(_ text: String) { writeUnchanged(FileName.shown(text, keepsLines: true, keepsColours: isColoured)) }

  /// Writes the program's own text to standard output as it is, such as a script of completions.
  static func writeUnchanged(_ text: String) {
    do { try OutputTarget.write(Array(text.utf8), to: STDOUT_FILENO, path: "-") } catch {
      ClosedPipe.end(if: error)
      let failure = FailureReport(
        problem: "The result cannot be written to standard output.",
        help: "Check the free space, or where the output goes to.", status: .inputOutput)
      report(failure)
      Interruption.removeUnfinished()
      exit(failure.status.rawValue)
    }
  }

  /// Writes to standard error, if it can be written to.
  static func note(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// Two lines about a failure; the help is in the person's language, if the catalogue has it.
  static func report(_ failure: FailureReport) {
    note("error: \(FileName.shown(failure.problem))\nhelp:  \(FileName.shown(words.running(failure.help)))\n")
  }

  /// A line for the person at the keyboard about what else they can do; it is no part of the result.
  static func advise(_ text: String) { note("help:  \(FileName.shown(text))\n") }

  /// The language of messages before or beside a command: that of `--language`, else the locale's.
  private static let words: Words = {
    let arguments = CommandLine.arguments
    let place = arguments.firstIndex(of: "--language").map { $0 + 1 } ?? arguments.count
    let named = place < arguments.count ? Language(locale: arguments[place]) : nil
    return (try? Words(named ?? Language(environment: ProcessInfo.processInfo.environment))) ?? .english
  }()

  /// Breaks text into lines of at most `width` columns; a mark that stands alone, as French has them, stays with its word.
  static func wrapped(_ text: String, indent: String = "", width: Int = width) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { paragraph in
      var lines: [String] = []
      var line = indent
      for word in unbreakable(paragraph) {
        if line.columns + word.columns + 1 > width, line != indent {
          lines.append(line)
          line = indent
        }
        line += line == indent ? word : " " + word
      }
      return (lines + [line]).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// The words of a paragraph, each with the marks before and behind it.
  private static func unbreakable(_ paragraph: Substring) -> [String] {
    paragraph.split(separator: " ").reduce(into: []) { words, word in
      if let last = words.last, stay(last, word) {
        words[words.count - 1] = last + " " + word
      } else {
        words.append(String(word))
      }
    }
  }

  /// Whether no line ends between two words, since one of them is a mark.
  fileprivate static func stay(_ word: String, _ next: some StringProtocol) -> Bool {
    [":", ";", "?", "!", "%", "\u{BB}"].contains(String(next)) || word.hasSuffix("\u{AB}")
  }

  /// Breaks an item of a list into lines, the first after a dash.
  static func item(_ text: String, indent: String) -> String {
    let lines = wrapped(text, indent: indent + "  ")
    return indent + "- " + lines.dropFirst(indent.count + 2)
  }
}

/// Breaks streamed text into lines as it arrives.
struct LineWrapper {
  private var column = 0
  /// A whole word that waits for the next, which may be a mark of its own.
  private var held = ""
  private var word = ""

  /// The text to print for a piece; the last words wait.
  mutating func append(_ piece: String) -> String {
    var output = ""
    for character in piece {
      if character == " " || character == "\n" {
        output += takeWord()
        if character == "\n" {
          output += takeHeld() + "\n"
          column = 0
        }
      } else {
        word.append(character)
      }
    }
    return output
  }

  /// The rest, and the end of the line.
  mutating func finish() -> String { takeWord() + takeHeld() + "\n" }

  private mutating func takeWord() -> String {
    guard !word.isEmpty else { return "" }
    defer { word = "" }
    if !held.isEmpty, Terminal.stay(held, word) {
      held += " " + word
      return ""
    }
    defer { held = word }
    return takeHeld()
  }

  private mutating func takeHeld() -> String {
    guard !held.isEmpty else { return "" }
    defer { held = "" }
    if column == 0 {
      column = held.columns
      return held
    }
    if column + 1 + held.columns > Terminal.width {
      column = held.columns
      return "\n" + held
    }
    column += 1 + held.columns
    return " " + held
  }
}
