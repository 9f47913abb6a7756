/// How well the program does on photos whose classes are known: schema `skingpt.evaluation/1`.
package struct Evaluation: Hashable, Sendable, Codable {
  /// A share with its 95 % interval, by bootstrap over groups of photos that belong together.
  package struct Share: Hashable, Sendable, Codable {
    /// The share, 0...1.
    package var value: Double
    /// 2.5 % and 97.5 % of the resampled shares.
    package var interval: [Double]
    /// Photos it was measured on.
    package var photos: Int
  }

  /// How one class fares.
  package struct ClassResult: Hashable, Sendable, Codable {
    /// The slug.
    package var `class`: String
    /// Photos of the class.
    package var photos: Int
    /// Share of them for which it came first; absent without photos.
    package var recall: Double?
    /// Of the photos for which it came first, the share that is of the class; absent if there is none.
    package var precision: Double?
    /// How often each class came first for its photos, in the order of the classes.
    package var confusion: [Int]
  }

  /// A bin of the reliability table.
  package struct Bin: Hashable, Sendable, Codable {
    /// Where the bin begins.
    package var from: Double
    /// Photos in it.
    package var photos: Int
    /// Their mean greatest probability.
    package var confidence: Double
    /// The share of them that were right.
    package var accuracy: Double
  }

  /// A point of the curve of risk against coverage.
  package struct Point: Hashable, Sendable, Codable {
    /// Share of photos that are answered, the surest first.
    package var coverage: Double
    /// Share of the answered ones that are wrong.
    package var risk: Double
  }

  /// How often one class is found at a given specificity.
  package struct Sensitivity: Hashable, Sendable, Codable {
    /// The class.
    package var `class`: String
    /// The requested specificity.
    package var specificity: Double
    /// Share of its photos above the threshold.
    package var sensitivity: Double
    /// 2.5 % and 97.5 % of the resampled shares; the threshold is fixed.
    package var interval: [Double]
    /// The threshold of its probability.
    package var threshold: Double
  }

  /// The schema's name.
  package static let schemaName = "skingpt.evaluation/1"
  /// The schema's name.
  package var schema = Evaluation.schemaName
  /// Photos.
  package var photos: Int
  /// The classes, in the order of the model.
  package var classes: [String]
  /// The right class came first.
  package var top1: Share
  /// The right class was among the first three.
  package var top3: Share
  /// The mean recall of the classes that have photos.
  package var balanced: Double
  /// 2.5 % and 97.5 % of the resampled means.
  package var balancedInterval: [Double]
  /// Each class.
  package var perClass: [ClassResult]
  /// Each source.
  package var perSource: [String: Share]
  /// Each value of each column by which photos were grouped: the right class came first.
  package var perGroup: [String: [String: Share]]
  /// For each such column, the best value's share minus the worst's, among values with at least 20 photos.
  package var groupGaps: [String: Double]
  /// How the concepts agree with weak labels; absent if none were given.
  package var concepts: ConceptAgreement?
  /// Which temperature would fit these photos; absent if the one used is not known.
  package var temperature: TemperatureFit?
  /// Expected calibration error of the first class over 15 bins of equal width.
  package var calibrationError: Double
  /// The bins that have photos.
  package var reliability: [Bin]
  /// Risk if only the surest photos are answered.
  package var riskCoverage: [Point]
  /// Malignant classes, at a specificity of 90 %.
  package var sensitivities: [Sensitivity]
  /// Share of the photos without skin that were rejected; absent without such photos.
  package var nonskinRejected: Share?
  /// Share of the photos of skin that were rejected.
  package var skinRejected: Share?
  /// Photos for which the program said that it cannot tell.
  package var uncertain: Int
  /// Photos that the gate found too poor.
  package var unusable: Int
  /// Share of the first answers that name the class that scored highest; absent if nothing was written.
  package var answerAgreement: Double?
  /// From photo to report, milliseconds: the median.
  package var responseMedian: Double
  /// The ninth decile.
  package var responseNinthDecile: Double

  private enum CodingKeys: String, CodingKey {
    case schema, photos, classes, top1, top3, balanced, reliability, sensitivities, uncertain, unusable, concepts
    case temperature
    case perGroup = "per_group"
    case groupGaps = "group_gaps"
    case balancedInterval = "balanced_interval"
    case perClass = "per_class"
    case perSource = "per_source"
    case calibrationError = "calibration_error"
    case riskCoverage = "risk_coverage"
    case nonskinRejected = "nonskin_rejected"
    case skinRejected = "skin_rejected"
    case answerAgreement = "answer_agreement"
    case responseMedian = "response_median_ms"
    case responseNinthDecile = "response_p90_ms"
  }

  /// The class of photos that do not show skin.
  package static let nonskin = "nonskin"
  private static let malignantClasses = ["malignant", "melanoma_nevi"]
  private static let specificity = 0.9
  private static let binCount = 15
  /// A gap between groups of fewer photos would reflect chance.
  private static let leastGroupSize = 20

  /// Measures.
  ///
  /// - Parameters:
  ///   - groupColumns: attributes of the photos by which the right classes are also counted.
  ///   - conceptTable: weak labels for the concepts, by the attribute `fine_label`.
  ///   - temperature: what the scores were divided by, to find what would have fitted.
  /// - Precondition: there is at least one assessment; each has a probability for each class, and a class of the list.
  package init(
    _ assessments: [Assessment], classes: [String], groupColumns: [String] = [], conceptTable: ConceptTable? = nil,
    temperature: Double? = nil
  ) {
    precondition(!assessments.isEmpty, "nothing to measure")
    let places = Dictionary(classes.enumerated().map { ($1, $0) }) { first, _ in first }
    let targets = assessments.map { places[$0.photo.label] ?? -1 }
    precondition(!targets.contains(-1), "a class that is not in the list")
    let rankings = assessments.map(\.ranking)
    let right = zip(rankings, targets).map { $0.first == $1 }
    let amongThree = zip(rankings, targets).map { $0.prefix(3).contains($1) }
    let groups = assessments.map(\.photo.group)
    self.classes = classes
    photos = assessments.count
    top1 = Bootstrap.share(right, groups: groups)
    top3 = Bootstrap.share(amongThree, groups: groups)
    perClass = classes.indices.map { index in
      let own = targets.indices.filter { targets[$0] == index }
      let named = rankings.indices.filter { rankings[$0].first == index }
      var confusion = [Int](repeating: 0, count: classes.count)
      for photo in own { if let first = rankings[photo].first { confusion[first] += 1 } }
      let hits = Double(confusion[index])
      return ClassResult(
        class: classes[index], photos: own.count, recall: own.isEmpty ? nil : hits / Double(own.count),
        precision: named.isEmpty ? nil : hits / Double(named.count), confusion: confusion)
    }
    let recalls = perClass.compactMap(\.recall)
    balanced = recalls.reduce(0, +) / Double(recalls.count)
    balancedInterval = Bootstrap.balancedInterval(right, targets: targets, groups: groups)
    perGroup = [:]
    groupGaps = [:]
    for column in groupColumns {
      let members = Dictionary(grouping: assessments.indices) { assessments[$0].photo.attributes[column] ?? "" }
      var shares: [String: Share] = [:]
      for (value, places) in members where !value.isEmpty {
        shares[value] = Bootstrap.share(places.map { right[$0] }, groups: places.map { groups[$0] })
      }
      guard !shares.isEmpty else { continue }
      perGroup[column] = shares
      let large = shares.values.filter { $0.photos >= Self.leastGroupSize }.map(\.value)
      if large.count > 1, let best = large.max(), let worst = large.min() { groupGaps[column] = best - worst }
    }
    concepts = conceptTable.flatMap { table in
      ConceptAgreement(
        assessments.compactMap { assessment in
          guard !assessment.concepts.isEmpty,
            let target = assessment.photo.attributes["fine_label"].flatMap(table.shares)
          else { return nil }
          return (assessment.concepts, target)
        })
    }
    self.temperature = temperature.map {
      TemperatureFit(used: $0, probabilities: assessments.map(\.probabilities), targets: targets)
    }
    perSource = [:]
    for (source, places) in Dictionary(grouping: assessments.indices, by: { assessments[$0].photo.source }) {
      perSource[source] = Bootstrap.share(places.map { right[$0] }, groups: places.map { groups[$0] })
    }
    let confidences = assessments.map(\.confidence)
    reliability = Self.reliability(confidences, right)
    calibrationError = reliability.reduce(0) { sum, bin in
      sum + Double(bin.photos) / Double(assessments.count) * abs(bin.accuracy - bin.confidence)
    }
    riskCoverage = Self.riskCoverage(confidences, right)
    sensitivities = Self.malignantClasses.compactMap { name in
      places[name].flatMap { Self.sensitivity(name, assessments.map(\.probabilities), targets, $0, groups) }
    }
    let isNonskin = assessments.map { $0.photo.label == Self.nonskin }
    func rejected(_ nonskin: Bool) -> Share? {
      let chosen = assessments.indices.filter { isNonskin[$0] == nonskin }
      guard !chosen.isEmpty else { return nil }
      return Bootstrap.share(chosen.map { assessments[$0].isRejected }, groups: chosen.map { groups[$0] })
    }
    nonskinRejected = rejected(true)
    skinRejected = rejected(false)
    uncertain = assessments.count { $0.isUncertain }
    unusable = assessments.count { !$0.isUsable }
    let agreements = assessments.compactMap(\.answerAgrees)
    answerAgreement = agreements.isEmpty ? nil : Double(agreements.count { $0 }) / Double(agreements.count)
    let times = assessments.map(\.milliseconds).sorted()
    responseMedian = times[times.count / 2]
    responseNinthDecile = times[min(times.count - 1, times.count * 9 / 10)]
  }

  private static func reliability(_ confidences: [Double], _ right: [Bool]) -> [Bin] {
    let bins = Dictionary(grouping: confidences.indices) {
      min(binCount - 1, Int(confidences[$0] * Double(binCount)))
    }
    return bins.keys.sorted().map { bin in
      let members = bins[bin] ?? []
      let count = Double(members.count)
      return Bin(
        from: Double(bin) / Double(binCount), photos: members.count,
        confidence: members.reduce(0) { $0 + confidences[$1] } / count,
        accuracy: Double(members.count { right[$0] }) / count)
    }
  }

  private static func riskCoverage(_ confidences: [Double], _ right: [Bool]) -> [Point] {
    let order = confidences.indices.sorted { (confidences[$0], $1) > (confidences[$1], $0) }
    return (1...20).map { step in
      let coverage = Double(step) / 20
      let count = max(1, Int((coverage * Double(order.count)).rounded()))
      let wrong = order.prefix(count).count { !right[$0] }
      return Point(coverage: coverage, risk: Double(wrong) / Double(count))
    }
  }

  /// The share of a class's photos above the lowest threshold that keeps the required share of all others at or below
  /// it.
  private static func sensitivity(
    _ name: String, _ probabilities: [[Double]], _ targets: [Int], _ index: Int, _ groups: [String]
  ) -> Sensitivity? {
    let own = targets.indices.filter { targets[$0] == index }
    let others = targets.indices.filter { targets[$0] != index }.map { probabilities[$0][index] }.sorted()
    guard !own.isEmpty, !others.isEmpty else { return nil }
    let threshold = others[min(others.count - 1, Int((specificity * Double(others.count)).rounded(.up)) - 1)]
    let found = Bootstrap.share(own.map { probabilities[$0][index] > threshold }, groups: own.map { groups[$0] })
    return Sensitivity(
      class: name, specificity: specificity, sensitivity: found.value, interval: found.interval, threshold: threshold)
  }
}
