package import SkinSafety

/// Whether the program says the same about the same skin in a changed photo: schema `skingpt.consistency/1`.
///
/// The paper asked about 45 cases ten times each and found 93.73 % consistent (Nature Communications 2024, 15:5649).
/// Its model samples its words; here the same photo gives the same answer each time, so the photo is changed instead.
package struct Consistency: Hashable, Sendable, Codable {
  /// What the program said about a photo.
  package struct Said: Hashable, Sendable {
    /// The class that scored highest; nil for a refused photo.
    var `class`: String?
    /// How soon the person would be sent to a clinician; nil for a refused photo.
    var level: UrgencyLevel?
    /// The outcome.
    var outcome: PaperEvaluation.Outcome

    /// What was said; a refused photo has neither class nor level.
    package init(class slug: String?, level: UrgencyLevel?, outcome: PaperEvaluation.Outcome) {
      self.class = outcome == .refused ? nil : slug
      self.level = outcome == .refused ? nil : level
      self.outcome = outcome
    }
  }

  /// A photo and its changed versions.
  package struct Trial: Hashable, Sendable {
    var name: String
    var original: Said
    var versions: [Version]

    /// A photo whose name no other trial has.
    package init(name: String, original: Said, versions: [Version]) {
      self.name = name
      self.original = original
      self.versions = versions
    }
  }

  /// A changed photo.
  package struct Version: Hashable, Sendable {
    var kind: Alteration.Kind
    var said: Said

    /// What was said about a photo with this kind of change.
    package init(kind: Alteration.Kind, said: Said) {
      self.kind = kind
      self.said = said
    }
  }

  /// The versions of some kind, compared with the photos as they are; intervals by resampling photos.
  package struct Row: Hashable, Sendable, Codable {
    /// Which versions: `all`, a kind of change, or what was said about the photo as it is.
    package var versions: String
    /// Share with the same class first.
    package var sameClass: Evaluation.Share
    /// Share with the same level.
    package var sameLevel: Evaluation.Share
    /// Share with both.
    package var sameBoth: Evaluation.Share
    /// Share with a lower level; a refused version has none.
    package var lowerLevel: Evaluation.Share
    /// Share that was refused.
    package var refused: Evaluation.Share

    private enum CodingKeys: String, CodingKey {
      case versions, refused
      case sameClass = "same_class"
      case sameLevel = "same_level"
      case sameBoth = "same_class_and_level"
      case lowerLevel = "lower_level"
    }
  }

  /// The schema's name.
  package static let schemaName = "skingpt.consistency/1"
  /// Photos of each class: 45 in all.
  package static let photosPerClass = 3

  /// The schema's name.
  package var schema = Consistency.schemaName
  /// The seed of the draws.
  package var seed: UInt64
  /// What was drawn of each class.
  package var sample: [CaseSample.ClassCount]
  /// Photos whose versions were measured.
  package var photos: Int
  /// Photos that were refused as they are, so that there was nothing to compare with.
  package var refusedOriginals: Int
  /// All versions, then each kind, then by what was said about the photo as it is.
  package var rows: [Row]

  private enum CodingKeys: String, CodingKey {
    case schema, seed, sample, photos, rows
    case refusedOriginals = "refused_originals"
  }

  /// Compares; without a photo to compare with there are no rows.
  package init(_ trials: [Trial], sample: [CaseSample.ClassCount], seed: UInt64) {
    let compared = trials.filter { $0.original.outcome != .refused }
    self.seed = seed
    self.sample = sample
    photos = compared.count
    refusedOriginals = trials.count - compared.count
    func row(_ name: String, _ isChosen: (Trial, Version) -> Bool) -> Row? {
      let pairs = compared.flatMap { trial in
        trial.versions.filter { isChosen(trial, $0) }.map { (trial: trial, said: $0.said) }
      }
      guard !pairs.isEmpty else { return nil }
      func share(_ isHit: (Said, Said) -> Bool) -> Evaluation.Share {
        Bootstrap.share(pairs.map { isHit($0.trial.original, $0.said) }, groups: pairs.map(\.trial.name))
      }
      return Row(
        versions: name, sameClass: share { $0.class == $1.class }, sameLevel: share { $0.level == $1.level },
        sameBoth: share { $0.class == $1.class && $0.level == $1.level },
        lowerLevel: share { before, after in
          guard let old = before.level, let new = after.level else { return false }
          return new < old
        }, refused: share { $1.outcome == .refused })
    }
    rows =
      ([row("all") { _, _ in true }] + Alteration.Kind.allCases.map { kind in row(kind.rawValue) { $1.kind == kind } }
      + [PaperEvaluation.Outcome.answered, .uncertain].map { outcome in
        row("\(outcome.rawValue) as it is") { trial, _ in trial.original.outcome == outcome }
      }).compactMap(\.self)
  }
}
