package import Foundation
import SkinConfiguration
import SkinContainer
package import SkinFailure
import SkinFiles
package import SkinImage
package import SkinRecognition
package import SkinRuntime

extension SkinModel {
  /// What the shipped model says about a photo, for learning from it; nil if the model has no calibrated list.
  ///
  /// - Throws: a `LanguageError` if the model's prompt is too long for it.
  package func shippedScores(of photo: Photo) throws -> ShippedScores? {
    let reading = try read(photo)
    let features = reading.features
    return try shippedScores(try conversation(about: reading.takeSoftPrompt()), features: features)
  }

  /// Uses what was learned from a clinic's photos, from now on.
  ///
  /// - Returns: what is used.
  /// - Throws: `FailureReport` if the file is not there, damaged, or belongs to another model; nothing changes then.
  @discardableResult
  package func useFit(at path: String) throws(FailureReport) -> ClinicFit {
    let bytes = try FitFile.bytes(path)
    do throws(FitError) {
      let prepared = try prepared(try PreparedFit.read(bytes))
      let digest = SHA256.hash(data: bytes).hexadecimal
      fit = UsedFit(prepared: prepared, digest: digest)
      return prepared.fit
    } catch { throw FitFile.failure(error, path: path) }
  }

  /// A fit, checked against this model.
  package func prepared(_ fit: ClinicFit) throws(FitError) -> PreparedFit {
    try PreparedFit(
      fit, digest: container.digest, classes: configuration.classes.map(\.slug),
      featureCount: configuration.pooledFeatureCount, head: head)
  }

  /// What a clinic's fit names as its model.
  package var fitModel: ClinicFit.Model { ClinicFit.Model(name: configuration.name, digest: container.digest) }

  /// The model's condition that a fine label names; articles and case do not matter.
  package func condition(named label: String, class slug: String) -> String? {
    func plain(_ name: String) -> String {
      var words = name.lowercased().split(separator: " ")
      if let first = words.first, ["a", "an", "the"].contains(first) { words.removeFirst() }
      return words.joined(separator: " ")
    }
    let wanted = plain(label)
    guard !wanted.isEmpty else { return nil }
    return head?.description.conditions.first { $0.class == slug && plain($0.name) == wanted }?.name
  }
}

/// A clinic's fit file, and its errors as messages to the user.
package enum FitFile {
  /// No fit is larger.
  private static let greatestByteCount = 64 << 20

  /// The bytes of a fit.
  ///
  /// - Throws: `FailureReport` if it is not there or cannot be read.
  package static func bytes(_ path: String) throws(FailureReport) -> Data {
    guard FileManager.default.fileExists(atPath: path) else {
      throw FailureReport(
        problem: "The fit '\(path)' is not there.", help: "Check the name, or SKINGPT_FIT.", status: .noInput)
    }
    let size = ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
    guard size <= greatestByteCount else {
      throw FailureReport(
        problem: "'\(path)' has \(size) bytes and is not a fit of this program.", help: help, status: .badInput)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FailureReport(
        problem: "The fit '\(path)' cannot be read.", help: "Check that it is a file that you may read.",
        status: .inputOutput)
    }
    return data
  }

  private static let help = "Make it anew with skingpt fit, for this model."

  /// An error of a fit or of its photos, as a message to the user.
  package static func failure(_ error: FitError, path: String) -> FailureReport {
    func share(_ value: Double) -> String { String(format: "%.1f %%", value * 100) }
    return switch error {
    case .malformed(let fact):
      FailureReport(problem: "'\(path)' cannot be used as a fit: \(fact).", help: help, status: .badInput)
    case .otherModel(let expected, let found):
      FailureReport(
        problem: "The fit '\(path)' belongs to the model \(expected.prefix(12)), not to \(found.prefix(12)).",
        help: "Choose that model with --model, or make the fit anew for this one.", status: .badInput)
    case .tooFewPhotos(let found, let needed):
      FailureReport(
        problem: "'\(path)' gives \(found) usable photos of skin; a fit needs \(needed).",
        help: "Add photos of the same clinic with their classes.", status: .badInput)
    case .tooManyPhotos(let found, let allowed):
      FailureReport(
        problem: "'\(path)' gives \(found) photos; a fit learns from \(allowed) at most.",
        help: "Give the newest ones only.", status: .badInput)
    case .oneClass(let name):
      FailureReport(
        problem: "All photos of '\(path)' are of the class '\(name)'; there is nothing to tell apart.",
        help: "Add photos of the other classes that the clinic sees.", status: .badInput)
    case .tooFewGroups(let found, let needed):
      FailureReport(
        problem: "The photos of '\(path)' make \(found) groups; it takes \(needed) to check what was learned.",
        help: "Photos of one person share a group; add photos of more people.", status: .badInput)
    case .doesNotHelp(let before, let after, let photos):
      FailureReport(
        problem:
          "The \(photos) photos of '\(path)' teach nothing that helps: right first \(share(before.top1)) before and"
          + " \(share(after.top1)) after, balanced \(share(before.balanced)) and \(share(after.balanced)), each photo left"
          + " out in turn.",
        help: "Check the labels or add photos; nothing was written, and without a fit nothing changes.",
        status: .badInput)
    case .notForMerging(let name):
      FailureReport(
        problem: "'\(name)' was not made for merging.", help: "Ask its clinic to make it with --allow-merge.",
        status: .badInput)
    }
  }
}
