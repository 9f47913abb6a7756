package import SkinSafety

/// What answers a typed question where a class leads, without a photo.
///
/// It goes the way of a consultation: fixed replies first, then the sentences that the model may choose from. Of those
/// it takes the first that the rules allow, where the model would choose by the photo.
package struct AnswerPreview: Hashable, Sendable {
  /// The sentences with their identifiers.
  package let sentences: [FollowUpSentence]
  /// Whether the model would choose among more sentences.
  package let isChosen: Bool

  /// The answer to an English question.
  ///
  /// - Parameter understood: the question as a model's reader sees it; nil for the phrases alone.
  package init(
    to question: String, leading slug: String, table: SentenceTable, understood: UnderstoodQuestion? = nil
  ) {
    if let fixed = FixedReplies.answer(
      to: question, topClasses: [slug], declinesOthers: true, reading: understood?.reading)
    {
      sentences = fixed.parts
      isChosen = false
      return
    }
    let places: [Int]
    switch SentencePlan(table, leading: slug).answer(to: understood?.asked ?? question) {
    case .fixed(let fixed):
      places = fixed
      isChosen = false
    case .chosen(let open, let rules):
      places = Self.first(of: open, rules)
      isChosen = true
    }
    let net = EvaluationPrompts.all.contains(question) ? [] : FollowUps.net(understood?.reading)
    sentences = places.map { FollowUpSentence(id: table.sentences[$0].id, text: table.sentences[$0].text) } + net
  }

  /// The first sentences that the rules of a choice allow: an opening, what is required, then the others.
  private static func first(of open: [Int], _ rules: SentencePlan.Rules) -> [Int] {
    var taken: [Int] = []
    func mayFollow(_ place: Int) -> Bool {
      !taken.contains(place)
        && rules.alternatives.allSatisfy { !$0.contains(place) || $0.isDisjoint(with: taken) }
    }
    if let opening = open.first(where: { rules.openings.contains($0) }) { taken.append(opening) }
    let required = rules.required.compactMap { group in open.first { group.contains($0) } }
    for place in open where !required.contains(place) && mayFollow(place) && taken.count + required.count < rules.limit
    {
      taken.append(place)
    }
    return taken + required.filter { !taken.contains($0) }
  }
}
