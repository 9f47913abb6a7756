import Foundation
import SkinFiles

/// The tensors of a source checkpoint: one file, or a folder with one or many.
///
/// The format is found by content. Files are mapped; nothing in them is executed.
package struct Checkpoint: Sendable {
  private static let singleFiles = ["model.safetensors", "pytorch_model.bin"]
  private static let indexFiles = ["model.safetensors.index.json", "pytorch_model.bin.index.json"]
  /// The path as it was given.
  package let path: String
  /// The tensors by name.
  package private(set) var tensors: [String: SourceTensor]
  /// What the file says besides its tensors, if it is a GGUF.
  package let gguf: GGUFMetadata?

  /// Opens a file, or a Hugging Face folder by its index or its single file.
  ///
  /// - Throws: ``CheckpointError``
  package init(path: String) throws(CheckpointError) {
    self.path = path
    var all: [String: SourceTensor] = [:]
    var metadata: GGUFMetadata?
    for file in try Self.files(path) {
      let (found, fileMetadata) = try Self.read(file)
      if let fileMetadata { metadata = fileMetadata }
      for tensor in found {
        guard all.updateValue(tensor, forKey: tensor.name) == nil else {
          throw .malformed(path: file, fact: "\(tensor.name) appears twice")
        }
      }
    }
    tensors = Self.withoutWrapper(all)
    gguf = metadata
  }

  /// The same checkpoint with each tensor replaced by what `body` returns, under the name that it has there.
  ///
  /// - Throws: ``CheckpointError/malformed(path:fact:)`` if two get the same name, and what `body` throws.
  package func mapped(
    _ body: (SourceTensor) throws(CheckpointError) -> SourceTensor
  ) throws(CheckpointError) -> Checkpoint {
    var result = self
    result.tensors = [:]
    for tensor in tensors.values.sorted(by: { $0.name < $1.name }) {
      let mapped = try body(tensor)
      guard result.tensors.updateValue(mapped, forKey: mapped.name) == nil else {
        throw .malformed(path: path, fact: "\(mapped.name) appears twice")
      }
    }
    return result
  }

  /// The prefixes that wrappers put before every name: PyTorch's parallel training and its compiler.
  private static let wrappers = ["module.", "_orig_mod."]

  /// The tensors under the names that they have without a wrapper that all of them share.
  private static func withoutWrapper(_ tensors: [String: SourceTensor]) -> [String: SourceTensor] {
    for wrapper in wrappers where !tensors.isEmpty && tensors.keys.allSatisfy({ $0.hasPrefix(wrapper) }) {
      let named = tensors.map { (String($0.dropFirst(wrapper.count)), $1) }
      return withoutWrapper(Dictionary(named) { first, _ in first })
    }
    return tensors
  }

  private static func files(_ path: String) throws(CheckpointError) -> [String] {
    var isDirectory: ObjCBool = false
    // SAFETY: the pointer is to a local variable.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .notFound(path: path)
    }
    guard isDirectory.boolValue else { return [path] }
    for name in indexFiles {
      let indexPath = "\(path)/\(name)"
      guard let data = FileManager.default.contents(atPath: indexPath) else { continue }
      if let content = ForeignContent(beginning: data) {
        throw .notWeights(path: indexPath, what: content.rawValue, help: content.help)
      }
      guard let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
        let map = json["weight_map"] as? [String: String]
      else { throw .malformed(path: indexPath, fact: "no weight_map") }
      let shards = Set(map.values).sorted()
      for shard in shards {
        guard !shard.contains("/"), FileManager.default.fileExists(atPath: "\(path)/\(shard)") else {
          throw .missingShard(path: indexPath, shard: shard)
        }
      }
      return shards.map { "\(path)/\($0)" }
    }
    for name in singleFiles where FileManager.default.fileExists(atPath: "\(path)/\(name)") {
      return ["\(path)/\(name)"]
    }
    throw .noWeights(path: path)
  }

  private static func read(_ path: String) throws(CheckpointError) -> ([SourceTensor], GGUFMetadata?) {
    let bytes = try MappedBytes(path: path)
    if ZipArchive.isOne(bytes) { return (try TorchFile.tensors(bytes), nil) }
    if GGUFHeader.isOne(bytes) {
      let (tensors, metadata) = try GGUFFile.read(bytes)
      return (tensors, metadata)
    }
    if SafetensorsFile.isOne(bytes) { return (try SafetensorsFile.tensors(bytes), nil) }
    if LegacyTorchFile.isOne(bytes) { return (try LegacyTorchFile.tensors(bytes), nil) }
    if let content = ForeignContent(beginning: try bytes.bytes(at: 0, count: min(bytes.count, 200))) {
      throw .notWeights(path: path, what: content.rawValue, help: content.help)
    }
    throw .unknownFormat(path: path)
  }
}
