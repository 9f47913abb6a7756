import Foundation
import SkinSafety

/// What several photos of one case say together.
///
/// Classes: the weighted mean of the log-probabilities, renormalized, so that a class that one good photo speaks
/// against is not rescued by another. Danger groups and concepts: the weighted mean of the probabilities, which for a
/// danger group is never less than the weighted share of the one photo that shows it. A refused photo counts only if
/// all were refused; each piece of advice about a photo halves its weight. The order of the photos does not matter.
///
/// Source: Genest and Zidek 1986, Statistical Science 1(1), 114-135 (logarithmic and linear opinion pools).
package enum CaseFusion {
  /// The least probability that counts, so that one photo cannot rule a class out.
  private static let leastProbability = 1e-4

  /// How much a photo counts, 0...1.
  package static func weight(_ report: Report) -> Double {
    guard report.photo.quality.usable, report.outcome != .notSkin, report.differential != nil else { return 0 }
    return pow(0.5, Double(report.photo.quality.findings.count))
  }

  /// Combines the reports of a case's photos into one; the urgency is not assessed yet.
  ///
  /// - Parameters:
  ///   - reports: at least one; each is about another photo.
  ///   - lead: the report of the photo that the answers are about.
  ///   - outcome: gives the outcome of a list of classes.
  package static func fused(
    _ reports: [Report], lead: Report, outcome: (Differential) -> Report.Outcome
  ) -> Report {
    // Sums of floating-point numbers depend on their order.
    let reports = reports.sorted { $0.photo.sha256 < $1.photo.sha256 }
    var fused = lead
    fused.photos = [lead.photo] + reports.map(\.photo).filter { $0 != lead.photo }
    fused.timing.vision = reports.reduce(0) { $0 + $1.timing.vision }
    fused.timing.scoring =
      reports.contains { $0.timing.scoring != nil }
      ? reports.reduce(0) { $0 + ($1.timing.scoring ?? 0) } : nil
    let weights = reports.map(weight)
    let total = weights.reduce(0, +)
    let scored = reports.contains { $0.differential != nil }
    guard scored, reports.count > 1 else { return fused }
    // All were refused: the best of them says why.
    guard total > 0 else { return fused }
    let counted = zip(reports, weights).filter { $0.1 > 0 }.map { (report: $0.0, share: $0.1 / total) }

    fused.concepts = lead.concepts.map { names in
      names.map { entry in
        let mean = counted.reduce(0) { sum, part in
          sum + part.share * (part.report.concepts?.first { $0.name == entry.name }?.probability ?? 0)
        }
        return ConceptProbability(name: entry.name, probability: min(mean, 1))
      }.sorted { ($0.probability, $1.name) > ($1.probability, $0.name) }
    }
    let classes = differential(lead.differential ?? [], counted)
    fused.differential = classes.map { ClassEvidence.explained($0, concepts: fused.concepts) }
    fused.dangers = lead.dangers.map { groups in
      groups.map { entry in
        let mean = counted.reduce(0) { sum, part in
          sum + part.share * (part.report.dangers?.first { $0.group == entry.group }?.probability ?? 0)
        }
        return DangerProbability(group: entry.group, probability: min(mean, 1))
      }
    }
    fused.conditions = conditions(classes, counted)
    fused.outcome = outcome(Differential(entries: classes))
    fused.isUnfamiliar = lead.isUnfamiliar.map { _ in counted.allSatisfy { $0.report.isUnfamiliar == true } }
    // Photos that are all uncertain do not become certain together.
    if fused.outcome == .assessed, counted.allSatisfy({ $0.report.outcome == .uncertain }) {
      fused.outcome = .uncertain
    }
    return fused
  }

  private static func differential(
    _ entries: [ClassProbability], _ counted: [(report: Report, share: Double)]
  ) -> [ClassProbability] {
    let scores = entries.map { entry in
      counted.reduce(0.0) { sum, part in
        let probability = part.report.differential?.first { $0.class == entry.class }?.probability ?? 0
        return sum + part.share * log(max(probability, leastProbability))
      }
    }
    return zip(entries, softmax(scores)).map {
      ClassProbability(class: $0.class, label: $0.label, probability: $1)
    }.sorted { ($0.probability, $1.class) > ($1.probability, $0.class) }
  }

  /// Conditions within the classes: each photo's shares of a class that it found likely, times the class's fused
  /// probability.
  private static func conditions(
    _ classes: [ClassProbability], _ counted: [(report: Report, share: Double)]
  ) -> [ConditionProbability]? {
    guard counted.contains(where: { $0.report.conditions != nil }) else { return nil }
    var found: [ConditionProbability] = []
    for entry in classes {
      var shares: [String: Double] = [:]
      var total = 0.0
      for part in counted {
        let listed = (part.report.conditions ?? []).filter { $0.class == entry.class }
        let sum = listed.reduce(0) { $0 + $1.probability }
        guard sum > 0 else { continue }
        total += part.share
        for condition in listed { shares[condition.condition, default: 0] += part.share * condition.probability / sum }
      }
      guard total > 0 else { continue }
      found += shares.map {
        ConditionProbability(condition: $0.key, class: entry.class, probability: entry.probability * $0.value / total)
      }
    }
    return found.sorted { ($0.probability, $1.class, $1.condition) > ($1.probability, $0.class, $0.condition) }
  }

  private static func softmax(_ scores: [Double]) -> [Double] {
    let greatest = scores.max() ?? 0
    let exponentials = scores.map { exp($0 - greatest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }
}
