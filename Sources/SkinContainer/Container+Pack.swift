import SkinConfiguration
import SkinQuantization
import SkinTensor

extension Container {
  /// The configuration of a container with a pack over it.
  ///
  /// - Throws: ``ContainerError/packForOther(path:base:expected:found:)`` if the pack belongs to another container, or
  ///   ``ContainerError`` if a tensor's shape differs from the base's.
  static func configuration(
    of base: ModelConfiguration, digest: String, records: [TensorRecord], with pack: AlignmentPack, path: String
  ) throws(ContainerError) -> ModelConfiguration {
    let description = pack.description
    guard description.baseDigest == digest else {
      throw .packForOther(
        path: path, base: description.baseName, expected: description.baseDigest, found: digest)
    }
    let own: Set<TensorName> = [.query(.alignment), .query(.alignmentBias)]
    for tensor in pack.tensors {
      guard own.contains(tensor.name), let record = records.first(where: { $0.name == tensor.name }) else {
        throw .surplusTensor(path: path, tensor.name)
      }
      guard record.shape == tensor.shape else {
        throw .wrongShape(path: path, tensor.name, expected: record.shape, found: tensor.shape)
      }
    }
    for name in own where !pack.tensors.contains(where: { $0.name == name }) {
      throw .missingTensor(path: path, name)
    }
    var configuration = base
    configuration.name = description.name
    configuration.provenance = description.provenance
    if let conversation = description.conversation { configuration.conversation = conversation }
    if let classes = description.classes { configuration.classes = classes }
    if let concepts = description.concepts { configuration.concepts = concepts }
    do { try configuration.validate() } catch { throw .configuration(path: path, error) }
    return configuration
  }
}

extension AlignmentPack {
  /// A matrix of the pack in the kernels' layout, if the pack has it.
  func weight(_ name: TensorName) throws(ContainerError) -> WeightMatrix? {
    guard let tensor = tensors.first(where: { $0.name == name }) else { return nil }
    let matrix = Matrix(
      rowCount: tensor.shape.rowCount, columnCount: tensor.shape.columnCount, elements: tensor.elements)
    do { return try WeightMatrix(encoding: matrix, scheme: .float32) } catch {
      throw .malformed(path: name.description, fact: "\(error)")
    }
  }

  /// A vector of the pack, if the pack has it.
  func vector(_ name: TensorName) -> FloatVector? {
    tensors.first { $0.name == name }.map { FloatVector($0.elements) }
  }
}
