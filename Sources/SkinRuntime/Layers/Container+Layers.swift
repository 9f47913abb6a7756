package import SkinConfiguration
package import SkinContainer
package import SkinKernels
import SkinTensor

/// Layers built from a container's tensors, whose shapes the container has checked against its configuration.
extension Container {
  /// A linear layer with a weight and an optional bias.
  package func linear(_ weight: TensorName, bias: TensorName? = nil) throws(ContainerError) -> Linear {
    let biasVector: FloatVector?
    if let bias { biasVector = try vector(bias) } else { biasVector = nil }
    return Linear(weight: try self.weight(weight), bias: biasVector, name: weight)
  }

  /// A layer norm.
  package func layerNorm(weight: TensorName, bias: TensorName, epsilon: Float) throws(ContainerError) -> Norm {
    .layer(weight: try vector(weight), bias: try vector(bias), epsilon: epsilon)
  }

  /// A root-mean-square norm.
  package func rootMeanSquareNorm(weight: TensorName, epsilon: Float) throws(ContainerError) -> Norm {
    .rootMeanSquare(weight: try vector(weight), epsilon: epsilon)
  }
}
