import Foundation
import SkinCheckpoint
import SkinContainer
import SkinTestSupport
import Testing

@testable import SkinConversion

/// The wrong pairings that people make, each named.
struct DecoderCompatibilityTests {
  private func fault(_ model: ConversionCase) throws -> DecoderCompatibilityFault? {
    do {
      _ = try Converter(model.request)
      return nil
    } catch {
      guard case .pairing(_, let fault) = error else { throw error }
      return fault
    }
  }

  private func reason(_ model: ConversionCase) throws -> String {
    do {
      _ = try Converter(model.request)
      return ""
    } catch {
      guard case .mismatch(let reason) = error else { throw error }
      return reason
    }
  }

  @Test(arguments: [
    ("vicuna-7b-v1.5", true), ("lmsys/vicuna-13b-v1.1", true), ("Vicuna 7B V1.3", true), ("vicuna-7b-v0", false),
    ("llama-7b-hf", false), ("vicuna-7b", false), ("my-v1.5-model", false),
  ])
  func `a later Vicuna is named by what its config calls itself`(name: String, isLater: Bool) throws {
    let model = try ConversionCase("tiny")
    model.request.language = try model.languageFolder("_name_or_path", name)
    #expect(try fault(model) == (isLater ? .laterVicuna(name: name) : nil))
    model.request.isForced = true
    #expect(try fault(model) == nil)
  }

  @Test
  func `a folder that is called a later Vicuna is named too`() throws {
    let model = try ConversionCase("tiny")
    let folder = "\(model.folder)/vicuna-7b-v1.5"
    try FileManager.default.copyItem(atPath: model.request.language, toPath: folder)
    model.request.language = folder
    #expect(try fault(model) == .laterVicuna(name: "vicuna-7b-v1.5"))
  }

  @Test
  func `Q-Formers of other decoder families are named`() throws {
    let model = try ConversionCase("tiny")
    let original = try #require(model.request.qformer)
    model.request.qformer = try model.edited(original) {
      $0["opt_proj.weight"] = ([40, 32], .init(repeating: 1, count: 1280))
    }
    #expect(try fault(model) == .otherQueryTransformer(name: "OPT of width 40"))
    model.request.qformer = try model.edited(original) {
      $0["language_projection.weight"] = ([2560, 1], .init(repeating: 1, count: 2560))
    }
    #expect(try fault(model) == .otherQueryTransformer(name: "OPT-2.7B"))
  }

  @Test(arguments: [(4096, true), (5120, true), (64, false)])
  func `FLAN-T5-XL's Q-Former is named beside a decoder that was published with XXL's`(width: Int, isNamed: Bool) throws
  {
    let model = try ConversionCase("tiny")
    model.request.qformer = try model.edited(#require(model.request.qformer)) {
      $0["t5_proj.weight"] = ([2048, 1], .init(repeating: 1, count: 2048))
    }
    model.request.language = try model.languageFolder("hidden_size", width)
    if isNamed {
      #expect(try fault(model) == .otherQueryTransformer(name: "FLAN-T5-XL"))
    } else {
      #expect(try fault(model) == nil)
    }
  }

  @Test(arguments: [(32_000, true), (32_001, false)])
  func `a Vicuna without version is a later one if it has LLaMA's rows`(rowCount: Int, isLater: Bool) throws {
    let model = try ConversionCase("tiny")
    model.request.language = try model.languageFolder(["_name_or_path": "vicuna-7b", "vocab_size": rowCount])
    #expect(try fault(model) == (isLater ? .laterVicuna(name: "vicuna-7b") : nil))
  }

  @Test
  func `a vision transformer of another width is named`() throws {
    let model = try ConversionCase("tiny")
    model.request.qformer = try model.edited(#require(model.request.qformer)) { tensors in
      for name in tensors.keys where name.contains("crossattention.self.key.weight") {
        tensors[name] = ([32, 40], .init(repeating: 1, count: 1280))
      }
    }
    #expect(try fault(model) == .visionWidth(query: 40, vision: 48))
  }

  @Test
  func `a MiniGPT-v2 alignment beside another vision transformer is named`() throws {
    let model = try ConversionCase("tiny")
    model.request.alignment = try model.edited(model.request.alignment) {
      $0["llama_proj.weight"] = ([64, 5632], .init(repeating: 1, count: 64 * 5632))
    }
    #expect(try fault(model) == .joinedWidth(input: 5632, vision: 48))
  }

  @Test(arguments: [(4096, "4096 (7B)"), (5120, "5120 (13B)")])
  func `an alignment of the other size is named by its size`(width: Int, words: String) throws {
    let model = try ConversionCase("tiny")
    model.request.alignment = try model.edited(model.request.alignment) {
      $0["llama_proj.weight"] = ([width, 32], .init(repeating: 1, count: width * 32))
    }
    #expect(try reason(model).contains(words))
  }

  @Test
  func `files given to the wrong options are named with both options`() throws {
    let names: [(FileKind, WritableKeyPath<ConversionRequest, String?>)] = [
      (.vision, \.vision.optional), (.qformer, \.qformer), (.alignment, \.alignment.optional),
      (.language, \.language.optional),
    ]
    for (expected, target) in names {
      for (found, source) in names where found != expected {
        let model = try ConversionCase("tiny")
        let path = try #require(model.request[keyPath: source])
        model.request[keyPath: target] = path
        #expect(throws: ConversionError.otherKind(path: path, expected: expected, found: found)) {
          try Converter(model.request)
        }
      }
    }
    let model = try ConversionCase("tiny")
    model.request.alignment = Goldens.url("input/lora/adapter_model.safetensors").path
    #expect(
      throws: ConversionError.otherKind(path: model.request.alignment, expected: .alignment, found: .adapter)
    ) { try Converter(model.request) }
  }
}

extension String {
  /// The text, for key paths beside one that may be nil.
  fileprivate var optional: String? {
    get { self }
    set { self = newValue ?? "" }
  }
}
