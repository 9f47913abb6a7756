extension HistoryRatio {
  /// The answers that the table calls typical of a class, with every question about danger asked and denied.
  ///
  /// They stand in for a person in measurements on photos without a history; no patient gave them.
  package static func typicalAnswers(of slug: String) -> History {
    var history = History()
    (history.unwell, history.signs, history.spot) = ([], [], [])
    (history.patient, history.findings, history.medicines, history.area) = ([], [], [], [])
    (history.newMedicine, history.pain, history.othersAffected) = (false, false, false)
    let typical = all.filter { ($0.ratios[slug] ?? 1) > 1 }.sorted { ($0.ratios[slug] ?? 1) > ($1.ratios[slug] ?? 1) }
    for row in typical { row.condition.tell(&history) }
    return history
  }
}

extension HistoryRatio.Condition {
  /// Adds the answer that makes the condition hold; most earlier answers stay.
  fileprivate func tell(_ history: inout History) {
    switch self {
    case .itch(let any): if history.itch == nil { history.itch = Set(any.prefix(1)) }
    case .pain(let value): history.pain = value
    case .days(let range):
      if history.durationDays == nil { history.durationDays = (range.lowerBound * 5 + min(range.upperBound, 7)) / 2 }
    case .site(let any): if history.site == nil { history.site = Set(any.prefix(1)) }
    case .age(let range):
      if history.ageYears == nil { history.ageYears = (range.lowerBound + min(range.upperBound, 90)) / 2 }
    case .othersAffected(let value): history.othersAffected = value
    case .area(let any): if history.area == [] { history.area = Set(any.prefix(1)) }
    case .medicine(let any): if history.medicines == [] { history.medicines = Set(any.prefix(1)) }
    // A danger sign stays denied: its effect is up to the rules.
    case .sign: break
    }
  }
}
