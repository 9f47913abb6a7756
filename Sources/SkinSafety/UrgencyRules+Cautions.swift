extension UrgencyRules {
  /// A sentence of the program that stands behind a treatment that the model named.
  package struct Caution: Hashable, Sendable {
    /// Its identifier in the list of sentences.
    package let id: String
    /// The sentence.
    package let text: String
    /// The public source that says so.
    package let source: String
  }

  /// The cautions; no clinician has reviewed them yet.
  package static let cautions = [pregnancyCaution, cancerCaution, fireCaution, bleachingCaution]

  private static let pregnancyCaution = Caution(
    id: "followup/caution/pregnancy",
    text:
      "Some of these medicines, such as retinoids, methotrexate and some antibiotic or hormone tablets, harm an unborn child: tell"
      + " the clinician of a pregnancy or a wish for one.",
    source: "MHRA guidance on oral retinoids and on methotrexate; NHS, isotretinoin, doxycycline")
  private static let cancerCaution = Caution(
    id: "followup/caution/cancer",
    text:
      "Start no steroid cream and have no light treatment on your own before a doctor has examined this skin for cancer: a steroid"
      + " can hide it, and light can make it worse.",
    source: "NICE NG12 (suspected cancer); DermNet, skin cancer")

  private static let fireCaution = Caution(
    id: "followup/caution/fire",
    text:
      "Moisturizer that has dried into clothes, sheets or bandages burns fast: keep away from flames and cigarettes.",
    source: "MHRA, emollients and risk of severe and fatal burns 2018; NHS, emollients")
  private static let bleachingCaution = Caution(
    id: "followup/caution/bleaching",
    text:
      "Buy no bleaching cream without a clinician: many hold mercury, a strong steroid or other substances that harm skin and"
      + " kidneys.",
    source: "WHO, mercury in skin lightening products 2019; NHS, skin lightening")

  /// The cautions that a text needs.
  ///
  /// - Parameters:
  ///   - texts: sentences of an answer.
  ///   - reasons: those of the report's level.
  ///   - cancer: how probable a cancer is. A level already asks for an examination at some hundredths, where the likely
  ///     disease is another one whose first treatment may be a steroid cream.
  package static func cautions(for texts: [String], reasons: [String], cancer: Double) -> [Caution] {
    func names(_ medicines: [String]) -> Bool { texts.contains { text in medicines.contains { text.contains($0) } } }
    var found: [Caution] = []
    if names(["retino", "methotrexate", "acitretin", "tablets or biologic"]) { found.append(pregnancyCaution) }
    let suspicions = all.filter { $0.conditions.contains(.danger(.cancer, today: false)) }.map(\.sentence)
    let isSuspected = suspicions.contains { reasons.contains($0) || reasons.contains(UrgencyRule.withoutDate($0)) }
    if isSuspected, cancer >= possibleThreshold,
      names(["steroid", "light treatment", "inflammation", "calm the immune", "calms the immune"])
    {
      found.append(cancerCaution)
    }
    if texts.contains(where: { $0.lowercased().contains("moisturi") }) { found.append(fireCaution) }
    if names(["lighten pigment", "change pigment", "lighten the skin"]) { found.append(bleachingCaution) }
    return found
  }
}
