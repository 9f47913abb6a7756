/// What an answer about the person says about the classes: a likelihood ratio, as data.
///
/// The ratios are coarse judgements of what standard references call typical or rare, not measured on patients, so they
/// are small, and all together move a class by no more than ``bound``. No clinician has reviewed them yet.
package struct HistoryRatio: Hashable, Sendable {
  /// All ratios together multiply a class's odds by at most this and at least its inverse.
  package static let bound = 5.0

  /// A short stable name.
  package let id: String
  /// When it counts.
  let condition: Condition
  /// By class; the odds of other classes do not change.
  let ratios: [String: Double]
  /// The public reference that calls it typical or rare.
  package let source: String

  /// What must be known.
  enum Condition: Hashable, Sendable {
    /// The itch is one of these.
    case itch([History.Itch])
    /// It hurts, or it does not.
    case pain(Bool)
    /// It has lasted this many days.
    case days(Range<Double>)
    /// One of these places.
    case site([History.Site])
    /// The age in years.
    case age(Range<Double>)
    /// Others at home have it too, or not.
    case othersAffected(Bool)
    /// A stay in one of these areas.
    case area([History.Area])
    /// One of these medicines.
    case medicine([History.Medicine])
    /// One of these skin signs.
    case sign([History.Sign])

    func holds(_ history: History) -> Bool {
      switch self {
      case .itch(let any): history.itch.map { any.contains($0) } ?? false
      case .pain(let value): history.pain == value
      case .days(let range): history.durationDays.map { range.contains($0) } ?? false
      case .site(let any): !(history.site ?? []).isDisjoint(with: any)
      case .age(let range): history.ageYears.map { range.contains($0) } ?? false
      case .othersAffected(let value): history.othersAffected == value
      case .area(let any): !(history.area ?? []).isDisjoint(with: any)
      case .medicine(let any): !(history.medicines ?? []).isDisjoint(with: any)
      case .sign(let any): !(history.signs ?? []).isDisjoint(with: any)
      }
    }
  }

  /// The factor of a class: the product of the ratios that hold, within the bound.
  package static func factor(_ slug: String, _ history: History) -> Double {
    let product = all.reduce(1) { $1.condition.holds(history) ? $0 * ($1.ratios[slug] ?? 1) : $0 }
    return min(max(product, 1 / bound), bound)
  }

  /// A differential shifted by the answers; the sum of its probabilities stays the same.
  package static func shifted(
    _ differential: [(slug: String, probability: Double)], _ history: History
  ) -> [(slug: String, probability: Double)] {
    let weighted = differential.map { (slug: $0.slug, probability: $0.probability * factor($0.slug, history)) }
    let (before, after) = (
      differential.reduce(0) { $0 + $1.probability }, weighted.reduce(0) { $0 + $1.probability }
    )
    guard after > 0, before.isFinite, after.isFinite else { return differential }
    return weighted.map { (slug: $0.slug, probability: $0.probability * before / after) }
  }

  /// Every row.
  package static let all: [HistoryRatio] = [
    HistoryRatio(
      id: "itch-none", condition: .itch([.absent]),
      ratios: ["dermatitis": 0.5, "urticaria": 0.3, "infestation_bites": 0.5, "melanoma_nevi": 1.5, "malignant": 1.5],
      source: "NHS, atopic eczema, hives, scabies (itch is the rule)"),
    HistoryRatio(
      id: "itch-strong", condition: .itch([.strong, .atNight]),
      ratios: [
        "dermatitis": 1.5, "urticaria": 2, "infestation_bites": 2, "melanoma_nevi": 0.6, "benign_tumor": 0.6,
        "vascular_tumor": 0.6,
      ], source: "DermNet, pruritus; NHS, hives, scabies"),
    HistoryRatio(
      id: "itch-night", condition: .itch([.atNight]), ratios: ["infestation_bites": 1.5],
      source: "WHO fact sheet, scabies"),
    HistoryRatio(
      id: "pain", condition: .pain(true), ratios: ["herpes": 2, "bacterial": 2, "fungal": 0.6, "light": 0.6],
      source: "NHS, shingles, cellulitis; DermNet, tinea corporis"),
    HistoryRatio(
      id: "painful-band", condition: .sign([.painfulBand]), ratios: ["herpes": 4, "infestation_bites": 0.4],
      source: "NHS, shingles; DermNet, herpes zoster"),
    HistoryRatio(
      id: "days", condition: .days(0..<7),
      ratios: [
        "herpes": 1.5, "bacterial": 1.5, "urticaria": 2, "psoriasis_lichen": 0.6, "benign_tumor": 0.4,
        "connective_tissue": 0.5,
      ], source: "NHS, cellulitis, shingles, hives; DermNet, psoriasis"),
    HistoryRatio(
      id: "months", condition: .days(90..<40_000),
      ratios: [
        "herpes": 0.3, "bacterial": 0.5, "urticaria": 0.6, "psoriasis_lichen": 1.5, "benign_tumor": 1.5,
        "infestation_bites": 0.6, "light": 1.3,
      ], source: "NHS, psoriasis, shingles; DermNet, vitiligo"),
    HistoryRatio(
      id: "face", condition: .site([.face]), ratios: ["acne_rosacea": 1.5, "psoriasis_lichen": 0.7],
      source: "NHS, acne, rosacea, psoriasis"),
    HistoryRatio(
      id: "feet", condition: .site([.feet, .nails]), ratios: ["fungal": 1.5, "acne_rosacea": 0.3],
      source: "NHS, athlete's foot, fungal nail infection"),
    HistoryRatio(
      id: "webs", condition: .site([.fingerWebs]), ratios: ["infestation_bites": 2], source: "WHO fact sheet, scabies"),
    HistoryRatio(
      id: "elbows-knees", condition: .site([.elbowsKnees]), ratios: ["psoriasis_lichen": 1.7],
      source: "NHS, psoriasis"),
    HistoryRatio(
      id: "child", condition: .age(0..<12),
      ratios: ["acne_rosacea": 0.4, "melanoma_nevi": 0.8, "malignant": 0.5, "dermatitis": 1.4],
      source: "NHS, acne, atopic eczema; NICE NG12"),
    HistoryRatio(
      id: "old", condition: .age(65..<131),
      ratios: ["malignant": 1.7, "bullous": 1.5, "acne_rosacea": 0.6],
      source: "NHS, non-melanoma skin cancer; BAD guideline on bullous pemphigoid 2012"),
    HistoryRatio(
      id: "others-affected", condition: .othersAffected(true),
      ratios: ["infestation_bites": 2.5, "fungal": 1.3, "psoriasis_lichen": 0.7, "malignant": 0.8],
      source: "WHO fact sheet, scabies; NHS, ringworm"),
    HistoryRatio(
      id: "tick-country", condition: .area([.tickCountry]), ratios: ["infestation_bites": 1.3],
      source: "NICE NG95 (Lyme disease)"),
    HistoryRatio(
      id: "steroid-cream", condition: .medicine([.steroidCream]), ratios: ["fungal": 1.2, "acne_rosacea": 1.2],
      source: "DermNet, tinea incognita, periorificial dermatitis"),
    HistoryRatio(
      id: "light-medicine", condition: .medicine([.lightSensitizing]), ratios: ["light": 1.5],
      source: "DermNet, drug-induced photosensitivity"),
  ]
}
