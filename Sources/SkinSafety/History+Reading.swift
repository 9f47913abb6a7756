package import Foundation

extension History: Codable {
  /// The largest size of a history file, bytes.
  package static let byteLimit = 64 << 10
  private static let ageLimit = 130.0
  private static let weekLimit = 6_000.0
  private static let dayLimit = 40_000.0

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ question: HistoryQuestion.Identifier) { stringValue = question.rawValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads a history from the bytes of a JSON file.
  ///
  /// - Throws: ``HistoryError``, which names the wrong key.
  package static func read(json: Data) throws(HistoryError) -> History {
    guard json.count <= byteLimit else { throw .tooLarge(byteCount: json.count, limit: byteLimit) }
    do { return try JSONDecoder().decode(History.self, from: json) } catch {
      throw error as? HistoryError ?? .notAnObject
    }
  }

  /// Reads the keys of ``HistoryQuestion/Identifier``; null counts as skipped.
  ///
  /// - Throws: ``HistoryError``
  package init(from decoder: any Decoder) throws {
    guard let values = try? decoder.container(keyedBy: Key.self) else { throw HistoryError.notAnObject }
    for key in values.allKeys.map(\.stringValue).sorted() where HistoryQuestion.Identifier(rawValue: key) == nil {
      throw HistoryError.unknownKey(key)
    }
    self.init()
    for question in HistoryQuestion.Identifier.allCases {
      let key = Key(question)
      guard values.contains(key), try !values.decodeNil(forKey: key) else { continue }
      switch HistoryQuestion.question(question).kind {
      case .codes:
        guard let codes = try? values.decode([String].self, forKey: key) else {
          throw HistoryError.wrongKind(key: question.rawValue, expected: .codes)
        }
        try set(question, codes: codes)
      case .number:
        guard let number = try? values.decode(Double.self, forKey: key) else {
          throw HistoryError.wrongKind(key: question.rawValue, expected: .number)
        }
        try set(question, number: number)
      case .yesOrNo:
        guard let answer = try? values.decode(Bool.self, forKey: key) else {
          throw HistoryError.wrongKind(key: question.rawValue, expected: .yesOrNo)
        }
        set(question, answer: answer)
      }
    }
    try checkConsistency()
  }

  /// Writes the answered questions; codes in alphabetical order.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encodeIfPresent(unwell?.map(\.rawValue).sorted(), forKey: Key(.unwell))
    try values.encodeIfPresent(signs?.map(\.rawValue).sorted(), forKey: Key(.signs))
    try values.encodeIfPresent(spot?.map(\.rawValue).sorted(), forKey: Key(.spot))
    try values.encodeIfPresent(nonHealingWeeks, forKey: Key(.nonHealingWeeks))
    try values.encodeIfPresent(patient?.map(\.rawValue).sorted(), forKey: Key(.patient))
    try values.encodeIfPresent(ageYears, forKey: Key(.ageYears))
    try values.encodeIfPresent(newMedicine, forKey: Key(.newMedicine))
    try values.encodeIfPresent(itch?.map(\.rawValue).sorted(), forKey: Key(.itch))
    try values.encodeIfPresent(pain, forKey: Key(.pain))
    try values.encodeIfPresent(durationDays, forKey: Key(.durationDays))
    try values.encodeIfPresent(site?.map(\.rawValue).sorted(), forKey: Key(.site))
    try values.encodeIfPresent(othersAffected, forKey: Key(.othersAffected))
    try values.encodeIfPresent(area?.map(\.rawValue).sorted(), forKey: Key(.area))
    try values.encodeIfPresent(findings?.map(\.rawValue).sorted(), forKey: Key(.findings))
    try values.encodeIfPresent(medicines?.map(\.rawValue).sorted(), forKey: Key(.medicines))
  }

  /// A history with one code as its only answer; empty if the question has no such code.
  init(_ question: HistoryQuestion.Identifier, code: String) {
    self.init()
    try? set(question, codes: [code])
  }

  /// Takes an answer that a person typed: codes or their numbers (from 1) separated by commas or spaces, "none", a
  /// number, "yes" or "no"; an empty text skips the question.
  ///
  /// - Throws: ``HistoryError``; the history is then unchanged.
  package mutating func answer(_ identifier: HistoryQuestion.Identifier, _ text: String) throws(HistoryError) {
    var answered = self
    try answered.take(identifier, text)
    try answered.checkConsistency()
    self = answered
  }

  private mutating func take(_ identifier: HistoryQuestion.Identifier, _ text: String) throws(HistoryError) {
    let words = text.split { $0 == "," || $0 == ";" || $0.isWhitespace }.map(String.init)
    guard let first = words.first?.lowercased() else { return }
    let question = HistoryQuestion.question(identifier)
    switch question.kind {
    case .codes:
      if words.count == 1, ["none", "no", "0"].contains(first) { return try set(identifier, codes: []) }
      let codes = words.map { word in
        if let number = Int(word), question.answers.indices.contains(number - 1) {
          return question.answers[number - 1].code
        }
        return question.answers.first { $0.code.lowercased() == word.lowercased() }?.code ?? word
      }
      try set(identifier, codes: codes)
    case .number:
      guard words.count == 1, let number = Double(first) else {
        throw .wrongKind(key: identifier.rawValue, expected: .number)
      }
      try set(identifier, number: number)
    case .yesOrNo:
      switch first {
      case "yes", "y", "1", "true": set(identifier, answer: true)
      case "no", "n", "0", "2", "false", "none": set(identifier, answer: false)
      default: throw .wrongKind(key: identifier.rawValue, expected: .yesOrNo)
      }
    }
  }

  private mutating func set(_ question: HistoryQuestion.Identifier, codes: [String]) throws(HistoryError) {
    switch question {
    case .unwell: unwell = try Self.answers(codes, to: question)
    case .signs: signs = try Self.answers(codes, to: question)
    case .spot: spot = try Self.answers(codes, to: question)
    case .patient: patient = try Self.answers(codes, to: question)
    case .itch: itch = try Self.answers(codes, to: question)
    case .site: site = try Self.answers(codes, to: question)
    case .area: area = try Self.answers(codes, to: question)
    case .findings: findings = try Self.answers(codes, to: question)
    case .medicines: medicines = try Self.answers(codes, to: question)
    case .nonHealingWeeks, .ageYears, .newMedicine, .pain, .durationDays, .othersAffected:
      throw .wrongKind(key: question.rawValue, expected: HistoryQuestion.question(question).kind)
    }
  }

  private mutating func set(_ question: HistoryQuestion.Identifier, number: Double) throws(HistoryError) {
    let limit = question == .ageYears ? Self.ageLimit : question == .durationDays ? Self.dayLimit : Self.weekLimit
    guard number >= 0, number <= limit else {
      throw .outOfRange(key: question.rawValue, value: number, limit: limit)
    }
    switch question {
    case .ageYears: ageYears = number
    case .durationDays: durationDays = number
    default: nonHealingWeeks = number
    }
  }

  private mutating func set(_ question: HistoryQuestion.Identifier, answer: Bool) {
    switch question {
    case .pain: pain = answer
    case .othersAffected: othersAffected = answer
    default: newMedicine = answer
    }
  }

  private static func answers<Code: RawRepresentable & Hashable>(
    _ codes: [String], to question: HistoryQuestion.Identifier
  ) throws(HistoryError) -> Set<Code> where Code.RawValue == String {
    var answers: Set<Code> = []
    for code in codes {
      guard let answer = Code(rawValue: code) else { throw .unknownAnswer(key: question.rawValue, answer: code) }
      answers.insert(answer)
    }
    return answers
  }
}
