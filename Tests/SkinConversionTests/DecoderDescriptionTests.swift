import Foundation
import SkinConfiguration
import Testing

@testable import SkinConversion

/// What a decoder's `config.json` says, and what must not be passed over.
struct DecoderDescriptionTests {
  private static let plain = """
    "hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4, "rms_norm_eps": 1e-5,
    "vocab_size": 100
    """

  private func configuration(_ more: String) throws -> LanguageConfiguration {
    let url = FileManager.default.temporaryDirectory.appending(path: "config-\(UUID().uuidString).json")
    try Data("{\(Self.plain)\(more)}".utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let path = url.path(percentEncoded: false)
    try DecoderArithmetic.check(path)
    return try JSONFile.decode(LanguageDescription.self, path).configuration(path: path)
  }

  @Test func `the base of transformers 5 is used`() throws {
    let found = try configuration(#", "rope_parameters": {"rope_type": "default", "rope_theta": 500000.0}"#)
    #expect(found.rotaryBase == 500_000 && found.rotaryScaling == .none)
    #expect(try configuration("").rotaryBase == 10_000)
    #expect(try configuration(#", "rope_theta": 20000"#).rotaryBase == 20_000)
    let scaled = try configuration(#", "rope_parameters": {"rope_type": "linear", "factor": 2, "rope_theta": 10000}"#)
    #expect(scaled.rotaryScaling == .linear(factor: 2))
  }

  @Test(arguments: [
    (#", "rope_parameters": {"rope_type": "default", "mscale": 0.7}"#, "mscale"),
    (#", "rope_parameters": {"full_attention": {"rope_type": "default"}}"#, "full_attention"),
    (#", "rope_theta": 10000, "rope_parameters": {"rope_theta": 5}"#, "rope_theta"),
    (#", "partial_rotary_factor": 0.5"#, "partial_rotary_factor"), (#", "embedding_multiplier": 12"#, "embedding_mult"),
    (#", "quantization_config": {"bits": 4}"#, "quantized"),
    (#", "rope_scaling": {"type": "yarn", "factor": 2}"#, "yarn"),
  ])
  func `what changes the backend is refused by name`(more: String, name: String) throws {
    do {
      _ = try configuration(more)
      Issue.record("\(more) was passed over")
    } catch let error as ConversionError {
      #expect("\(error)".contains(name), "\(error)")
    }
  }

  @Test func `an error of JSON names its key`() throws {
    do {
      _ = try configuration(#", "rope_theta": "big""#)
      Issue.record("a text was taken for a number")
    } catch let error as ConversionError {
      #expect("\(error)".contains("'rope_theta' is not a number"), "\(error)")
    }
  }
}
