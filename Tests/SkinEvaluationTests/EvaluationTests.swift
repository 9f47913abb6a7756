import Foundation
import Testing

@testable import SkinEvaluation

@Suite struct EvaluationTests {
  private let classes = ["acne", "malignant", "nonskin"]

  private func assessment(_ label: String, _ probabilities: [Double], group: String = "", rejected: Bool = false)
    -> Assessment
  {
    Assessment(
      photo: LabelledPhoto(file: "\(label)\(probabilities)", label: label, source: "s", group: group),
      probabilities: probabilities, isRejected: rejected, isUncertain: false, isUsable: true, answerAgrees: nil,
      milliseconds: 1)
  }

  @Test func `shares are counted by hand`() {
    let evaluation = Evaluation(
      [
        assessment("acne", [0.9, 0.05, 0.05]), assessment("acne", [0.2, 0.7, 0.1]),
        assessment("malignant", [0.1, 0.8, 0.1]), assessment("nonskin", [0.1, 0.2, 0.7], rejected: true),
      ], classes: classes)
    #expect(evaluation.top1.value == 0.75)
    #expect(evaluation.top3.value == 1)
    #expect(abs(evaluation.balanced - (0.5 + 1 + 1) / 3) <= 1e-12)
    #expect(evaluation.perClass[0].confusion == [1, 1, 0])
    #expect(evaluation.perClass[1].precision == 0.5)
    #expect(evaluation.nonskinRejected?.value == 1)
    #expect(evaluation.skinRejected?.value == 0)
    // Each photo has a bin of its own but 0.7 and 0.7: |1 - .9|, |1 - .8|, |.5 - .7| twice.
    #expect(abs(evaluation.calibrationError - (0.1 + 0.2 + 2 * 0.2) / 4) <= 1e-12)
  }

  @Test func `a class without photos has no recall and does not count`() {
    let evaluation = Evaluation([assessment("acne", [1, 0, 0])], classes: classes)
    #expect(evaluation.perClass[1].recall == nil)
    #expect(evaluation.balanced == 1)
    #expect(evaluation.top1.interval == [1, 1])
    #expect(evaluation.sensitivities.isEmpty)
  }

  @Test func `of equal probabilities the first class counts`() {
    #expect(Evaluation([assessment("malignant", [0.4, 0.4, 0.2])], classes: classes).top1.value == 0)
  }

  @Test func `sensitivity counts above the threshold that ninety of a hundred others keep`() {
    let others = (0..<10).map { assessment("acne", [1 - Double($0) / 100, Double($0) / 100, 0]) }
    let own = [0.05, 0.085, 0.5].map { assessment("malignant", [1 - $0, $0, 0]) }
    let found = Evaluation(others + own, classes: classes).sensitivities.first
    #expect(found?.threshold == 0.08)
    #expect(abs((found?.sensitivity ?? 0) - 2.0 / 3) <= 1e-12)
  }

  @Test func `whole groups are drawn, so equal photos of one group widen the interval`() {
    let hits = (0..<40).map { $0 % 2 == 0 }
    let alone = Bootstrap.share(hits, groups: hits.indices.map { "\($0)" })
    let together = Bootstrap.share(hits, groups: hits.map { $0 ? "a" : "b" })
    #expect(alone.value == 0.5 && together.value == 0.5)
    #expect(alone.interval[0] > 0.2 && alone.interval[1] < 0.8)
    #expect(together.interval == [0, 1])
  }

  @Test func `risk falls where only the surest are answered`() {
    let evaluation = Evaluation(
      [assessment("acne", [0.9, 0.1, 0]), assessment("malignant", [0.6, 0.4, 0])], classes: classes)
    #expect(evaluation.riskCoverage.first?.risk == 0)
    #expect(evaluation.riskCoverage.last?.risk == 0.5)
  }

  @Test func `a flip from malignant to benign is named`() {
    let before = [assessment("malignant", [0.1, 0.9, 0]), assessment("acne", [0.9, 0.1, 0])]
    var after = before
    after[0].probabilities = [0.9, 0.1, 0]
    let change = Degradation(from: before, to: after, classes: classes)
    #expect(change.flips == 1)
    #expect(change.malignantToBenign == [before[0].photo.file])
    #expect(change.top1Difference == -0.5)
  }

  @Test func `plots escape what could be markup`() {
    let evaluation = Evaluation(
      [
        Assessment(
          photo: LabelledPhoto(file: "f", label: "<b>", source: "", group: "f"), probabilities: [1], isRejected: false,
          isUncertain: false, isUsable: true, answerAgrees: nil, milliseconds: 1)
      ], classes: ["<b>"])
    #expect(Plot.confusion(evaluation).contains("&lt;b&gt;"))
    #expect(!Plot.confusion(evaluation).contains("<b>"))
    #expect(Plot.reliability(evaluation).hasPrefix("<svg"))
  }
}

@Suite struct LabelTableTests {
  private let classes = ["a", "b"]

  @Test func `quotes, line ends and a byte-order mark are read as RFC 4180 has them`() throws {
    let text = "\u{FEFF}file,class_slug,group\r\n\"x, \"\"1\"\".jpg\",a,g\r\n\"two\nlines.jpg\",b,\r\n\r\n"
    let photos = try LabelTable(csv: Data(text.utf8), split: nil, classes: classes).photos
    #expect(photos.map(\.file) == ["x, \"1\".jpg", "two\nlines.jpg"])
    #expect(photos.map(\.group) == ["g", "two\nlines.jpg"])
  }

  @Test func `only the rows of the split count`() throws {
    let text = "file,class_slug,split\n1,a,train\n2,b,val"
    #expect(try LabelTable(csv: Data(text.utf8), split: "val", classes: classes).photos.map(\.file) == ["2"])
    #expect(LabelTable.hasSplits(csv: Data(text.utf8)))
  }

  @Test(arguments: [
    ("", LabelError.missingColumn("file")), ("file,x\n", .missingColumn("class_slug")),
    ("file,class_slug\n1\n", .fieldCount(line: 2, expected: 2, found: 1)),
    ("file,class_slug\n1,c\n", .unknownClass(line: 2, "c")), ("file,class_slug\n", .noRows),
    ("file,class_slug\n\"1,a\n", .openQuote(line: 2)),
  ]) func `a broken table is refused with the line`(text: String, expected: LabelError) {
    #expect(throws: expected) { try LabelTable(csv: Data(text.utf8), split: nil, classes: classes) }
  }
}
