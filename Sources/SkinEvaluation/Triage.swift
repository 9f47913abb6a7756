package import SkinConfiguration
package import Foundation
package import SkinSafety

/// How soon people would be sent to a clinician, by how harmful it is to miss what their photos show.
///
/// Only photos whose fine label has an agreed danger group count; borderline labels are counted separately.
package struct Triage: Hashable, Sendable, Codable {
  /// What the program said about a photo whose fine label is known.
  package struct Case: Hashable, Sendable {
    /// The true group.
    var group: DangerGroup
    /// Whether the group is a matter of judgement.
    var isBorderline: Bool
    /// The level.
    var level: UrgencyLevel
    /// Whether the photo was refused, so that there is no level.
    var isRefused: Bool
    /// Probabilities of the groups.
    var dangers: DangerProbabilities
    /// Whether the program said that it cannot tell.
    var isUncertain: Bool
    /// Photos of the same group belong together.
    var photoGroup: String

    /// A case of the given facts.
    package init(
      group: DangerGroup, isBorderline: Bool, level: UrgencyLevel?, dangers: DangerProbabilities, isUncertain: Bool,
      photoGroup: String
    ) {
      self.group = group
      self.isBorderline = isBorderline
      self.level = level ?? .notAssessed
      isRefused = level == nil
      self.dangers = dangers
      self.isUncertain = isUncertain
      self.photoGroup = photoGroup
    }
  }

  /// How one group fares.
  package struct Row: Hashable, Sendable, Codable {
    /// The true group.
    package var group: DangerGroup
    /// Whether these are the borderline labels of the group.
    package var borderline: Bool
    /// Share that ends without a raised level.
    package var missed: Evaluation.Share
    /// Share sent within 24 hours or at once.
    package var today: Evaluation.Share
    /// Share sent within two weeks or sooner.
    package var twoWeeks: Evaluation.Share

    private enum CodingKeys: String, CodingKey {
      case group, borderline
      case missed = "not_raised"
      case today = "within_24_hours"
      case twoWeeks = "within_2_weeks"
    }
  }

  /// The groups, agreed labels first.
  package var rows: [Row]
  /// The same with answers that are typical of the true class and deny every danger sign; absent if not measured.
  package var told: [Row]?
  /// The same with ``mistakes`` among those answers.
  package var mistold: [Row]?
  /// The probability that an answer is wrong in ``mistold``.
  package var mistakes: Double?
  /// The thresholds that were used.
  package var thresholds: UrgencyThresholds

  private enum CodingKeys: String, CodingKey {
    case rows, thresholds
    case told = "with_answers"
    case mistold = "with_wrong_answers"
    case mistakes = "wrong_answer_share"
  }

  /// Counts.
  package init(_ cases: [Case], thresholds: UrgencyThresholds) {
    self.thresholds = thresholds
    rows = Self.rows(cases)
  }

  /// Also counts the effect of answers, and of mistakes among them.
  package mutating func add(told: [Case], mistold: [Case], mistakes: Double) {
    (self.told, self.mistold, self.mistakes) = (Self.rows(told), Self.rows(mistold), mistakes)
  }

  private static func rows(_ cases: [Case]) -> [Row] {
    [false, true].flatMap { isBorderline in
      DangerGroup.allCases.compactMap { group in
        let own = cases.filter { $0.group == group && $0.isBorderline == isBorderline }
        return own.isEmpty ? nil : Row(own, group: group, isBorderline: isBorderline)
      }
    }
  }
}

extension Triage.Row {
  fileprivate init(_ cases: [Triage.Case], group: DangerGroup, isBorderline: Bool) {
    let groups = cases.map(\.photoGroup)
    func share(_ isHit: (Triage.Case) -> Bool) -> Evaluation.Share { Bootstrap.share(cases.map(isHit), groups: groups) }
    self.group = group
    borderline = isBorderline
    missed = share { $0.level < .withinTwoWeeks }
    today = share { $0.level >= .within24Hours }
    twoWeeks = share { $0.level >= .withinTwoWeeks }
  }
}

/// The danger group of each fine label: `Tools/train/corpus/danger_groups.csv`.
package struct DangerTable: Hashable, Sendable {
  /// What a row says.
  struct Entry: Hashable {
    let group: DangerGroup
    let isBorderline: Bool
    /// The condition's name; empty if the corpus has none for the label.
    let condition: String
  }

  private var entries: [String: Entry] = [:]

  /// Reads a table with the columns `fine_label`, `class_slug`, `group` and `borderline`.
  ///
  /// - Throws: ``LabelError``
  package init(csv: Data) throws(LabelError) {
    let table = try DelimitedTable(csv, needed: ["fine_label", "class_slug", "group", "borderline"])
    func column(_ name: String) throws(LabelError) -> Int {
      guard let index = table.head.firstIndex(of: name) else { throw .missingColumn(name) }
      return index
    }
    let (label, slug) = (try column("fine_label"), try column("class_slug"))
    let (group, borderline) = (try column("group"), try column("borderline"))
    let condition = table.head.firstIndex(of: "condition")
    for (line, fields) in table.rows {
      guard let found = DangerGroup(rawValue: fields[group]) else { throw .unknownClass(line: line, fields[group]) }
      entries[fields[slug] + "/" + fields[label]] = Entry(
        group: found, isBorderline: fields[borderline] == "yes", condition: condition.map { fields[$0] } ?? "")
    }
  }

  /// The condition that a photo's fine label names; nil if it names none.
  func condition(of photo: LabelledPhoto) -> RankedCondition? {
    guard let label = photo.attributes["fine_label"], let entry = entries[photo.label + "/" + label],
      !entry.condition.isEmpty
    else { return nil }
    return RankedCondition(class: photo.label, name: entry.condition)
  }

  /// What the program said about a photo, as a case; nil if the photo's fine label has no group.
  package func triageCase(
    of photo: LabelledPhoto, level: UrgencyLevel?, dangers: DangerProbabilities, isUncertain: Bool
  ) -> Triage.Case? {
    guard let label = photo.attributes["fine_label"], let entry = entries[photo.label + "/" + label] else { return nil }
    return Triage.Case(
      group: entry.group, isBorderline: entry.isBorderline, level: level, dangers: dangers, isUncertain: isUncertain,
      photoGroup: photo.group)
  }
}
