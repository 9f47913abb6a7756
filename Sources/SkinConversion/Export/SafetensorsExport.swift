import Foundation
package import SkinContainer
import SkinFiles
import SkinConfiguration
import SkinQuantization
import SkinTensor

/// Writes a container's tensors back as safetensors, dequantized, under the names that the public checkpoints have.
///
/// Integers times scales are written as F32, which holds them exactly; `f16` weights stay F16. One row at a time is in
/// memory.
package struct SafetensorsExport {
  private let container: Container
  private let parts: [SourcePart]

  /// The public checkpoints' spellings.
  private static func dialects(_ configuration: ModelConfiguration) -> [SourceFile: SourceDialect] {
    [
      .vision: .eva, .query: .blip2, .alignment: .miniGPT4,
      .language: configuration.language.gemma == nil ? .llama : .gemma3,
    ]
  }

  /// An export of all tensors.
  ///
  /// - Throws: ``ExportError`` if a tensor is damaged.
  package init(_ container: Container) throws(ExportError) { try self.init(container, files: Set(SourceFile.allCases)) }

  /// An export of the tensors of some source files.
  init(_ container: Container, files: Set<SourceFile>) throws(ExportError) {
    self.container = container
    guard container.configuration.vision.family == nil else {
      throw .unsupported("a SigLIP tower and its projection are not written back yet")
    }
    do {
      let blocks = try Self.blocksWithKeyBias(container)
      parts = SourcePart.all(
        of: container.configuration, in: Self.dialects(container.configuration).filter { files.contains($0.key) },
        hasKeyBias: blocks)
    } catch { throw .container(error) }
  }

  /// Writes the file, which gets its name once it is complete.
  ///
  /// - Parameter progress: receives the share that is written, 0...1.
  /// - Throws: ``ExportError``; nothing appears under the name then.
  package func write(to path: String, progress: (Double) -> Void = { _ in }) throws(ExportError) {
    let file = try GrowingFile(path: path, kind: .safetensors)
    try file.append(try header())
    try parts.forEachRow(
      of: container,
      { part, row, reader throws(ExportError) in
        var bytes: [UInt8] = []
        if reader.isHalf {
          for half in reader.halves(row: row)[part.columns] { bytes.appendLittleEndian(half.bitPattern) }
        } else {
          let elements = reader.elements(row: row, columns: part.columns)
          bytes.appendFloats(part.transform == .minusOne ? elements.map { $0 - 1 } : elements)
        }
        try file.append(bytes)
      }, progress: progress)
    try file.finish()
  }

  /// The length and the JSON before the elements, padded to a multiple of 8 bytes.
  ///
  /// Source: safetensors, the format's page.
  private func header() throws(ExportError) -> [UInt8] {
    let schemes = Dictionary(
      container.records.map { ($0.name, $0.scheme) }, uniquingKeysWith: { first, _ in first })
    var entries: [String: Any] = ["__metadata__": ["format": "pt"]]
    var offset = 0
    for part in parts {
      let isHalf = schemes[part.entry.name] == .float16
      let end = offset + part.elementCount * (isHalf ? 2 : 4)
      entries[part.name] =
        ["dtype": isHalf ? "F16" : "F32", "shape": part.shape, "data_offsets": [offset, end]] as [String: Any]
      offset = end
    }
    guard let json = try? JSONSerialization.data(withJSONObject: entries, options: [.sortedKeys]) else {
      throw .unsupported("a tensor's name is not text")
    }
    var bytes: [UInt8] = []
    let padding = -json.count & 7
    bytes.appendLittleEndian(UInt64(json.count + padding))
    return bytes + Array(json) + [UInt8](repeating: UInt8(ascii: " "), count: padding)
  }

  /// The blocks of the ViT whose keys have a bias.
  private static func blocksWithKeyBias(_ container: Container) throws(ContainerError) -> Set<Int> {
    let width = container.configuration.vision.width
    var blocks: Set<Int> = []
    for layer in 0..<container.configuration.vision.layerCount {
      let bias = try container.vector(.vision(layer, .queryKeyValueBias))
      if (width..<2 * width).contains(where: { bias[$0] != 0 }) { blocks.insert(layer) }
    }
    return blocks
  }
}
