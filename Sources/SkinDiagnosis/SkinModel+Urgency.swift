package import SkinConfiguration
package import SkinRuntime
import SkinSafety

extension SkinModel {
  /// The probabilities of the danger groups from which a person should be seen.
  package var urgencyThresholds: UrgencyThresholds {
    calibration?.urgency ?? .fallback
  }
}
