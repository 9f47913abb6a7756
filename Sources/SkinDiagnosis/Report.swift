package import SkinConfiguration
package import SkinSafety

/// What a diagnosis found, as `diagnose --json` prints it: schema `skingpt.report/2`.
///
/// A field that the model cannot fill honestly is absent.
package struct Report: Hashable, Sendable, Codable {
  /// The schema's name.
  package static let schemaName = "skingpt.report/2"

  /// The program that wrote the report.
  package struct Program: Hashable, Sendable, Codable {
    /// This program, as it is now.
    package static let current = Program(name: "skingpt", version: "0.2.0")

    /// Its name.
    package let name: String
    /// Its version.
    package let version: String
  }

  /// The model that answered.
  package struct Model: Hashable, Sendable, Codable {
    /// Its short name.
    package let name: String
    /// The container's digest.
    package let digest: String
    /// How the decoder's weights are written.
    package let scheme: String
    /// Where the weights come from and how far they can be trusted.
    package let provenance: String
    /// Whether the model was trained and measured for diagnosis.
    package let diagnostic: Bool
    /// The measured accuracy; absent if nothing was measured.
    package let accuracy: String?
    /// Whether the digests of all weights were checked, in this run or in an earlier one of the same file.
    package var verified = false
    /// What was learned from a clinic's own photos; absent without.
    package var fit: Fit?
  }

  /// The photo.
  package struct Photo: Hashable, Sendable, Codable {
    /// The file's name, without folders.
    package let file: String
    /// Pixels of a row, upright.
    package let width: Int
    /// Rows, upright.
    package let height: Int
    /// SHA-256 of the file, lowercase hexadecimal.
    package let sha256: String
    /// What the photo gate found.
    package let quality: PhotoQuality
  }

  /// The outcome of a diagnosis.
  package enum Outcome: String, Hashable, Sendable, Codable {
    /// The model ranks diseases.
    case assessed
    /// The model cannot tell.
    case uncertain
    /// The photo does not show skin.
    case notSkin = "not-skin"
    /// The photo is too poor.
    case unusablePhoto = "unusable-photo"
  }

  /// How long it took, milliseconds.
  package struct Timing: Hashable, Sendable {
    /// Opening the container.
    package var load: Double = 0
    /// Photo to soft prompt.
    package var vision: Double = 0
    /// The closed list; nil if there is none.
    package var scoring: Double?
    /// From the photo to the first word.
    package var firstWord: Double?
    /// Tokens per second while answering; nil if nothing was answered.
    package var decodeTokensPerSecond: Double?
    /// The total.
    package var total: Double = 0
  }

  /// What the process used.
  package struct Memory: Hashable, Sendable, Codable {
    /// The most memory that was resident, bytes.
    package let peakBytes: Int

    private enum CodingKeys: String, CodingKey { case peakBytes = "peak_bytes" }
  }

  /// The schema's name.
  package var schema = Report.schemaName
  /// The program.
  package var program = Program.current
  /// The model.
  package var model: Model
  /// The photo, or the best of a case's photos, which the answers are about.
  package var photo: Photo
  /// All photos of the case, the best first; absent if there is only one.
  package var photos: [Photo]?
  /// The outcome of the diagnosis.
  package var outcome: Outcome
  /// Whether the photo is unlike all that the model has learned from, which makes the outcome uncertain; absent if not.
  package var isUnfamiliar: Bool?
  /// All classes, most probable first, probabilities calibrated; absent if the model has no calibrated list.
  package var differential: [ClassProbability]?
  /// How probable the danger groups are, in their order; absent if nothing was scored.
  package var dangers: [DangerProbability]?
  /// Conditions within the likely classes, most probable first; ``ConditionProbability/anotherOfThisGroup`` stands for
  /// the unnamed ones of a class; absent if the model scores none.
  package var conditions: [ConditionProbability]?
  /// All concepts, most probable first; absent if the model has no calibrated list of them.
  package var concepts: [ConceptProbability]?
  /// The answers, in the prompts' order.
  package var answers: [Answer]
  /// How soon a person should be seen, by rules that no answer can change; absent for a refused photo, unless the
  /// answers about the person call for urgent care by themselves.
  package var urgency: UrgencyAssessment?
  /// The danger signs that were not asked for and would raise the level, most urgent first; absent if there are none.
  package var dangerSigns: [DangerSigns]?
  /// The diseases that the report names but is not about, if they are dangerous or can be; absent if there are none.
  package var alternatives: [Alternative]?
  /// What no answer can replace.
  package var disclaimer: String
  /// How long it took.
  package var timing: Timing
  /// What it used.
  package var memory: Memory

  /// Whether the person was asked for all danger signs; known while the report is made, not part of the schema.
  var areDangerSignsAsked = false
  /// What the photo scored before the answers about the person shifted it; not part of the schema.
  var photoScores: Scored?

  private enum CodingKeys: String, CodingKey {
    case schema, program, model, photo, photos, outcome, differential, conditions, concepts, answers, urgency,
      alternatives, disclaimer
    case timing, memory
    case dangers = "danger_groups"
    case dangerSigns = "danger_signs"
    case isUnfamiliar = "unfamiliar"
  }
}

