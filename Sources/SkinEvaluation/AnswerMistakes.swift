package import SkinSafety

/// Answers about a person with mistakes: each question is independently answered wrongly with a fixed probability.
///
/// A wrong list has one code too many or too few; a wrong yes is a no; a wrong number of days is ten times too large or
/// too small; a wrong age is arbitrary. The draws are the same every time for a name, whatever was drawn before.
package struct AnswerMistakes {
  /// The probability that an answer is wrong.
  package let share: Double
  private var draws: SplitMix

  /// Mistakes of the given share in what is told of the photo of this name.
  package init(share: Double, name: String = "") {
    self.share = share
    // FNV-1a; see ``SeededDraw``.
    draws = SplitMix(state: name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
  }

  /// The answers with mistakes; those that the program would refuse as contradictory are drawn again.
  package mutating func applied(to history: History) -> History {
    for _ in 0..<20 {
      let mistaken = drawn(history)
      if (try? mistaken.checkConsistency()) != nil { return mistaken }
    }
    return history
  }

  private mutating func drawn(_ history: History) -> History {
    var told = history
    toggle(&told.unwell)
    toggle(&told.signs)
    toggle(&told.spot)
    toggle(&told.patient)
    toggle(&told.site)
    toggle(&told.area)
    toggle(&told.findings)
    toggle(&told.medicines)
    if told.itch != nil, isWrong { told.itch = [History.Itch.allCases.randomElement(using: &draws) ?? .absent] }
    if let pain = told.pain, isWrong { told.pain = !pain }
    if let others = told.othersAffected, isWrong { told.othersAffected = !others }
    if let medicine = told.newMedicine, isWrong { told.newMedicine = !medicine }
    if let days = told.durationDays, isWrong {
      told.durationDays = Bool.random(using: &draws) ? days * 10 : (days / 10).rounded()
    }
    if told.ageYears != nil, isWrong { told.ageYears = Double.random(in: 1..<90, using: &draws).rounded() }
    return told
  }

  private var isWrong: Bool { mutating get { Double.random(in: 0..<1, using: &draws) < share } }

  private mutating func toggle<Code: CaseIterable & Hashable>(_ codes: inout Set<Code>?) {
    guard let known = codes, isWrong, let code = Array(Code.allCases).randomElement(using: &draws) else { return }
    codes = known.symmetricDifference([code])
  }

  /// Source: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators".
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }
}
