package import SkinConfiguration
package import SkinKernels
package import SkinQuantization
package import SkinTensor

/// A linear layer: `y = x · Wᵀ + b`.
package struct Linear: Sendable {
  /// The weight, `[outputs, inputs]`, in any scheme.
  package let weight: WeightMatrix
  /// The bias, `[outputs]`, if the layer has one.
  package let bias: FloatVector?
  /// The weight's name, by which an observer of inputs knows the layer.
  package let name: TensorName?

  /// A layer of the given weight and bias.
  ///
  /// - Precondition: the bias has one element for each row of the weight.
  package init(weight: WeightMatrix, bias: FloatVector?, name: TensorName? = nil) {
    precondition(
      bias.map { $0.count == weight.shape.rowCount } ?? true, "a bias of another length than \(weight.shape)")
    self.weight = weight
    self.bias = bias
    self.name = name
  }

  /// Outputs of a row.
  package var outputCount: Int { weight.shape.rowCount }

  /// Applies the layer to each row, optionally with a step before and after it: `[n, inputs] -> [n, outputs]`.
  package func apply(
    _ x: borrowing Matrix, after inputStep: InputStep = .none, with backend: ComputeBackend,
    then step: OutputStep = .none, into y: inout Matrix
  ) {
    if let observer = backend.inputObserver, let name {
      observer(name, backend.rows(x, after: inputStep).elements)
    }
    backend.multiply(x, weight, bias: bias, after: inputStep, then: step, into: &y)
  }
}
