import Foundation

/// A labelled photo of a clinic.
package struct FitExample: Sendable {
  /// What the shipped model says.
  package var scores: ShippedScores
  /// The slug of the right class.
  package var label: String
  /// The right condition, if the table names one that the model knows.
  package var condition: String?
  /// Photos of the same group belong together.
  package var group: String

  /// A labelled photo.
  package init(scores: ShippedScores, label: String, condition: String?, group: String) {
    self.scores = scores
    self.label = label
    self.condition = condition
    self.group = group
  }
}

/// Learns a ``ClinicFit`` from labelled photos.
package struct FitTraining: Sendable {
  /// Fewer photos teach nothing that could be checked.
  package static let leastPhotos = 20
  /// More belong in a training run, not in a fit.
  package static let mostPhotos = 5000
  /// The class of photos that do not show skin; what is learned never touches it.
  package static let nonskin = "nonskin"
  private static let leastGroups = 5
  /// The number of photos from which weights tell the conditions of a class apart; below it, what the model says about
  /// them is only recalibrated.
  private static let leastConditionPhotos = 20
  /// A photo farther out than this share of the clinic's own is still unfamiliar.
  private static let familiarShare = 0.95
  /// The other photos contradict a label that is less probable than the first if another class is above the second.
  private static let doubt = (label: 0.02, other: 0.8)

  /// What was learned.
  package let member: ClinicFit.Member
  /// Indices of the examples whose labels the other examples contradict.
  package let doubtful: [Int]
  /// Photos without skin, which were not used.
  package let unusedCount: Int

  /// Learns.
  ///
  /// - Parameters:
  ///   - classes: the slugs of the model's classes.
  ///   - date: year, month and day, for the file.
  ///   - threadCount: how many threads work; it does not change the result.
  /// - Throws: ``FitError`` if the photos do not suffice or do not help.
  package init(_ all: [FitExample], classes: [String], date: String, threadCount: Int) throws(FitError) {
    let places = all.indices.filter { all[$0].label != Self.nonskin }
    let examples = places.map { all[$0] }
    try Self.check(examples)
    let skin = SkinClasses(classes)
    let standardization = examples[0].scores.input == nil ? Self.standardization(examples) : nil
    let inputs = examples.map { $0.scores.input ?? standardization?.apply($0.scores.features) ?? [] }
    let local = LocalExamples(
      inputs: PackedRows(inputs, columnCount: inputs[0].count),
      logProbabilities: examples.map { skin.logProbabilities($0.scores.logProbabilities) },
      targets: examples.map { skin.place(of: $0.label) })
    let groups = examples.map(\.group)
    let training = LocalTraining(local, groups: groups, outcomeCount: skin.slugs.count, threadCount: threadCount)
    let before = FitMeasures(local.logProbabilities.map { $0.map { exp($0) } }, targets: local.targets)
    let after = FitMeasures(training.leftOut, targets: local.targets)
    // Written so that NaN does not help. Few photos are refused rather than trusted.
    guard after.loss < before.loss, !Self.losesRight(local, training.leftOut) else {
      throw .doesNotHelp(before: before, after: after, photos: examples.count)
    }
    var conditions: [String: StoredLayer] = [:]
    for slug in skin.slugs {
      conditions[slug] = Self.conditionLayer(examples, inputs: local.inputs, class: slug, threadCount: threadCount)
    }
    let counts = examples.reduce(into: [String: Int]()) { $0[$1.label, default: 0] += 1 }
    member = ClinicFit.Member(
      date: date, photos: examples.count, groups: Set(groups).count, counts: counts,
      layer: StoredLayer(training.layer, outcomes: skin.slugs), conditions: conditions, before: before, after: after,
      folds: training.foldCount,
      standardization: standardization.map(StoredStandardization.init), familiarLimit: Self.familiarLimit(examples))
    unusedCount = all.count - examples.count
    doubtful = zip(places, zip(training.leftOut, local.targets)).compactMap { place, pair in
      pair.0[pair.1] < Self.doubt.label && (pair.0.max() ?? 0) > Self.doubt.other ? place : nil
    }
  }

  /// Whether more photos come out wrong that were right than the other way round, by more than chance: the difference
  /// of the two counts has their sum as its variance.
  ///
  /// Source: McNemar 1947, "Note on the sampling error of the difference between correlated proportions".
  private static func losesRight(_ examples: LocalExamples, _ leftOut: [[Double]]) -> Bool {
    var (lost, won) = (0, 0)
    for (target, (before, after)) in zip(examples.targets, zip(examples.logProbabilities, leftOut)) {
      let (was, isNow) = (isFirst(target, in: before), isFirst(target, in: after))
      if was && !isNow { lost += 1 }
      if isNow && !was { won += 1 }
    }
    return Double(lost - won) > Double(lost + won).squareRoot()
  }

  /// Whether an outcome comes first; of equal ones the one named first does.
  private static func isFirst(_ outcome: Int, in values: [Double]) -> Bool {
    values.firstIndex(of: values.max() ?? 0) == outcome
  }

  private static func check(_ examples: [FitExample]) throws(FitError) {
    guard examples.count >= leastPhotos else { throw .tooFewPhotos(found: examples.count, needed: leastPhotos) }
    guard examples.count <= mostPhotos else { throw .tooManyPhotos(found: examples.count, allowed: mostPhotos) }
    if Set(examples.map(\.label)).count < 2 { throw .oneClass(examples[0].label) }
    let groupCount = Set(examples.map(\.group)).count
    guard groupCount >= leastGroups else { throw .tooFewGroups(found: groupCount, needed: leastGroups) }
  }

  /// The mean and the spread of the photos themselves.
  private static func standardization(_ examples: [FitExample]) -> Standardization {
    let count = Double(examples.count)
    let width = examples[0].scores.features.count
    var mean = [Double](repeating: 0, count: width)
    var squares = mean
    for example in examples {
      for (index, value) in example.scores.features.enumerated() { mean[index] += Double(value) / count }
    }
    for example in examples {
      for (index, value) in example.scores.features.enumerated() {
        let difference = Double(value) - mean[index]
        squares[index] += difference * difference / count
      }
    }
    let scale = squares.map { Float(max($0, 1e-12).squareRoot()) }
    return Standardization(mean: mean.map(Float.init), scale: scale)
  }

  private static func familiarLimit(_ examples: [FitExample]) -> Double? {
    let distances = examples.compactMap(\.scores.unfamiliarity).filter(\.isFinite).sorted()
    guard let limit = examples[0].scores.familiarLimit, !distances.isEmpty else { return nil }
    return max(limit, distances[Int(Double(distances.count - 1) * familiarShare)])
  }

  /// What the photos of a class teach about its conditions; nil if none names one.
  private static func conditionLayer(
    _ examples: [FitExample], inputs: PackedRows, class slug: String, threadCount: Int
  ) -> StoredLayer? {
    guard let names = examples[0].scores.conditions?[slug]?.map(\.name), names.count > 1 else { return nil }
    let places = examples.indices.filter {
      examples[$0].label == slug && names.contains(examples[$0].condition ?? "\n")
    }
    guard !places.isEmpty else { return nil }
    let targets = places.map { names.firstIndex(of: examples[$0].condition ?? "") ?? 0 }
    let local = LocalExamples(
      inputs: inputs.rows(places),
      logProbabilities: places.map { place in
        Softmax.logarithms(examples[place].scores.conditions?[slug]?.map(\.share) ?? [])
      }, targets: targets)
    let groups = places.map { examples[$0].group }
    if places.count >= leastConditionPhotos, Set(targets).count > 1, Set(groups).count >= leastGroups {
      let training = LocalTraining(local, groups: groups, outcomeCount: names.count, threadCount: threadCount)
      return StoredLayer(training.layer, outcomes: names)
    }
    let base = Recalibration(local.logProbabilities, targets: targets, outcomeCount: names.count)
    let layer = LocalLayer(
      trust: base.trust, shift: base.shift, outcomes: [],
      correction: LinearLayer(inputCount: inputs.columnCount, weights: [], bias: []))
    return StoredLayer(layer, outcomes: names)
  }
}

/// The classes that show skin, in the model's order: those about which a clinic's photos teach something.
struct SkinClasses: Hashable, Sendable {
  /// Their slugs.
  let slugs: [String]
  /// Their indices among all classes.
  let places: [Int]
  /// The index of photos without skin; nil if the model has no such class.
  let nonskin: Int?

  init(_ classes: [String]) {
    places = classes.indices.filter { classes[$0] != FitTraining.nonskin }
    slugs = places.map { classes[$0] }
    nonskin = classes.firstIndex(of: FitTraining.nonskin)
  }

  /// The logarithms of their probabilities, given that the photo shows skin.
  func logProbabilities(_ all: [Double]) -> [Double] { Softmax.logProbabilities(places.map { all[$0] }) }

  /// The index of a class; the first for an absent class.
  func place(of slug: String) -> Int { slugs.firstIndex(of: slug) ?? 0 }
}
