import Foundation
import SkinEvaluation

/// What the trials of the paper found, as tables.
enum PaperText {
  /// The paper's evaluation.
  static func text(_ result: Eval.PaperResult) -> String {
    let paper = result.paper
    var text = "\(result.model) (\(result.scheme), \(result.digest.prefix(12)))\n\n"
    text += "\(paper.photos) photos, seed \(paper.seed); the paper's clinicians saw 150.\n"
    text += fewer(paper.perClass.map(\.sample), of: PaperEvaluation.photosPerClass)
    text += "\n" + line("answered", paper.answered) + line("says that it cannot tell", paper.uncertain)
    text += line("refused", paper.refused) + line("right class first", paper.right)
    text += line("right class among first three", paper.rightAmongThree)
    if let share = paper.rightOfAnswered { text += line("right class first, of those answered", share) }
    if let share = paper.wholeDialogues { text += line("all prompts answered, unless refused", share) }
    if let spread = paper.response { text += times("from photo to fourth answer", spread) }
    if let spread = paper.firstWord { text += times("from scores to first word", spread) }
    for words in conditions(result.conditions) { text += Terminal.wrapped(words) + "\n" }
    text += "\nclass (the paper's name)        photos  right  among 3  answered  cannot tell  refused\n"
    for found in paper.perClass {
      text += found.sample.paperClass.padding(toLength: 30, withPad: " ", startingAt: 0)
      let counts =
        [found.sample.drawn, found.right, found.rightAmongThree]
        + PaperEvaluation.Outcome.allCases.map { found.outcomes[$0.rawValue] ?? 0 }
      text += zip(counts, [8, 7, 9, 10, 13, 9]).map { padded("\($0)", left: $1) }.joined() + "\n"
    }
    if result.left_out > 0 { text += "\n\(result.left_out) photos could not be read and were left out.\n" }
    return text + "\n" + Terminal.wrapped(result.disclaimer) + "\n"
  }

  /// The consistency test.
  static func text(_ result: Eval.ConsistencyResult) -> String {
    let found = result.consistency
    var text = "\(result.model) (\(result.scheme), \(result.digest.prefix(12)))\n\n"
    text += "\(found.photos) photos, ten changes of each, seed \(found.seed)"
    text += found.refusedOriginals > 0 ? "; \(found.refusedOriginals) more were refused as they are.\n" : ".\n"
    text += fewer(found.sample, of: Consistency.photosPerClass)
    text += "\nversions            number  same class     same level     both           lower level    refused\n"
    for row in found.rows {
      text += row.versions.padding(toLength: 20, withPad: " ", startingAt: 0)
      text += padded("\(row.sameClass.photos)", left: 6)
      for share in [row.sameClass, row.sameLevel, row.sameBoth, row.lowerLevel, row.refused] {
        let bounds = share.interval.map { String(format: "%.0f", $0 * 100) }.joined(separator: "-")
        let words = String(format: "  %5.1f (%@)", share.value * 100, bounds as NSString)
        text += words.padding(toLength: 15, withPad: " ", startingAt: 0)
      }
      text = String(text.reversed().drop { $0 == " " }.reversed()) + "\n"
    }
    text += "Percent, with 95 % intervals by drawing photos.\n"
    if result.left_out > 0 { text += "\n\(result.left_out) photos could not be read and were left out.\n" }
    return text + "\n" + Terminal.wrapped(result.disclaimer) + "\n"
  }

  /// The machine, the build and the load, one line each.
  static func conditions(_ conditions: Eval.PaperResult.Conditions) -> [String] {
    let threads = conditions.threads == 1 ? "1 thread" : "\(conditions.threads) threads"
    let loads = conditions.load_average.map { String(format: "%.1f", $0) }.joined(separator: " before, ")
    var lines = [
      "This program: \(conditions.processor ?? "unknown processor"), \(threads), \(conditions.optimized ? "release" : "debug") build."
    ]
    if !loads.isEmpty { lines.append("Load average of the machine: \(loads) after.") }
    if !conditions.optimized { lines.append("A debug build is slower: these times say nothing about the program.") }
    if conditions.load_average.contains(where: { $0 > Double(conditions.threads) + 0.5 }) {
      lines.append("The machine had other work, so the times are longer than on an idle one.")
    }
    return lines
  }

  /// The classes that have fewer photos than requested.
  private static func fewer(_ counts: [CaseSample.ClassCount], of asked: Int) -> String {
    let few = counts.filter { $0.drawn < asked }.map { "\($0.class) \($0.drawn)" }
    return few.isEmpty
      ? ""
      : Terminal.wrapped("Fewer than \(asked) of these, because the table has no more: \(few.joined(separator: ", ")).")
        + "\n"
  }

  private static func line(_ name: String, _ share: Evaluation.Share) -> String {
    let bounds = share.interval.map { String(format: "%.1f", $0 * 100) }.joined(separator: " to ")
    return name.padding(toLength: 38, withPad: " ", startingAt: 0)
      + String(format: "%5.1f %%  (%@, %d photos)\n", share.value * 100, bounds as NSString, share.photos)
  }

  private static func times(_ name: String, _ spread: Spread) -> String {
    name.padding(toLength: 38, withPad: " ", startingAt: 0)
      + String(
        format: "median %.0f ms (quartiles %.0f to %.0f; %.0f to %.0f)\n", spread.median, spread.lowerQuartile,
        spread.upperQuartile, spread.least, spread.greatest)
  }

  private static func padded(_ text: String, left count: Int) -> String {
    String(repeating: " ", count: max(0, count - text.count)) + text
  }
}
