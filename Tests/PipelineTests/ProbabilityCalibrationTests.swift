import SkinConfiguration
import SkinRuntime
import Testing

/// A calibration that lacks a threshold is refused: others would take its place unseen.
@Suite struct CalibrationTests {
  private static func read(_ urgency: String) -> Result<ProbabilityCalibration, ProbabilityCalibration.Fault> {
    let text = #"{"temperature":{"int8":1.4},"nonskin_threshold":0.5,"unsure_threshold":0.3\#(urgency)}"#
    return Result { () throws(ProbabilityCalibration.Fault) in
      try ProbabilityCalibration.read(Array(text.utf8), conceptCount: 0)
    }
  }

  private static let whole = [
    "cancer", "emergency_today", "emergency", "infection_today", "infection", "soon", "any",
  ]

  private static func thresholds(_ keys: [String], value: String = "0.2") -> String {
    #","urgency":{"# + keys.map { "\"\($0)\":\(value)" }.joined(separator: ",") + "}"
  }

  @Test func `a whole set is read, and none is none`() throws {
    #expect(try Self.read(Self.thresholds(Self.whole)).get().urgency?.emergencyToday == 0.2)
    #expect(try Self.read("").get().urgency == nil)
  }

  @Test(arguments: whole) func `a set that lacks one is refused by its name`(key: String) {
    let fault = ProbabilityCalibration.Fault(fact: "the calibration's thresholds of danger groups lack '\(key)'")
    #expect(Self.read(Self.thresholds(Self.whole.filter { $0 != key })) == .failure(fault))
  }

  @Test(arguments: ["0", "-0.1", "1.01"]) func `what is no probability is refused`(value: String) {
    let fault = ProbabilityCalibration.Fault(
      fact: "a threshold of a danger group in the calibration is not a probability")
    #expect(Self.read(Self.thresholds(Self.whole, value: value)) == .failure(fault))
  }
}