/// What a photo scored.
struct Scored: Hashable, Sendable {
  var differential: [ClassProbability]?
  var dangers: [DangerProbability]?
  var conditions: [ConditionProbability]?
}

extension Report {
  /// Shifts the differential by the answers about the person; no danger group is lowered.
  private mutating func shift(by history: History) {
    let scored = photoScores ?? Scored(differential: differential, dangers: dangers, conditions: conditions)
    photoScores = scored
    guard let entries = scored.differential else { return }
    let before = entries.map { (slug: $0.class, probability: $0.probability) }
    let after = HistoryRatio.shifted(before, history)
    let probabilities = Dictionary(after.map { ($0.slug, $0.probability) }) { first, _ in first }
    differential = entries.map {
      ClassProbability(
        class: $0.class, label: $0.label, probability: probabilities[$0.class] ?? $0.probability, evidence: $0.evidence)
    }.sorted { $0.probability > $1.probability }
    let factors = Dictionary(
      before.map { ($0.slug, $0.probability > 0 ? (probabilities[$0.slug] ?? 0) / $0.probability : 1) }
    ) {
      first, _ in first
    }
    conditions = scored.conditions?.map {
      ConditionProbability(
        condition: $0.condition, class: $0.class, probability: $0.probability * (factors[$0.class] ?? 1))
    }.sorted { $0.probability > $1.probability }
    let (old, new) = (DangerProbabilities(differential: before), DangerProbabilities(differential: after))
    dangers = scored.dangers?.map { entry in
      let factor = old[entry.group] > 0 ? max(1, new[entry.group] / old[entry.group]) : 1
      return DangerProbability(group: entry.group, probability: min(1, entry.probability * factor))
    }
  }

  /// Assesses the urgency from the history and from the photo's scores; the model's answers do not count.
  ///
  /// - Parameter isForced: whether a refused photo is discussed all the same.
  package mutating func assessUrgency(history: History?, thresholds: UrgencyThresholds, isForced: Bool) {
    shift(by: history ?? History())
    let known = dangers.map { _ in dangerProbabilities }
    // The history may make a class less likely, but what the photo calls for stands.
    let scored = Dictionary((photoScores?.differential ?? []).map { ($0.class, $0.probability) }) { first, _ in first }
    func key(_ entry: ConditionProbability) -> [String] { [entry.class, entry.condition] }
    let scoredConditions = Dictionary((photoScores?.conditions ?? []).map { (key($0), $0.probability) }) { first, _ in
      first
    }
    let evidence = UrgencyEvidence(
      history: history,
      differential: (differential ?? []).map { ($0.class, max($0.probability, scored[$0.class] ?? 0)) },
      conditions: (conditions ?? []).map { ($0.condition, max($0.probability, scoredConditions[key($0)] ?? 0)) },
      named: meantByGroup, dangers: known,
      thresholds: thresholds, isUncertain: outcome == .uncertain)
    areDangerSignsAsked = history?.knowsDangerSigns ?? false
    urgency = isRefused && !isForced ? .ofPerson(history) : .assess(evidence)
    let asked = reasons
    let open = UrgencyRules.dangerSigns.filter { asked.contains($0.reason) }
    dangerSigns = open.isEmpty ? nil : open.map { DangerSigns(level: $0.level, demand: $0.demand, signs: $0.signs) }
  }

  /// How probable the danger groups are, for the rules.
  package var dangerProbabilities: DangerProbabilities {
    DangerProbabilities(Dictionary((dangers ?? []).map { ($0.group, $0.probability) }) { first, _ in first })
  }

  /// Whether the photo gate or the model refused the photo.
  package var isRefused: Bool { outcome == .unusablePhoto || outcome == .notSkin }
}

extension Report.Timing: Codable {
  private enum CodingKeys: String, CodingKey {
    case load = "load_ms"
    case vision = "vision_ms"
    case scoring = "scoring_ms"
    case firstWord = "first_word_ms"
    case decodeTokensPerSecond = "decode_tokens_per_second"
    case total = "total_ms"
  }
}
