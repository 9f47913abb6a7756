import Testing

@testable import SkinRecognition

/// The numbers are those of the same fit in numpy: `python Tools/train/localfit.py` prints them.
@Suite("A fit and its twin in numpy") struct FitNumbersTests {
  private static let tolerance = 2e-3
  private let training: FitTraining

  init() throws {
    training = try FitTraining(
      MadeUpClinic.photos(30), classes: MadeUpClinic.classes, date: "2026-01-02", threadCount: 2)
  }

  @Test("trust, shifts and the loss on left-out photos are the same")
  func learnsTheSame() throws {
    let layer = training.member.layer
    var shift = layer.shift
    for (place, bias) in zip(layer.weighted, layer.bias) { shift[place] += Double(bias) }
    #expect(layer.weighted == [0, 1, 2])
    #expect(abs(layer.trust - 0.703236) < Self.tolerance)
    for (found, expected) in zip(shift, [0.551487, 0.598257, 0.407712, -1.557456]) {
      #expect(abs(found - expected) < Self.tolerance)
    }
    #expect(shift.count == 4)
    #expect(abs(training.member.after.loss - 0.212575) < Self.tolerance)
  }

  @Test("photos that were not learned from get the same probabilities")
  func saysTheSame() throws {
    let expected = [
      [0.700895, 0.021203, 0.216932, 0.060970], [0.424058, 0.475117, 0.033179, 0.067646],
      [0.002189, 0.013286, 0.974490, 0.010058],
    ]
    let layer = try #require(training.member.layer.layer(inputCount: 24))
    for (example, row) in zip(MadeUpClinic.photos(3, seed: 99), expected) {
      let given = SkinClasses(MadeUpClinic.classes).logProbabilities(example.scores.logProbabilities)
      let found = layer.probabilities(example.scores.input ?? [], logProbabilities: given)
      #expect(found.count == row.count)
      for (value, number) in zip(found, row) { #expect(abs(value - number) < Self.tolerance) }
    }
  }
}
