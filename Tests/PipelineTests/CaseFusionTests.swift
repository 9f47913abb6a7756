import Foundation
import SkinSafety
import Testing

@testable import SkinDiagnosis

/// Several photos of one case.
@Suite struct CaseFusionTests {
  private func report(_ digest: String, _ probabilities: [Double], usable: Bool = true, outcome: String = "assessed")
    throws -> Report
  {
    var report = try ReportSample.report()
    let finding: [String: Any] = ["kind": "blurred", "value": 0.1, "advice": "Hold still."]
    let quality = try JSONSerialization.data(withJSONObject: ["usable": usable, "findings": usable ? [] : [finding]])
    report.photo = Report.Photo(
      file: digest, width: 9, height: 9, sha256: digest,
      quality: try JSONDecoder().decode(PhotoQuality.self, from: quality))
    report.differential = zip("abc", probabilities).map {
      ClassProbability(class: String($0), label: String($0), probability: $1)
    }
    report.dangers = [DangerProbability(group: .cancer, probability: probabilities[0])]
    report.conditions = [
      ConditionProbability(condition: "a1", class: "a", probability: probabilities[0] * 0.75),
      ConditionProbability(condition: "a2", class: "a", probability: probabilities[0] * 0.25),
    ]
    report.outcome = try #require(Report.Outcome(rawValue: outcome))
    return report
  }

  private func fused(_ reports: [Report]) -> Report {
    CaseFusion.fused(reports, lead: reports[0]) { $0.entries[0].probability > 0.5 ? .assessed : .uncertain }
  }

  private func probability(_ slug: String, in report: Report) throws -> Double {
    try #require(report.differential?.first { $0.class == slug }).probability
  }

  @Test func `the same twice says the same`() throws {
    let one = try report("1", [0.7, 0.2, 0.1])
    let both = fused([one, try report("2", [0.7, 0.2, 0.1])])
    for (slug, expected) in [("a", 0.7), ("b", 0.2), ("c", 0.1)] {
      #expect(abs(try probability(slug, in: both) - expected) < 1e-9)
    }
    #expect(both.photos?.count == 2 && both.outcome == .assessed)
    #expect(abs((both.conditions?.first { $0.condition == "a1" }?.probability ?? .nan) - 0.525) < 1e-9)
  }

  @Test func `the order changes no bit`() throws {
    let reports = [
      try report("3", [0.7, 0.2, 0.1]), try report("1", [0.3, 0.3, 0.4]), try report("2", [0.1, 0.8, 0.1]),
    ]
    let first = CaseFusion.fused(reports, lead: reports[1]) { _ in .assessed }
    for order in [[0, 2, 1], [2, 1, 0], [1, 2, 0]] {
      #expect(CaseFusion.fused(order.map { reports[$0] }, lead: reports[1]) { _ in .assessed } == first)
    }
  }

  @Test func `probabilities are those of the formula and sum to one`() throws {
    let both = fused([try report("1", [0.8, 0.15, 0.05]), try report("2", [0.2, 0.4, 0.4])])
    let means = [(0.8 * 0.2).squareRoot(), (0.15 * 0.4).squareRoot(), (0.05 * 0.4).squareRoot()]
    let sum = means.reduce(0, +)
    for (slug, mean) in zip(["a", "b", "c"], means) {
      #expect(abs(try probability(slug, in: both) - mean / sum) < 1e-9)
    }
    #expect(abs((both.differential ?? []).reduce(0) { $0 + $1.probability } - 1) < 1e-9)
  }

  @Test func `a poor photo and one without skin do not spoil a good one`() throws {
    let good = try report("1", [0.9, 0.06, 0.04])
    let poor = try report("2", [0.01, 0.01, 0.98], usable: false)
    let fence = try report("3", [0.01, 0.98, 0.01], outcome: "not-skin")
    let all = fused([good, poor, fence])
    #expect(abs(try probability("a", in: all) - 0.9) < 1e-9)
    #expect(all.outcome == .assessed && all.dangers?.first?.probability == 0.9)
  }

  @Test func `a danger that one photo shows is not averaged away`() throws {
    let both = fused([try report("1", [0.6, 0.2, 0.2]), try report("2", [0.001, 0.5, 0.499])])
    #expect(try #require(both.dangers?.first?.probability) >= 0.3)
    #expect(try probability("a", in: both) < 0.3)
  }

  @Test func `photos none of which could be assessed do not become sure together`() throws {
    let both = fused([
      try report("1", [0.8, 0.1, 0.1], outcome: "uncertain"), try report("2", [0.8, 0.1, 0.1], outcome: "uncertain"),
    ])
    #expect(both.outcome == .uncertain)
  }
}
