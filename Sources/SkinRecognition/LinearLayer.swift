/// A small linear layer in float32, `[outputs, inputs]`, whose sums are taken in double precision.
package struct LinearLayer: Hashable, Sendable {
  /// Inputs.
  package let inputCount: Int
  /// Rows of weights, one after another.
  package let weights: [Float]
  /// One for each output.
  package let bias: [Float]

  /// A layer.
  ///
  /// - Precondition: `weights.count` is `bias.count * inputCount`.
  package init(inputCount: Int, weights: [Float], bias: [Float]) {
    precondition(weights.count == bias.count * inputCount, "\(weights.count) weights")
    self.inputCount = inputCount
    self.weights = weights
    self.bias = bias
  }

  /// Outputs.
  package var outputCount: Int { bias.count }

  /// The outputs for one input.
  ///
  /// - Precondition: `input.count` is ``inputCount``.
  package func apply(_ input: [Float]) -> [Double] {
    precondition(input.count == inputCount, "\(input.count) inputs for \(inputCount)")
    return bias.indices.map { row in
      var sum = Double(bias[row])
      let start = row * inputCount
      for column in 0..<inputCount { sum += Double(weights[start + column]) * Double(input[column]) }
      return sum
    }
  }
}
