import Foundation
import SkinConfiguration
import SkinQuantization
import SkinTensor
import Testing

@testable import SkinContainer

/// A small container that tests write, damage and read.
enum SampleContainer {
  /// The smallest model there is: no layers but `layerCount` in each part.
  static func configuration(layerCount: Int = 0) -> ModelConfiguration {
    ModelConfiguration(
      name: "sample", image: ImageConfiguration(size: 2, mean: [0, 0, 0], standardDeviation: [1, 1, 1]),
      vision: VisionConfiguration(
        patchSize: 1, width: 6, layerCount: layerCount, headCount: 1, feedForwardWidth: 5, normEpsilon: 1e-6,
        outputNormEpsilon: 1e-5),
      connector: .queryTransformer(
        QueryConfiguration(
          queryCount: 2, width: 4, layerCount: layerCount, headCount: 2, feedForwardWidth: 3, crossAttentionInterval: 2,
          normEpsilon: 1e-12)),
      language: LanguageConfiguration(
        hiddenWidth: 4, feedForwardWidth: 70, layerCount: layerCount, headCount: 2, keyValueHeadCount: 1, headWidth: 2,
        normEpsilon: 1e-6, rotaryBase: 10_000, rotaryScaling: .none, vocabularySize: 20, contextLength: 16),
      conversation: .vicuna, classes: [], concepts: [],
      provenance: Provenance(diagnostic: false, statement: "a test", measuredAccuracy: nil, sources: []))
  }

  /// A number that depends on nothing but its place.
  static func element(_ row: Int, _ column: Int) -> Float { Float((row * 31 + column * 7) % 61 - 30) / 16 }

  static func matrix(_ entry: TensorEntry) -> Matrix {
    let elements = (0..<entry.rowCount * entry.columnCount).map {
      element($0 / entry.columnCount, $0 % entry.columnCount)
    }
    return Matrix(rowCount: entry.rowCount, columnCount: entry.columnCount, elements: elements)
  }

  /// The scheme of an entry if weights are written in `scheme`.
  static func scheme(_ entry: TensorEntry, _ scheme: WeightScheme) -> WeightScheme {
    entry.kind == .weight ? scheme : .float32
  }

  static func bytes(_ entry: TensorEntry, _ scheme: WeightScheme) throws -> [UInt8] {
    let elements = matrix(entry).elements
    switch entry.kind {
    case .vector, .table:
      var bytes: [UInt8] = []
      for element in elements { bytes.append(littleEndian: element.bitPattern) }
      return bytes
    case .floatWeight, .weight:
      let encoder = PanelEncoder(columnCount: entry.columnCount, scheme: Self.scheme(entry, scheme))
      var bytes: [UInt8] = []
      var measures = EncodingMeasures()
      for first in stride(from: 0, to: entry.rowCount, by: WeightLayout.panelRows) {
        let rows = min(WeightLayout.panelRows, entry.rowCount - first)
        let range = first * entry.columnCount..<(first + rows) * entry.columnCount
        try encoder.encode(Array(elements[range]), rowCount: rows, into: &bytes, measures: &measures)
      }
      return bytes
    }
  }

  /// Writes a whole container, its tensors in pieces of 100 bytes.
  static func write(_ path: String, scheme: WeightScheme = .float32, layerCount: Int = 0) throws {
    let configuration = configuration(layerCount: layerCount)
    let writer = try ContainerWriter(path: path, configuration: configuration)
    try writer.addResource(.tokenizer, bytes: Array("the tokenizer".utf8))
    try writer.addResource(.modelCard, bytes: [UInt8](repeating: 65, count: 5000))
    for entry in TensorCatalogue(configuration).entries {
      try writer.beginTensor(
        entry.name, shape: Shape(entry.rowCount, entry.columnCount), scheme: Self.scheme(entry, scheme),
        storage: entry.kind == .vector || entry.kind == .table ? .rowMajor : .panels)
      let bytes = try bytes(entry, scheme)
      for first in stride(from: 0, to: bytes.count, by: 100) {
        try writer.append(Array(bytes[first..<min(first + 100, bytes.count)]))
      }
      try writer.endTensor(errorMeasures: nil)
    }
    _ = try writer.finish()
  }

  /// The bytes of a container whose catalogue was edited, with digests that match again.
  static func edited(_ bytes: [UInt8], _ edit: (inout [String: Any]) -> Void) throws -> [UInt8] {
    let start = Int(bytes.littleEndian(at: 24, byteCount: 8))
    var catalogue = try #require(
      JSONSerialization.jsonObject(with: Data(bytes[start...])) as? [String: Any], "the catalogue is an object")
    edit(&catalogue)
    return withCatalogue(bytes, Array(try JSONSerialization.data(withJSONObject: catalogue)))
  }

  static func digest(_ bytes: [UInt8]) -> [UInt8] {
    // SAFETY: the bytes are read during the call.
    let digits = Array(unsafe bytes.withUnsafeBytes { unsafe ChunkCoding.digest($0) })
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16) ?? 0 }
  }

  /// The bytes of a container with another catalogue, with digests that match.
  static func withCatalogue(_ bytes: [UInt8], _ json: [UInt8]) -> [UInt8] {
    let start = Int(bytes.littleEndian(at: 24, byteCount: 8))
    let header = Header(
      fileByteCount: UInt64(start + json.count), catalogueOffset: UInt64(start), catalogueByteCount: UInt64(json.count),
      catalogueDigest: digest(json))
    return header.bytes + Array(bytes[Header.byteCount..<start]) + json
  }
}

/// A folder of its own for a test, removed with it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

  /// Writes bytes under a name and gives the path.
  func write(_ bytes: [UInt8], _ name: String = "sample.skgpt") throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    return file
  }
}
