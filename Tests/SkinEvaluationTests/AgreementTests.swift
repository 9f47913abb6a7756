import Foundation
import Testing

@testable import SkinEvaluation

/// Groups, concepts and temperature, counted by hand.
@Suite struct AgreementTests {
  private func assessment(
    _ label: String, _ probabilities: [Double], _ attributes: [String: String] = [:], concepts: [Double] = []
  ) -> Assessment {
    var photo = LabelledPhoto(file: "\(label)\(probabilities)", label: label, source: "s", group: UUID().uuidString)
    photo.attributes = attributes
    return Assessment(
      photo: photo, probabilities: probabilities, isRejected: false, isUncertain: false, isUsable: true,
      answerAgrees: nil, milliseconds: 1, concepts: concepts)
  }

  @Test func `each group counts by itself, and small ones make no gap`() {
    let light = (0..<20).map { assessment("a", [$0 < 15 ? 0.9 : 0.1, $0 < 15 ? 0.1 : 0.9], ["tone": "light"]) }
    let dark = (0..<20).map { assessment("a", [$0 < 10 ? 0.9 : 0.1, $0 < 10 ? 0.1 : 0.9], ["tone": "dark"]) }
    let few = [assessment("a", [0.1, 0.9], ["tone": "rare"]), assessment("a", [1, 0])]
    let evaluation = Evaluation(light + dark + few, classes: ["a", "b"], groupColumns: ["tone", "absent"])
    #expect(evaluation.perGroup.keys.sorted() == ["tone"])
    #expect(evaluation.perGroup["tone"]?.mapValues(\.value) == ["light": 0.75, "dark": 0.5, "rare": 0])
    #expect(evaluation.groupGaps == ["tone": 0.25])
  }

  @Test func `the balanced interval holds the balanced mean and is a point where all is right`() {
    let mixed = (0..<60).map { assessment($0 % 3 == 0 ? "b" : "a", $0 % 4 == 0 ? [0.4, 0.6] : [0.6, 0.4]) }
    let evaluation = Evaluation(mixed, classes: ["a", "b"])
    #expect(evaluation.balancedInterval[0] <= evaluation.balanced)
    #expect(evaluation.balanced <= evaluation.balancedInterval[1])
    #expect(evaluation.balancedInterval[0] < evaluation.balancedInterval[1])
    let right = Evaluation([assessment("a", [1, 0]), assessment("b", [0, 1])], classes: ["a", "b"])
    #expect(right.balancedInterval == [1, 1])
  }

  /// Two classes whose scores are 2 apart: sigmoid(2 / T) must be the share that is right.
  @Test(arguments: [1.0, 1.4516]) func `the temperature that fits makes probabilities as large as they are right`(
    used: Double
  ) {
    let p = 1 / (1 + exp(-2 / used))
    let targets = (0..<100).map { $0 < 75 ? 0 : 1 }
    let fit = TemperatureFit(used: used, probabilities: targets.map { _ in [p, 1 - p] }, targets: targets)
    #expect(abs(fit.fitted - 2 / log(3)) <= 1e-4)
    #expect(abs(fit.fittedLoss - (-0.75 * log(0.75) - 0.25 * log(0.25))) <= 1e-8)
    #expect(fit.loss >= fit.fittedLoss && fit.used == used)
  }

  @Test func `concepts are held against the shares of the photo's condition`() throws {
    let csv = "fine_label,n,Dome-shaped,Scale\nwart,9,1,0\neczema,7,0.25,0.5\n"
    let table = try ConceptTable(csv: Data(csv.utf8), concepts: ["Scale", "Dome shaped"])
    #expect(table.shares(of: "wart") == [0, 1] && table.shares(of: "nothing") == nil)
    let evaluation = Evaluation(
      [
        assessment("a", [1, 0], ["fine_label": "wart"], concepts: [0.5, 0.25]),
        assessment("a", [1, 0], ["fine_label": "unknown"], concepts: [0.5, 0.5]),
      ], classes: ["a", "b"], conceptTable: table)
    let found = try #require(evaluation.concepts)
    #expect(found.photos == 1)
    #expect(abs(found.crossEntropy - (log(2) + log(4)) / 2) <= 1e-9)
    // The one present concept stands second.
    #expect(found.averagePrecision == 0.5 && found.averagePrecisionWithoutPhoto == 1)
    #expect(found.leastPossible <= 1e-4)
  }

  @Test(arguments: [
    ("", LabelError.missingColumn("fine_label")), ("fine_label,Scale\na,2\n", .notAShare(line: 2, "2")),
    ("fine_label,Crust\na,1\n", .missingColumn("Scale")), ("fine_label,Scale\n", .noRows),
    ("fine_label,Scale\na\n", .fieldCount(line: 2, expected: 2, found: 1)),
  ]) func `a broken table of concepts is refused with the line`(text: String, expected: LabelError) {
    #expect(throws: expected) { try ConceptTable(csv: Data(text.utf8), concepts: ["Scale"]) }
  }

  @Test func `attributes are kept where they are there`() throws {
    let text = "file,class_slug,sex,age\n1,a,f,\n"
    let photos = try LabelTable(csv: Data(text.utf8), split: nil, classes: ["a"], attributes: ["sex", "age", "no"])
      .photos
    #expect(photos.first?.attributes == ["sex": "f"])
  }
}
