@testable import SkinRuntime
import Testing

@testable import SkinDiagnosis

/// Nothing calms where it is not known that the skin is healthy.
struct HealthClaimTests {
  private static func differential(healthy: Double, nonskin: Double = 0) -> Differential {
    let entries = [("normal_skin", healthy), ("infestation_bites", 1 - healthy - nonskin), ("nonskin", nonskin)]
    return Differential(
      entries: entries.sorted { $0.1 > $1.1 }.map { ClassProbability(class: $0.0, label: $0.0, probability: $0.1) })
  }

  private static func calibration(healthy: Double?, nonskin: Double = 0.5) -> ProbabilityCalibration {
    ProbabilityCalibration(temperature: [:], nonskinThreshold: nonskin, unsureThreshold: 0.4, healthyThreshold: healthy)
  }

  @Test(arguments: [(0.83, 0.9), (0.89, 0.9), (0.95, nil), (0.95, 1)] as [(Double, Double?)])
  func healthySkinBelowItsThresholdIsNotTold(probability: Double, threshold: Double?) {
    let found = Self.differential(healthy: probability)
    #expect(found.claimsHealth)
    #expect(found.outcome(Self.calibration(healthy: threshold)) == .uncertain)
  }

  @Test func healthySkinFromItsThresholdOnIsTold() {
    #expect(Self.differential(healthy: 0.9).outcome(Self.calibration(healthy: 0.9)) == .assessed)
  }

  @Test func theThresholdIsForHealthySkinOnly() {
    let found = Self.differential(healthy: 0.3)
    #expect(!found.claimsHealth)
    #expect(found.outcome(Self.calibration(healthy: 0.9)) == .assessed)
    #expect(Self.differential(healthy: 0.3, nonskin: 0.6).outcome(Self.calibration(healthy: 0.9)) == .notSkin)
    #expect(Self.differential(healthy: 0.35, nonskin: 0.3).outcome(Self.calibration(healthy: 0.9)) == .uncertain)
  }

  @Test func aProbableDiseaseIsNotRefusedAsNoSkin() {
    let strict = Self.calibration(healthy: 0.9, nonskin: 0.03)
    #expect(Self.differential(healthy: 0.1, nonskin: 0.04).outcome(strict) == .assessed)
    #expect(Self.differential(healthy: 0.5, nonskin: 0.04).outcome(strict) == .notSkin)
    #expect(Self.differential(healthy: 0.92, nonskin: 0.04).outcome(strict) == .notSkin)
  }

  @Test func conceptsOfDiseaseAreAsProbableAsDisease() {
    #expect(abs(Self.differential(healthy: 0.83).diseaseProbability - 0.17) < 1e-9)
    #expect(abs(Self.differential(healthy: 0.1, nonskin: 0.7).diseaseProbability - 0.2) < 1e-9)
  }
}
