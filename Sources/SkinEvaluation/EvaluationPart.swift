package import Foundation

/// What one of several runs of an evaluation found: schema `skingpt.evaluation-part/1`.
///
/// The parts of one evaluation are put together again only if the same weights looked at the same list, and every photo
/// was looked at exactly once.
package struct EvaluationPart: Hashable, Sendable, Codable {
  /// What all parts of an evaluation have in common.
  package struct Identity: Hashable, Sendable, Codable {
    /// The model's digest.
    package var digest: String
    /// The scheme of its weights.
    package var scheme: String
    /// The slugs of its classes.
    package var classes: [String]
    /// The files of all parts, in the order of the table.
    package var files: [String]

    /// An identity of the given facts.
    package init(digest: String, scheme: String, classes: [String], files: [String]) {
      self.digest = digest
      self.scheme = scheme
      self.classes = classes
      self.files = files
    }
  }

  /// Why parts cannot be put together.
  package enum Fault: Error, Hashable, Sendable {
    /// The file is no part of an evaluation.
    case malformed
    /// Other weights, or another list of photos.
    case otherEvaluation
    /// A photo is in two parts.
    case doubled(file: String)
    /// So many photos are in no part; one of them is named.
    case missing(count: Int, file: String)
  }

  /// The schema's name.
  package static let schemaName = "skingpt.evaluation-part/1"
  /// The schema's name.
  package var schema = EvaluationPart.schemaName
  /// What it is a part of.
  package var identity: Identity
  /// What was said about the photos that could be read.
  package var assessments: [Assessment]
  /// Photos that could not be read.
  package var leftOut: [String]

  private enum CodingKeys: String, CodingKey {
    case schema, identity, assessments
    case leftOut = "left_out"
  }

  /// A part of the given facts.
  package init(_ identity: Identity, assessments: [Assessment], leftOut: [String]) {
    self.identity = identity
    self.assessments = assessments
    self.leftOut = leftOut
  }

  /// Reads a part.
  ///
  /// - Throws: ``Fault/malformed`` if it is something else.
  package init(json: Data) throws(Fault) {
    guard let part = try? JSONDecoder().decode(Self.self, from: json), part.schema == Self.schemaName,
      part.assessments.allSatisfy({ assessment in
        assessment.probabilities.count == part.identity.classes.count
          && assessment.probabilities.allSatisfy { (0...1.001).contains($0) } && assessment.milliseconds >= 0
      })
    else { throw .malformed }
    self = part
  }

  /// Puts parts together, in the order of the table.
  ///
  /// - Throws: ``Fault`` unless they are parts of `identity` and have each of its files exactly once.
  package init(_ identity: Identity, merging parts: [EvaluationPart]) throws(Fault) {
    var found: [String: Assessment?] = [:]
    for part in parts {
      guard part.identity == identity else { throw .otherEvaluation }
      let entries: [(file: String, assessment: Assessment?)] =
        part.assessments.map { ($0.photo.file, $0) } + part.leftOut.map { ($0, nil) }
      for (file, assessment) in entries {
        guard found.updateValue(assessment, forKey: file) == nil else { throw .doubled(file: file) }
      }
    }
    let missing = identity.files.filter { found[$0] == nil }
    if let first = missing.first { throw .missing(count: missing.count, file: first) }
    guard found.count == identity.files.count else { throw .otherEvaluation }
    self.init(
      identity, assessments: identity.files.compactMap { found[$0] ?? nil },
      leftOut: identity.files.filter { found[$0] == .some(nil) })
  }
}
