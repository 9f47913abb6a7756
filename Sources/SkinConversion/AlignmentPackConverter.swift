import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinFiles
import SkinQuantization

/// Makes an alignment pack: a checkpoint's alignment layer, for an existing base container.
package struct AlignmentPackConverter {
  /// The alignment layer's file.
  package var alignment: String
  /// The base container that the layer is for.
  package var base: String
  /// The file that gives name, classes, concepts and provenance (`model.json`), if there is one.
  package var description: String?
  /// The conversation's file, if it is not the base's.
  package var template: String?
  /// The model card, Markdown.
  package var card: String?
  /// How scores become probabilities, JSON.
  package var calibration: String?
  /// The pack's path.
  package var output: String

  /// A converter with the files that are always needed.
  package init(alignment: String, base: String, output: String) {
    self.alignment = alignment
    self.base = base
    self.output = output
  }

  /// Writes the pack, which gets its name once it is complete.
  ///
  /// - Returns: the digest of pack and base together, and the pack's bytes.
  /// - Throws: ``ConversionError``
  package func run() throws(ConversionError) -> (digest: String, byteCount: Int) {
    let container: Container
    do { container = try Container.open(path: base) } catch { throw .container(error) }
    let configuration = container.configuration
    let checkpoint: Checkpoint
    do { checkpoint = try Checkpoint(path: alignment) } catch { throw .checkpoint(error) }
    let source = AlignmentSource(checkpoint)
    try source.check(
      inputWidth: configuration.alignmentInputWidth, hiddenWidth: configuration.language.hiddenWidth)
    guard !checkpoint.tensors.keys.contains(where: LowRankAdapter.isFactor) else {
      throw .mismatch("\(alignment) also changes the decoder, by a LoRA adapter, which a pack cannot hold")
    }
    var tensors: [AlignmentPack.Tensor] = []
    for edge in [QueryEdge.alignment, .alignmentBias] {
      guard let row = SourceLayout.row(of: .query(edge)),
        let entry = TensorCatalogue(configuration).entries.first(where: { $0.name == .query(edge) }),
        let record = container.records.first(where: { $0.name == .query(edge) })
      else { continue }
      let elements: [Float]
      do { elements = try TensorSource(pieces: try source.pieces(row, entry)).elements() } catch let error
        as ConversionError
      { throw error } catch let error as CheckpointError { throw .checkpoint(error) } catch {
        throw .mismatch("\(error)")
      }
      do { try PanelEncoder.check(elements, columnCount: entry.columnCount) } catch {
        throw .quantization(tensor: entry.name, error)
      }
      tensors.append(AlignmentPack.Tensor(name: entry.name, shape: record.shape, elements: elements))
    }
    guard source.file.missing.isEmpty else { throw .missingTensors(path: alignment, names: source.file.missing) }
    let pack = AlignmentPack(
      description: try packDescription(container), tensors: tensors, resources: try resources())
    let bytes = pack.bytes
    let inputs = [alignment, base] + [description, template, card, calibration].compactMap(\.self)
    do { try OutputFile.write(bytes, to: output, kind: .pack, inputs: inputs) } catch {
      throw .container(.output(error))
    }
    return (pack.digest, bytes.count)
  }

  private func packDescription(_ container: Container) throws(ConversionError) -> AlignmentPack.Description {
    let model = try ModelDescription.read(description)
    let file = URL(fileURLWithPath: alignment).lastPathComponent
    let source = model.provenance
    var result = AlignmentPack.Description(
      baseDigest: container.digest, baseName: container.configuration.name,
      name: model.name ?? URL(fileURLWithPath: output).deletingPathExtension().lastPathComponent,
      provenance: Provenance(
        diagnostic: source?.diagnostic ?? false,
        statement: source?.statement
          ?? "An alignment layer over \(container.configuration.name), not known to be trained to diagnose.",
        measuredAccuracy: source?.measured_accuracy, sources: source?.sources ?? [file, container.configuration.name]))
    result.classes = model.classes
    result.concepts = model.concepts
    if let template { result.conversation = try JSONFile.decode(TemplateDescription.self, template).template }
    return result
  }

  private func resources() throws(ConversionError) -> [ResourceName: [UInt8]] {
    var resources: [ResourceName: [UInt8]] = [:]
    for (name, path) in [(ResourceName.modelCard, card), (.calibration, calibration)] {
      guard let path else { continue }
      guard let data = FileManager.default.contents(atPath: path) else { throw .noDescription(path: path) }
      resources[name] = Array(data)
    }
    return resources
  }
}
