package import SkinConfiguration
package import SkinRuntime
import SkinSafety

extension SkinModel {
  /// From which probabilities of the danger groups on a person should be seen.
  package var urgencyThresholds: UrgencyThresholds {
    calibration?.urgency ?? .fallback
  }
}
