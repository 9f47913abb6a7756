import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinTestSupport
import Testing

@testable import SkinConversion

/// The GGUF pair of a Gemma 3: tower and projection in one file (`mmproj`), the decoder in another; the files are written with the
/// `gguf` package by `Tools/reference/gemma_mmproj_goldens.py` and `gemma_goldens.py`.
struct ProjectorGGUFTests {
  private static func path(_ name: String) -> String { Goldens.url("gemma/\(name)").path(percentEncoded: false) }

  /// A conversion of a tower with its projection before the decoder of a GGUF.
  private func pair(_ tower: String, decoder: String = path("windowed.gguf")) throws -> ConversionCase {
    let model = try ConversionCase("tiny")
    model.request.vision = tower
    model.request.alignment = tower
    model.request.qformer = nil
    model.request.description = nil
    model.request.template = nil
    model.request.language = decoder
    return model
  }

  /// A copy of the golden file in which some text stands in the place of another of the same length.
  private func changed(_ text: String, _ other: String, _ model: ConversionCase) throws -> String {
    try #require(text.utf8.count == other.utf8.count)
    var data = try Data(contentsOf: URL(fileURLWithPath: Self.path("mmproj.gguf")))
    let range = try #require(data.range(of: Data(text.utf8)))
    data.replaceSubrange(range, with: Data(other.utf8))
    let target = "\(model.folder)/changed.gguf"
    try data.write(to: URL(fileURLWithPath: target))
    return target
  }

  private func expectEqual(_ found: Container, _ right: Container) throws {
    var configuration = found.configuration
    (configuration.name, configuration.provenance) = (right.configuration.name, right.configuration.provenance)
    #expect(configuration == right.configuration)
    for entry in TensorCatalogue(right.configuration).entries {
      #expect(try found.elements(entry) == right.elements(entry), "\(entry.name)")
    }
  }

  @Test(arguments: ["mmproj.gguf", "mmproj-older.gguf"])
  func `the pair gives the container of the folder, whatever the feed-forward layers are called`(name: String) throws {
    let converted = try pair(Self.path(name)).convert()
    #expect(converted.summary.surplus.isEmpty)
    #expect(converted.container.configuration.conversation == .gemma3)
    #expect(converted.container.configuration.language.gemma?.seesWholeImages == true)
    try expectEqual(converted.container, pair(Self.path("whole")).convert().container)
  }

  @Test func `a pair that was written has the names and shapes of the converter's, and is read back to the same model`()
    throws
  {
    let model = try pair(Self.path("mmproj.gguf"))
    let container = try model.convert().container
    let (tower, decoder) = ("\(model.folder)/mmproj.gguf", "\(model.folder)/text.gguf")
    try ProjectorExport(container).write(to: tower)
    try GGUFExport(container).write(to: decoder)
    try expectEqual(pair(tower, decoder: decoder).convert().container, container)
    let (found, right) = (try Checkpoint(path: tower), try Checkpoint(path: Self.path("mmproj.gguf")))
    #expect(Set(found.tensors.keys) == Set(right.tensors.keys))
    for (name, tensor) in right.tensors { #expect(found.tensors[name]?.shape == tensor.shape, "\(name)") }
    let (metadata, golden) = (try #require(found.gguf), try #require(right.gguf))
    for key in [
      "projection_dim", "image_size", "patch_size", "embedding_length", "feed_forward_length", "block_count",
      "attention.head_count", "projector.scale_factor",
    ].map({ "clip.vision.\($0)" }) {
      #expect(golden.integer(key) != nil && metadata.integer(key) == golden.integer(key), "\(key)")
    }
    for key in ["general.architecture", "general.type", "clip.projector_type"] {
      #expect(golden.string(key) != nil && metadata.string(key) == golden.string(key), "\(key)")
    }
    for key in ["clip.use_gelu", "clip.has_vision_encoder"] { #expect(metadata.boolean(key) == true, "\(key)") }
    let epsilon = "clip.vision.attention.layer_norm_epsilon"
    #expect(golden.float(epsilon) != nil && metadata.float(epsilon) == golden.float(epsilon))
    for key in ["clip.vision.image_mean", "clip.vision.image_std"] {
      #expect(try metadata.floats(key) == [0.5, 0.5, 0.5] && golden.floats(key) == [0.5, 0.5, 0.5], "\(key)")
    }
  }

  @Test func `the tower of another family has no such file`() throws {
    let container = try ConversionCase("tiny").convert().container
    #expect(throws: ExportError.self) { try ProjectorExport(container) }
  }

  @Test func `another projector, a missing number and a file at the wrong option are refused in words`() throws {
    let model = try pair(Self.path("mmproj.gguf"))
    func failure(_ change: (inout ConversionRequest) throws -> Void) throws -> ConversionError? {
      var request = model.request
      try change(&request)
      do {
        _ = try Converter(request)
        return nil
      } catch { return error }
    }
    let other = try changed("gemma3", "gemma9", model)
    let kind = try failure { ($0.vision, $0.alignment) = (other, other) }
    guard case .checkpoint(.otherArchitecture(_, let name))? = kind else {
      Issue.record("\(String(describing: kind))")
      return
    }
    #expect(name.contains("clip") && name.contains("gemma9"))
    for key in ["attention.head_count", "image_size", "attention.layer_norm_epsilon"] {
      let damaged = try changed("clip.vision." + key, "clip.vision." + key.dropLast() + "X", model)
      let found = try failure { ($0.vision, $0.alignment) = (damaged, damaged) }
      guard case .badDescription(_, let fact)? = found else {
        Issue.record("\(key): \(String(describing: found))")
        continue
      }
      #expect(fact.contains(key))
    }
    let misplaced = try failure { $0.language = Self.path("mmproj.gguf") }
    guard case .otherKind(_, .language, _)? = misplaced else {
      Issue.record("\(String(describing: misplaced))")
      return
    }
  }
}
