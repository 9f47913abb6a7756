/// How sure a reader of typed questions must be before an intent is answered: one row for each intent, with the reason.
///
/// The bounds are those of the reader, ``QuestionBounds``; only what no reader can be trusted with has a number of its
/// own here. Without a reader the phrases decide alone.
struct IntentCertainty: Hashable, Sendable {
  /// What the reader must be sure of where no phrase is found.
  enum Reading: Hashable {
    /// Of danger of any kind, of which this is the likeliest: `danger`.
    case anyDanger
    /// Of this intent by itself: `danger` where a word hints at it, else this.
    case itself(unhinted: Float)
    /// Of this subject, or of one of the warnings, of which this is the likeliest: `subject`.
    case anyWarning
    /// Of this subject: `subject`.
    case subject
  }

  /// What it must say where a phrase is found.
  enum Phrases: Hashable {
    /// Nothing: they mean nothing else.
    case suffice
    /// That it is not improbable: `support`.
    case needSupport
    /// The same, or nothing if the question is short and holds one of these.
    case sufficeIfPlain([Phrase])
  }

  /// After which signs of danger its general sentence may stand.
  enum Followed: Hashable {
    case none
    /// Those that are examined within two weeks.
    case soon
    case any
  }

  let reading: Reading
  let phrases: Phrases
  /// Whether phrases that suffice do so for a question in which danger is possible too: else what calls for care today
  /// comes first, and nothing is answered.
  var answersInDoubt = false
  var follows = Followed.none
  /// Why.
  let reason: String

  /// The row of an intent.
  static func of(_ intent: FollowUpIntent) -> IntentCertainty { byIntent[intent.id] ?? subject }

  /// Whether an intent's phrases answer a question in which danger is possible.
  static func answersInDoubt(_ intent: FollowUpIntent, _ words: Words) -> Bool {
    let row = of(intent)
    return row.answersInDoubt && row.phrases == .suffice && intent.isAsked(words)
  }

  /// Whether an intent's phrases answer a question without danger although the reader knows nothing of it.
  static func answersAlone(_ intent: FollowUpIntent, _ words: Words) -> Bool {
    switch of(intent).phrases {
    case .suffice: return intent.isAsked(words)
    case .needSupport: return false
    case .sufficeIfPlain(let plain):
      let rest = intent.exceptions.reduce(words) { $0.without($1) }
      return words.tokens.count <= plainLength && rest.tokens.count == words.tokens.count
        && plain.contains { $0.occurs(in: words) }
    }
  }

  /// The most words of a plain question.
  private static let plainLength = 12

  private static let danger = IntentCertainty(
    reading: .anyDanger, phrases: .suffice, answersInDoubt: true,
    reason: "A danger that is missed harms more than an alarm that is wrong, and kinds that share the probability are"
      + " danger all the same.")
  private static let subject = IntentCertainty(
    reading: .subject, phrases: .needSupport,
    reason: "An answer off the subject buries what was asked, and one that calms harms where danger is possible.")

  /// The rows that differ from those of all dangers and all subjects.
  static let rows: [(intents: Set<String>, row: IntentCertainty)] = [
    (
      ["violence"],
      IntentCertainty(
        reading: .itself(unhinted: 0.95), phrases: .suffice, answersInDoubt: true,
        reason:
          "Who asks about the spines of a sea urchin must not read of rape: that question reads as violence with 0.89,"
          + " as much as true ones, but no word in it is of what people do to each other.")
    ),
    (
      ["dose", "stopping", "others-medicine", "antibiotic", "counter-medicine", "contagion"],
      IntentCertainty(
        reading: .anyWarning, phrases: .needSupport, follows: .any,
        reason: "Their general sentence warns and says nothing that calms, so one of several likely ones does no harm,"
          + " also behind a sign of danger.")
    ),
    (
      ["removal"],
      IntentCertainty(
        reading: .anyWarning, phrases: .needSupport, follows: .soon,
        reason: "It warns as well, but 'do not cut it off' is no answer to a person in danger.")
    ),
    (
      ["isotretinoin", "never-use"],
      IntentCertainty(
        reading: .anyWarning, phrases: .suffice, answersInDoubt: true, follows: .any,
        reason: "Their phrases mean nothing else, and a decline would withhold the warning.")
    ),
    (
      ["tick"],
      IntentCertainty(
        reading: .subject, phrases: .suffice, answersInDoubt: true,
        reason: "Its phrases mean nothing else, and a tick must come out today.")
    ),
    (
      ["how-serious"],
      IntentCertainty(
        reading: .subject,
        phrases: .sufficeIfPlain([
          "how soon|urgent|fast|quickly * see|seen|doctor|hospital|clinic|nurse|go|examined|checked|this|it",
          "when * see|seen|visit|go|show * doctor|hospital|clinic|nurse|examined|checked|be_seen", "when * be seen",
          "do|does|should|must|need * hospital|ambulance|clinic|doctor|emergency", "danger|warning signs|sign",
        ]), reason: "Asked plainly it asks nothing else; where danger is possible, care today comes before how soon.")
    ),
    (
      ["program"],
      IntentCertainty(
        reading: .subject,
        phrases: .sufficeIfPlain(["how good|accurate|reliable|sure|certain|often * you|program|computer|right|it"]),
        reason: "Asked plainly it asks nothing else; where danger is possible, care today comes before how good.")
    ),
  ]

  private static let byIntent: [String: IntentCertainty] = {
    var found: [String: IntentCertainty] = [:]
    for intent in FollowUps.dangerIntents { found[intent.id] = danger }
    for intent in FollowUps.subjects { found[intent.id] = subject }
    for (intents, row) in rows { for id in intents { found[id] = row } }
    return found
  }()
}
