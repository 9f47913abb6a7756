import SkinSafety
import Testing

@testable import SkinEvaluation

/// The paper's evaluation, on tables made up by hand.
@Suite struct PaperEvaluationTests {
  private func photo(_ number: Int, _ label: String, group: String? = nil) -> LabelledPhoto {
    LabelledPhoto(file: "\(label)/\(number).jpg", label: label, source: "", group: group ?? "\(label)\(number)")
  }

  private func found(
    _ number: Int, _ slug: String, _ outcome: PaperEvaluation.Outcome, _ likeliest: [String], answers: Int = 4,
    milliseconds: Double = 100
  ) -> PaperEvaluation.Case {
    PaperEvaluation.Case(
      number: number, file: nil, class: slug, outcome: outcome, likeliest: likeliest, level: .notAssessed,
      answers: answers, milliseconds: milliseconds, firstWord: answers > 0 ? 1 : nil)
  }

  @Test func `the paper has fifteen classes, each once`() {
    #expect(PaperClass.all.count == 15)
    #expect(Set(PaperClass.all.map(\.slug)).count == 15 && Set(PaperClass.all.map(\.name)).count == 15)
  }

  @Test func `a draw takes one photo of a group, as many as there are, whatever the order of the table`() {
    let many = (0..<30).map { photo($0, "herpes", group: "g\($0 / 2)") }
    let few = (0..<5).map { photo($0, "urticaria", group: $0 < 3 ? "same" : "other\($0)") }
    let table = many + few + [photo(0, "nonskin"), photo(0, "others")]
    let sample = CaseSample(table, perClass: 10, seed: 7)
    #expect(sample == CaseSample(Array(table.shuffled()), perClass: 10, seed: 7))
    #expect(sample != CaseSample(table, perClass: 10, seed: 8))
    #expect(Set(sample.photos.map(\.group)).count == sample.photos.count)
    #expect(sample.photos.count { $0.label == "herpes" } == 10)
    #expect(sample.photos.count { $0.label == "urticaria" } == 3)
    #expect(sample.photos.allSatisfy { $0.label == "herpes" || $0.label == "urticaria" })
    let count = sample.counts.first { $0.class == "urticaria" }
    #expect(count?.photos == 5 && count?.groups == 3 && count?.drawn == 3)
    #expect(sample.counts.count == 15 && sample.counts.count { $0.drawn == 0 } == 13)
  }

  @Test func `a group with two labels is drawn once`() {
    let sample = CaseSample(
      [photo(0, "acne_rosacea", group: "x"), photo(1, "malignant", group: "x")], perClass: 10, seed: 0)
    #expect(sample.photos.map(\.label) == ["acne_rosacea"])
  }

  @Test func `shares are counted by hand, and a refused photo is wrong`() {
    let cases = [
      found(1, "herpes", .answered, ["herpes", "fungal"], milliseconds: 300),
      found(2, "herpes", .answered, ["fungal", "light", "herpes"], answers: 3, milliseconds: 100),
      found(3, "herpes", .uncertain, ["herpes"], milliseconds: 200),
      found(4, "herpes", .refused, ["herpes"], answers: 0, milliseconds: 1),
    ]
    let counts = CaseSample([photo(0, "herpes")], perClass: 4, seed: 0).counts
    let paper = PaperEvaluation(cases, counts: counts, prompts: 4, seed: 0)
    #expect(paper.answered.value == 0.5 && paper.uncertain.value == 0.25 && paper.refused.value == 0.25)
    #expect(paper.right.value == 0.5 && paper.rightAmongThree.value == 0.75)
    #expect(paper.rightOfAnswered?.value == 0.5 && paper.rightOfAnswered?.photos == 2)
    #expect(paper.wholeDialogues?.value == 2.0 / 3)
    #expect(paper.response?.median == 200 && paper.response?.least == 100 && paper.response?.count == 3)
    let herpes = paper.perClass.first { $0.sample.class == "herpes" }
    #expect(herpes?.right == 2 && herpes?.outcomes == ["answered": 2, "uncertain": 1, "refused": 1])
  }

  @Test func `a spread is that of its quantiles, and there is none without numbers`() throws {
    let spread = try #require(Spread([4, 1, 3, 2]))
    #expect(spread.median == 2.5 && spread.lowerQuartile == 1.75 && spread.upperQuartile == 3.25)
    #expect(spread.least == 1 && spread.greatest == 4 && abs(spread.ninthDecile - 3.7) < 1e-12)
    #expect(Spread([5])?.median == 5)
    #expect(Spread([]) == nil && Spread([1, .nan]) == nil)
  }

  @Test func `the chart of times names the median and claims no figure of the paper`() {
    let chart = Plot.responseTime([400, 500, 90_000], machine: ["a <machine>"])
    #expect(chart.contains("median 0.5 s of 3 photos"))
    #expect(chart.contains("a &lt;machine&gt;") && chart.contains("The paper gives words, no figures"))
    #expect(isWellFormed(chart))
    #expect(isWellFormed(Plot.responseTime([], machine: [])) && !isWellFormed("<a><b></a></b>") && !isWellFormed("<a>"))
  }
}

/// Whether each tag of a drawing ends where it must, and no other sign of markup is left.
func isWellFormed(_ drawing: String) -> Bool {
  var open: [Substring] = []
  for tag in drawing.matches(of: /<(\/?)([a-z]+)(?:[^<>"]|"[^<"]*")*?(\/?)>/) {
    if !tag.output.3.isEmpty { continue }
    if tag.output.1.isEmpty {
      open.append(tag.output.2)
    } else if open.popLast() != tag.output.2 {
      return false
    }
  }
  let rest = drawing.replacing(/<\/?[a-z]+(?:[^<>"]|"[^<"]*")*?>/, with: "")
  return open.isEmpty && !rest.contains("<")
}
