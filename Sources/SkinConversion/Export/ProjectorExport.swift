import SkinConfiguration
package import SkinContainer
import SkinFiles
import SkinTensor

/// Writes the tower and the projection of a Gemma 3 as the GGUF that llama.cpp reads beside the decoder's (`--mmproj`).
///
/// No number is rounded; see ``GGUFExport``, which writes the decoder.
///
/// Source: llama.cpp, `convert_hf_to_gguf.py`, `MmprojModel` and `Gemma3VisionModel`.
package struct ProjectorExport {
  private let container: Container
  private let pooling: PooledPatchesConfiguration
  private let tensors: GGUFTensors

  /// An export of a container's tower and projection.
  ///
  /// - Throws: ``ExportError`` if the container has other ones than a Gemma 3's.
  package init(_ container: Container) throws(ExportError) {
    let (configuration, vision) = (container.configuration, container.configuration.vision)
    guard vision.family == .siglip, case .pooledPatches(let pooling) = configuration.connector else {
      throw .unsupported("only a Gemma 3's tower and projection have a GGUF of their own")
    }
    guard vision.feedForwardWidth != vision.width else {
      throw .unsupported("llama.cpp takes the layers of a feed-forward part for each other where all are equally wide")
    }
    guard vision.normEpsilon == vision.outputNormEpsilon, vision.normEpsilon == pooling.normEpsilon else {
      throw .unsupported("the norms of its tower have several epsilons")
    }
    do {
      let bias = try container.vector(.query(.alignmentBias))
      guard (0..<bias.count).allSatisfy({ bias[$0] == 0 }) else {
        throw ExportError.unsupported("a projection with a bias")
      }
    } catch let error as ContainerError { throw .container(error) } catch let error as ExportError {
      throw error
    } catch { throw .unsupported("\(error)") }
    self.container = container
    self.pooling = pooling
    tensors = GGUFTensors(
      container,
      SourcePart.all(of: configuration, in: [.vision: .siglipGGUF, .query: .siglipGGUF])
        + SourcePart.all(of: configuration, in: [.query: .gemma3ProjectorGGUF, .alignment: .gemma3ProjectorGGUF]))
  }

  /// Writes the file, which gets its name once it is complete.
  ///
  /// - Parameter progress: receives the share that is written, 0...1.
  /// - Throws: ``ExportError``; nothing appears under the name then.
  package func write(to path: String, progress: (Double) -> Void = { _ in }) throws(ExportError) {
    var header = GGUFFileHeader()
    addMetadata(to: &header)
    tensors.add(to: &header)
    let file = try GrowingFile(path: path, kind: .gguf)
    try file.append(header.bytes)
    try tensors.write(to: file, progress: progress)
    try file.finish()
  }

  private func addMetadata(to header: inout GGUFFileHeader) {
    let (configuration, vision) = (container.configuration, container.configuration.vision)
    func add(_ key: String, _ number: Int) { header.add(key, .uint32(UInt32(clamping: number))) }
    header.add("general.architecture", .string(ProjectorGGUF.architecture))
    header.add("general.type", .string("mmproj"))
    header.add("general.name", .string(configuration.name))
    header.add("general.description", .string(configuration.provenance.statement))
    add("general.alignment", GGUFFileHeader.alignment)
    add("general.quantization_version", 2)
    header.add("clip.has_vision_encoder", .bool(true))
    header.add("clip.projector_type", .string(ProjectorGGUF.projector))
    header.add("clip.use_gelu", .bool(true))
    add("clip.vision.projection_dim", configuration.language.hiddenWidth)
    add("clip.vision.image_size", configuration.image.size)
    add("clip.vision.patch_size", vision.patchSize)
    add("clip.vision.embedding_length", vision.width)
    add("clip.vision.feed_forward_length", vision.feedForwardWidth)
    add("clip.vision.block_count", vision.layerCount)
    add("clip.vision.attention.head_count", vision.headCount)
    header.add("clip.vision.attention.layer_norm_epsilon", .float32(vision.normEpsilon))
    header.add("clip.vision.image_mean", .floats(configuration.image.mean))
    header.add("clip.vision.image_std", .floats(configuration.image.standardDeviation))
    add("clip.vision.projector.scale_factor", pooling.side)
  }
}
