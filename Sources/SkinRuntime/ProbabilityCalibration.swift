import Foundation
package import SkinConfiguration
package import SkinContainer
import SkinRecognition

/// How scores become probabilities, measured on photos that the model was not trained on.
///
/// Source: Guo et al. 2017, arXiv:1706.04599 (temperature scaling).
package struct ProbabilityCalibration: Hashable, Sendable, Codable {
  /// Divides the scores before the softmax, by weight scheme.
  package var temperature: [String: Double]
  /// A photo whose probability of `nonskin` is at least this counts as not showing skin.
  package var nonskinThreshold: Double
  /// If the greatest probability is below this, the model says that it cannot tell.
  package var unsureThreshold: Double
  /// From this probability on, healthy skin may be called so; below it, or if nil, the model says that it cannot tell.
  package var healthyThreshold: Double?
  /// The probabilities of the danger groups from which a person should be seen; nil for the program's own.
  package var urgency: UrgencyThresholds?
  /// How concepts are scored, if the model knows any.
  package var concepts: ConceptCalibration?

  private enum CodingKeys: String, CodingKey {
    case temperature
    case nonskinThreshold = "nonskin_threshold"
    case unsureThreshold = "unsure_threshold"
    case healthyThreshold = "healthy_threshold"
    case concepts, urgency
  }
}

extension ProbabilityCalibration {
  /// The calibration, with a recognition head's thresholds in place of its own where the head has any.
  func overridden(by thresholds: HeadDescription.Thresholds?) -> ProbabilityCalibration {
    var calibration = self
    if let nonskin = thresholds?.nonskin { calibration.nonskinThreshold = nonskin }
    if let unsure = thresholds?.unsure { calibration.unsureThreshold = unsure }
    if let healthy = thresholds?.healthy { calibration.healthyThreshold = healthy }
    return calibration
  }

  /// Temperatures for which a softmax stays meaningful.
  private static let temperatures = 0.001...1000.0
  /// Thresholds of probabilities; one above 1 is never reached.
  private static let thresholds = 0.0...10.0
  /// Slopes and offsets of the concepts' sigmoid.
  private static let coefficients = -10_000.0...10_000.0

  /// Whether every number is plausible as a measurement; NaN lies in no range.
  private var isSensible: Bool {
    temperature.values.allSatisfy(Self.temperatures.contains)
      && [nonskinThreshold, unsureThreshold, healthyThreshold ?? 0].allSatisfy(Self.thresholds.contains)
      && (concepts.map { $0.offsets + [$0.slope] } ?? []).allSatisfy(Self.coefficients.contains)
  }

  /// What is wrong with the bytes of a calibration.
  package struct Fault: Error, Hashable {
    /// The fact, in a few words.
    package let fact: String

    /// A fault in a few words.
    package init(fact: String) { self.fact = fact }
  }

  /// Reads a calibration.
  ///
  /// - Parameter conceptCount: how many concepts the model knows.
  /// - Throws: ``Fault``; an incomplete set of thresholds is one, because others would take their place unnoticed.
  package static func read(_ bytes: [UInt8], conceptCount: Int) throws(Fault) -> ProbabilityCalibration {
    let calibration: ProbabilityCalibration
    do { calibration = try JSONDecoder().decode(ProbabilityCalibration.self, from: Data(bytes)) } catch {
      if case DecodingError.keyNotFound(let key, let context) = error,
        context.codingPath.first?.stringValue == "urgency"
      {
        throw Fault(fact: "the calibration's thresholds of danger groups lack '\(key.stringValue)'")
      }
      throw Fault(fact: "the calibration is not the JSON that it should be")
    }
    guard calibration.urgency?.isValid ?? true else {
      throw Fault(fact: "a threshold of a danger group in the calibration is not a probability")
    }
    guard calibration.isSensible, calibration.concepts.map({ $0.offsets.count == conceptCount }) ?? true else {
      throw Fault(fact: "the calibration is not the JSON that it should be")
    }
    return calibration
  }

  /// The calibration of a container; nil if it has none.
  ///
  /// - Throws: `ContainerError` if it is present but cannot be used.
  package init?(_ container: Container) throws(ContainerError) {
    guard container.has(.calibration) else { return nil }
    let bytes = try container.resource(.calibration)
    do { self = try Self.read(bytes, conceptCount: container.configuration.concepts.count) } catch {
      throw .malformed(path: container.path, fact: error.fact)
    }
  }
}
