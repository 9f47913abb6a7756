import Foundation
import SkinCheckpoint
import SkinContainer
import SkinConfiguration
import SkinQuantization
import SkinTensor
import SkinTestSupport
import Testing

@testable import SkinConversion

/// The checkpoints of a golden model in a folder of its own, where a test may change them, and what becomes of them.
final class ConversionCase {
  let folder: String
  let source: String
  var request: ConversionRequest

  init(_ name: String, scheme: WeightScheme = .float32) throws {
    source = Goldens.url("pipeline/\(name)").path
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    request = ConversionRequest(
      vision: "\(source)/eva_vit.pth", qformer: Self.existing("\(source)/blip2.pth"),
      alignment: "\(source)/alignment.pth",
      language: "\(source)/language", languageScheme: scheme, output: "\(folder)/model.skgpt")
    request.description = "\(source)/model.json"
    request.template = "\(source)/template.json"
  }

  /// A path if a file is there.
  private static func existing(_ path: String) -> String? { FileManager.default.fileExists(atPath: path) ? path : nil }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func convert() throws -> (container: Container, summary: ConversionSummary) {
    let summary = try Converter(request).run()
    return (try Container.open(path: request.output), summary)
  }

  /// Writes a checkpoint again after `edit` changed its tensors, and gives the new file's path.
  func edited(
    _ path: String, _ edit: (inout [String: (shape: [Int], elements: [Float])]) -> Void
  ) throws -> String {
    var tensors: [String: (shape: [Int], elements: [Float])] = [:]
    for (name, tensor) in try Checkpoint(path: path).tensors where tensor.elementType.isFloatingPoint {
      tensors[name] = (tensor.shape, try tensor.elements())
    }
    edit(&tensors)
    let target = "\(folder)/\(UUID().uuidString).safetensors"
    try SafetensorsFile.write(
      tensors.sorted { $0.key < $1.key }.map { ($0.key, $0.value.shape, .float32($0.value.elements)) }, to: target)
    return target
  }

  /// Copies the decoder's folder with another value in its `config.json`.
  func languageFolder(_ key: String, _ value: Any) throws -> String { try languageFolder([key: value]) }

  /// Copies the decoder's folder with other values in its `config.json`.
  func languageFolder(_ values: [String: Any]) throws -> String {
    let target = "\(folder)/language"
    try FileManager.default.copyItem(atPath: "\(source)/language", toPath: target)
    let url = URL(fileURLWithPath: "\(target)/config.json")
    var json = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    json.merge(values) { _, new in new }
    try JSONSerialization.data(withJSONObject: json).write(to: url)
    return target
  }

  static func elements(_ path: String, _ names: String...) throws -> [Float] {
    let tensors = try Checkpoint(path: path).tensors
    return try names.flatMap { try #require(tensors[$0], "\($0)").elements() }
  }
}

extension Container {
  /// All elements of a tensor, decoded.
  func elements(_ entry: TensorEntry) throws -> [Float] {
    switch entry.kind {
    case .vector, .table:
      let vector = try vector(entry.name)
      return (0..<vector.count).map { vector[$0] }
    case .weight, .floatWeight:
      let weight = try weight(entry.name)
      var matrix = Matrix(rowCount: entry.rowCount, columnCount: entry.columnCount)
      for row in 0..<entry.rowCount { weight.decodeRow(row, into: &matrix, at: row) }
      return matrix.elements
    }
  }

  /// All elements of a tensor by name.
  func elements(_ name: TensorName) throws -> [Float] {
    try elements(try #require(TensorCatalogue(configuration).entries.first { $0.name == name }))
  }
}
