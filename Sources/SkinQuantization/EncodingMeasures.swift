/// How much an encoding changed a weight, over all panels that were encoded with these measures.
///
/// Four measures, because each catches a different fault: a single outlier, general noise, weights that vanish, a wrong
/// count.
package struct EncodingMeasures: Hashable, Sendable {
  /// Elements that were encoded, without padding.
  package private(set) var elementCount = 0
  /// The largest absolute difference between an element and what its code decodes to.
  package private(set) var largestError = 0.0
  /// Elements that were not zero and decode to zero.
  package private(set) var roundedToZeroCount = 0
  /// Elements whose codes came from the source unchanged.
  package private(set) var movedCount = 0
  private var signal = 0.0
  private var noise = 0.0
  private var outputSignal = 0.0
  private var outputNoise = 0.0

  /// Nothing measured yet.
  package init() {}

  /// Ten times the decimal logarithm of signal power over noise power; infinite where nothing was lost.
  package var signalToNoiseRatio: Double {
    if noise == 0 { return .infinity }
    // 10 log10(a / b); the logarithm by its exponent and a series, so that no C library is needed.
    return 10 * Self.decimalLogarithm(signal / noise)
  }

  /// The share of all elements that were not zero but decode to zero, 0 to 1.
  package var roundedToZeroShare: Double {
    elementCount == 0 ? 0 : Double(roundedToZeroCount) / Double(elementCount)
  }

  /// The measures by name, as in reports and the container's header; infinite ones are left out.
  package var dictionary: [String: Double] {
    var measures = [
      "elements": Double(elementCount), "largest_error": largestError, "rounded_to_zero": roundedToZeroShare,
    ]
    if movedCount > 0 { measures["moved"] = Double(movedCount) / Double(max(elementCount, 1)) }
    if signalToNoiseRatio.isFinite { measures["snr_db"] = signalToNoiseRatio }
    if outputSignal > 0, outputNoise > 0 {
      measures["output_snr_db"] = 10 * Self.decimalLogarithm(outputSignal / outputNoise)
    }
    return measures
  }

  /// Adds what other panels of the same weight lost.
  package mutating func add(_ other: EncodingMeasures) {
    elementCount += other.elementCount
    largestError = max(largestError, other.largestError)
    roundedToZeroCount += other.roundedToZeroCount
    signal += other.signal
    noise += other.noise
    outputSignal += other.outputSignal
    outputNoise += other.outputNoise
    movedCount += other.movedCount
  }

  /// Counts the outputs of some rows for calibration inputs, and how much they changed, as sums of squares.
  mutating func recordOutput(signal: Double, noise: Double) {
    outputSignal += signal
    outputNoise += noise
  }

  /// Counts elements whose codes are copied, not made here.
  mutating func recordMoved(_ count: Int) { movedCount += count }

  /// Counts one element and what it decodes to.
  mutating func record(_ element: Float, decoded: Float) {
    elementCount += 1
    let error = Double(element) - Double(decoded)
    largestError = max(largestError, error.magnitude)
    signal += Double(element) * Double(element)
    noise += error * error
    if decoded == 0 && element != 0 { roundedToZeroCount += 1 }
  }

  /// Counts a group's elements, `[32, 16]` of which `[width, rowCount]` exist, row after row.
  mutating func record(_ elements: [Float], _ codes: PanelGroup, rowCount: Int, width: Int) {
    let elements = elements.span
    let integers = codes.integers.span
    var own = self
    for row in 0..<rowCount {
      let scale = codes.scales[row]
      for column in 0..<width {
        let place = column * WeightLayout.panelRows + row
        own.record(elements[place], decoded: integers[place] * scale)
      }
    }
    self = own
  }

  /// log10(x) for `x >= 0`, by the series of the inverse hyperbolic tangent; exact to about 1e-15.
  private static func decimalLogarithm(_ x: Double) -> Double {
    guard x > 0 else { return -.infinity }
    let ratio = (x.significand - 1) / (x.significand + 1)  // at most 1/3
    var power = ratio
    var sum = 0.0
    for odd in stride(from: 1.0, through: 33, by: 2) {
      sum += power / odd
      power *= ratio * ratio
    }
    return (2 * sum + Double(x.exponent) * 0.693147180559945309) * 0.434294481903251828
  }
}
