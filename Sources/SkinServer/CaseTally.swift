import Foundation
package import SkinCases
import SkinDiagnosis
import SkinSafety

/// How the program did on the cases that were confirmed later.
package struct CaseTally: Hashable, Sendable, Encodable {
  /// A count of cases with the 95 % interval of its share.
  package struct Share: Hashable, Sendable, Encodable {
    /// Cases that count.
    package let count: Int
    /// Out of this many.
    package let of: Int
    /// The interval of the share, 0...1; absent without cases.
    package let interval: [Double]?

    /// Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference".
    init(_ count: Int, of all: Int) {
      self.count = count
      of = all
      guard all > 0 else {
        interval = nil
        return
      }
      let (n, z) = (Double(all), 1.959964)
      let share = Double(count) / n
      let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
      let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
      interval = [max(0, middle - half), min(1, middle + half)]
    }
  }

  /// Confirmed cases with the program's findings.
  package let cases: Int
  /// Confirmed cases that were kept without findings, and are not counted.
  package let uncounted: Int
  /// The right class came first.
  package let rightFirst: Share
  /// The right class was among the first three.
  package let amongThree: Share
  /// Of the confirmed dangers, those for which the report did not raise the level.
  package let missedDangers: Share

  private enum CodingKeys: String, CodingKey {
    case cases, uncounted
    case rightFirst = "right_first"
    case amongThree = "among_three"
    case missedDangers = "missed_dangers"
  }

  /// Counts.
  package init(_ confirmed: [ConfirmedCase]) {
    var (counted, first, three, dangers, missed) = (0, 0, 0, 0, 0)
    for entry in confirmed {
      guard let findings = entry.findings, let report = try? JSONDecoder().decode(Report.self, from: findings) else {
        continue
      }
      counted += 1
      let ranking = (report.differential ?? []).map(\.class)
      if ranking.first == entry.diagnosis.class { first += 1 }
      if ranking.prefix(3).contains(entry.diagnosis.class) { three += 1 }
      guard Self.isDanger(entry.diagnosis) else { continue }
      dangers += 1
      if !Self.askedForHaste(report) { missed += 1 }
    }
    cases = counted
    uncounted = confirmed.count - counted
    rightFirst = Share(first, of: counted)
    amongThree = Share(three, of: counted)
    missedDangers = Share(missed, of: dangers)
  }

  /// Whether a diagnosis must not be missed: by its condition, or by what its class mostly is.
  private static func isDanger(_ diagnosis: ConfirmedDiagnosis) -> Bool {
    if let group = DangerGroup.group(ofCondition: diagnosis.condition, class: diagnosis.class) {
      return DangerGroup.dangerous.contains(group)
    }
    return DangerProbabilities(differential: [(diagnosis.class, 1)]).anyDanger >= 0.5
  }

  /// Whether a report called for more than a routine visit.
  private static func askedForHaste(_ report: Report) -> Bool {
    guard let level = report.urgency?.level else { return false }
    return [.emergency, .within24Hours, .withinTwoWeeks].contains(level)
  }
}
