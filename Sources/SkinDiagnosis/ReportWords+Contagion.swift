import SkinSafety
import SkinWords

/// What a report says of passing a disease on.
extension ReportWords {
  /// Said where named diseases pass to others by touch.
  package static let contagionStep =
    "If it is one of these, it can pass to others: {names}. Until a clinician has seen it, do not share towels, clothes or"
    + " combs, and wash the hands after touching it."
  /// Said where named diseases pass to others through the air.
  package static let airStep =
    "If it is one of these, it passes through the air to others in the room: {names}. Call before you go, and stay away from"
    + " pregnant women, newborns and people with a weak immune system."
  /// Said where a disease may be meant that passes on to whoever comes near.
  package static let nearnessStep =
    "If the rash is new and came with fever, it can pass to others: call before you go, and stay away from pregnant women,"
    + " newborns and people with a weak immune system."
  /// Said where shingles is possible.
  package static let shinglesStep =
    "If it is shingles, it can give chickenpox to people who never had it: cover the blisters until they are dry, and stay"
    + " away from pregnant women, newborns and people with a weak immune system."
  /// Said where scabies is possible.
  package static let scabiesStep =
    "If it is scabies, it passes by long contact of skin with skin: until a clinician has seen it, avoid that and shared beds;"
    + " everybody at home is then examined and treated on the same day, and clothes and bedding are washed hot."
  /// Said where named diseases pass by sex.
  package static let sexStep =
    "If it is one of these, it can pass by sex: {names}. No sex until it is tested; partners are tested too, and in pregnancy"
    + " the midwife or doctor must know today."
  /// Said where the program cannot tell what it is, and it may be something that passes to others.
  package static let unnamedContagionStep =
    "It may be something that passes to others: until a clinician has seen it, do not share towels, clothes, combs or a bed,"
    + " and wash the hands after touching it."
  /// The probability from which a named disease is likely enough to speak of passing it on by touch.
  ///
  /// Some readers found the word too much beside vitiligo, where the likeliest such disease had 0.16; others missed it
  /// beside ringworm at 0.12.
  private static let passingProbability = 0.1
  /// The probability from which a class of them is.
  private static let passingClassProbability = 0.2

  /// What of a report passes to others, and how.
  private struct Passing {
    /// Diseases, or classes without a named disease, that pass by touch, most probable first.
    var byTouch: [String] = []
    var throughAir: [String] = []
    var bySex: [String] = []
    /// All diseases that are named, however improbable.
    let named: Set<String>
    /// Those that are a ground of the level, so that a report names them also where it cannot tell.
    let grounds: Set<String>

    init(_ report: Report) {
      let entries = ReportWords.named(report)
      named = Set(entries.map(\.condition))
      let grounds = Set(report.reasons.flatMap { UrgencyAssessment.named($0)?.names ?? [] })
      self.grounds = grounds
      byTouch = entries.filter {
        ContagionFacts.passingByTouch.contains($0.condition)
          && ($0.probability >= passingProbability || grounds.contains($0.condition))
      }.map(\.condition)
      throughAir = entries.map(\.condition).filter(ContagionFacts.passingThroughAir.contains)
      bySex = entries.map(\.condition).filter(ContagionFacts.passingBySex.contains)
      guard report.outcome == .assessed || report.outcome == .uncertain else { return }
      let classesOfNamed = Set(entries.filter { $0.condition != ConditionProbability.anotherOfThisGroup }.map(\.class))
      byTouch += (report.differential ?? []).filter {
        ContagionFacts.passingClasses.contains($0.class) && $0.probability >= passingClassProbability
          && !classesOfNamed.contains($0.class)
      }.map(\.label)
    }
  }

  /// Whether the report names a disease that may pass to others, however improbable.
  static func passesToOthers(_ report: Report) -> Bool {
    named(report).contains { ContagionFacts.passing.contains($0.condition) }
  }

  /// What to do because something named passes to others.
  static func contagionSteps(_ report: Report, _ words: Words) -> [String] {
    let passing = Passing(report)
    let isScabies = passing.named.contains(ContagionFacts.passingInBed)
    func step(_ template: String, _ names: [String]) -> [String] {
      names.isEmpty ? [] : [words(template, ["names": names.map { words($0) }.joined(separator: words("; "))])]
    }
    if report.outcome == .uncertain {
      // Its names are not to be relied on, so only those that its reasons give are shown.
      let touches = isScabies || !passing.byTouch.isEmpty
      let shingles = passing.grounds.contains(ContagionFacts.givingChickenpox) ? [words.running(shinglesStep)] : []
      return (touches ? [words.running(unnamedContagionStep)] : [])
        + (passing.throughAir.isEmpty ? [] : [words.running(nearnessStep)])
        + step(sexStep, passing.bySex.filter(passing.grounds.contains)) + shingles
    }
    var steps = step(contagionStep, passing.byTouch) + step(airStep, passing.throughAir)
    if isScabies { steps.append(words.running(scabiesStep)) }
    steps += step(sexStep, passing.bySex)
    if passing.throughAir.isEmpty, !passing.named.isDisjoint(with: ContagionFacts.passingWithFever) {
      steps.append(words.running(nearnessStep))
    }
    if passing.named.contains(ContagionFacts.givingChickenpox) { steps.append(words.running(shinglesStep)) }
    return steps
  }
}
