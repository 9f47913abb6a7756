package import Foundation

/// A ``ClinicFit`` that has been read and checked, ready to use.
package struct PreparedFit: Sendable {
  /// No fit is larger.
  private static let greatestByteCount = 64 << 20

  /// The content of the file.
  package let fit: ClinicFit
  private let members: [Member]
  private let skin: SkinClasses

  private struct Member: Sendable {
    var photos: Double
    var counts: [String: Int]
    var layer: LocalLayer
    var conditions: [String: LocalLayer]
    var standardization: Standardization?
    var familiarLimit: Double?
  }

  /// Reads a fit's file without using it.
  ///
  /// - Throws: ``FitError`` if it is something else.
  package static func read(_ bytes: Data) throws(FitError) -> ClinicFit {
    guard bytes.count <= greatestByteCount else { throw .malformed("it has \(bytes.count) bytes") }
    struct Schema: Decodable { let schema: String }
    guard let schema = try? JSONDecoder().decode(Schema.self, from: bytes) else {
      throw .malformed("it is not a fit of this program")
    }
    guard schema.schema == ClinicFit.schemaName else {
      throw .malformed("its schema is '\(schema.schema.prefix(40))', not \(ClinicFit.schemaName)")
    }
    guard let sealed = try? JSONDecoder().decode(SealedFit.self, from: bytes), !sealed.fit.members.isEmpty,
      sealed.fit.members.allSatisfy({
        $0.photos > 0 && $0.photos <= FitTraining.mostPhotos && $0.counts.values.allSatisfy { $0 > 0 }
      })
    else { throw .malformed("a part of it is missing or damaged") }
    // A flipped bit in a weight gives another weight, and only the digest shows it.
    guard (try? sealed.fit.contentDigest()) == sealed.digest else {
      throw .malformed("its content does not match its digest")
    }
    return sealed.fit
  }

  /// Prepares a fit for a model.
  ///
  /// - Parameters:
  ///   - classes: the slugs of the model's classes.
  ///   - head: the model's recognition head, if it has one.
  /// - Throws: ``FitError`` if it belongs to another model or is damaged.
  package init(
    _ fit: ClinicFit, digest: String, classes: [String], featureCount: Int, head: RecognitionHead?
  ) throws(FitError) {
    guard fit.model.digest == digest else { throw .otherModel(expected: fit.model.digest, found: digest) }
    let skin = SkinClasses(classes)
    var members: [Member] = []
    for member in fit.members {
      guard member.layer.outcomes == skin.slugs, let layer = member.layer.layer(inputCount: featureCount) else {
        throw .malformed("its layer is not one for these classes")
      }
      var conditions: [String: LocalLayer] = [:]
      for (slug, stored) in member.conditions {
        let names = head?.description.conditions.filter { $0.class == slug }.map(\.name) ?? []
        guard stored.outcomes == names, let layer = stored.layer(inputCount: featureCount) else {
          throw .malformed("its layer for the conditions of '\(slug.prefix(40))' is not the model's")
        }
        conditions[slug] = layer
      }
      let standardization = member.standardization?.standardization(featureCount: featureCount)
      guard (head == nil) == (standardization != nil), (member.standardization == nil) == (standardization == nil),
        member.familiarLimit?.isFinite ?? true
      else { throw .malformed("its features are not the model's") }
      members.append(
        Member(
          photos: Double(member.photos), counts: member.counts, layer: layer, conditions: conditions,
          standardization: standardization, familiarLimit: member.familiarLimit))
    }
    self.fit = fit
    self.members = members
    self.skin = skin
  }

  /// The model's scores with the fit applied.
  ///
  /// The probability that a photo shows no skin does not change. Several clinics' opinions are weighted by their
  /// photos. The danger groups are the shipped ones: whoever reads them takes the greater of these and what follows
  /// from the new classes.
  package func applied(to shipped: ShippedScores) -> ShippedScores {
    var scores = shipped
    let base = skin.logProbabilities(shipped.logProbabilities)
    let all = members.reduce(0) { $0 + $1.photos }
    var mixed = [Double](repeating: 0, count: base.count)
    for member in members {
      let probabilities = member.layer.probabilities(input(shipped, member), logProbabilities: base)
      for index in mixed.indices { mixed[index] += probabilities[index] * member.photos / all }
    }
    let skinShare = 1 - (skin.nonskin.map { exp(shipped.logProbabilities[$0]) } ?? 0)
    for (place, value) in zip(skin.places, Softmax.logarithms(mixed.map { $0 * skinShare })) {
      scores.logProbabilities[place] = value
    }
    for (slug, shares) in shipped.conditions ?? [:] {
      scores.conditions?[slug] = conditions(shares, of: slug, shipped)
    }
    if let limit = shipped.familiarLimit {
      scores.familiarLimit = members.compactMap(\.familiarLimit).reduce(limit, max)
    }
    return scores
  }

  private func input(_ shipped: ShippedScores, _ member: Member) -> [Float] {
    shipped.input ?? member.standardization?.apply(shipped.features) ?? []
  }

  private func conditions(
    _ shares: [ConditionShare], of slug: String, _ shipped: ShippedScores
  ) -> [ConditionShare] {
    let experts = members.filter { $0.conditions[slug] != nil }
    let all = experts.reduce(0) { $0 + ($1.counts[slug] ?? 1) }
    guard all > 0 else { return shares }
    let base = Softmax.logarithms(shares.map(\.share))
    var mixed = [Double](repeating: 0, count: shares.count)
    for member in experts {
      guard let layer = member.conditions[slug] else { continue }
      let probabilities = layer.probabilities(input(shipped, member), logProbabilities: base)
      let weight = Double(member.counts[slug] ?? 1) / Double(all)
      for (index, share) in probabilities.enumerated() {
        mixed[index] += share * weight
      }
    }
    return zip(shares, mixed).map { ConditionShare(name: $0.name, share: $1) }
  }
}

extension ClinicFit {
  /// The file's bytes; the same fit gives the same bytes.
  ///
  /// - Throws: an `EncodingError` if a number is not finite.
  package func bytes() throws -> Data {
    try SealedFit.encoder.encode(SealedFit(fit: self, digest: try contentDigest())) + Data("\n".utf8)
  }

  /// Merges the fits of several clinics over the same model.
  ///
  /// - Parameter fits: with the names by which a failure calls them.
  /// - Throws: ``FitError`` if one may not be merged or belongs to another model.
  package static func merged(_ fits: [(name: String, fit: ClinicFit)]) throws(FitError) -> ClinicFit {
    guard let first = fits.first?.fit else { throw .malformed("there is nothing to merge") }
    for (name, fit) in fits {
      guard fit.mayBeMerged else { throw .notForMerging(name) }
      guard fit.model.digest == first.model.digest else {
        throw .otherModel(expected: first.model.digest, found: fit.model.digest)
      }
    }
    return ClinicFit(model: first.model, mayBeMerged: true, members: fits.flatMap(\.fit.members))
  }
}

/// A fit in use.
package struct UsedFit: Sendable {
  /// What it says, ready to use.
  package let prepared: PreparedFit
  /// SHA-256 of the file, lowercase hexadecimal.
  package let digest: String

  /// A fit from a file with the given digest.
  package init(prepared: PreparedFit, digest: String) {
    self.prepared = prepared
    self.digest = digest
  }
}
