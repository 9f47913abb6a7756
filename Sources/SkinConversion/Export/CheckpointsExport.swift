import Foundation
import SkinConfiguration
package import SkinContainer
import SkinFiles

/// Writes a folder that `skingpt convert` reads back: the four checkpoints, and what checkpoints do not say.
///
///     eva_vit.safetensors   blip2.safetensors   alignment.safetensors
///     language/model.safetensors, config.json, tokenizer.model
///     model.json   template.json   model-card.md and calibration.json if the container has them
package struct CheckpointsExport {
  private let container: Container

  /// An export of a container.
  package init(_ container: Container) { self.container = container }

  /// Writes the folder, which may exist already.
  ///
  /// - Parameter progress: receives the share that is written, 0...1.
  /// - Throws: ``ExportError``
  package func write(to folder: String, progress: (Double) -> Void = { _ in }) throws(ExportError) {
    do {
      try FileManager.default.createDirectory(atPath: folder + "/language", withIntermediateDirectories: true)
    } catch { throw .unwritable(path: folder, code: errno) }
    let files: [(SourceFile, String)] = [
      (.vision, "eva_vit.safetensors"), (.query, "blip2.safetensors"), (.alignment, "alignment.safetensors"),
      (.language, "language/model.safetensors"),
    ]
    for (index, (file, name)) in files.enumerated() {
      try SafetensorsExport(container, files: [file]).write(to: "\(folder)/\(name)") { share in
        progress((Double(index) + share) / Double(files.count))
      }
    }
    try write(json: languageDescription, to: folder + "/language/config.json")
    try write(json: modelDescription, to: folder + "/model.json")
    try write(json: templateDescription, to: folder + "/template.json")
    let resources: [(ResourceName, String, OutputKind)] = [
      (.tokenizer, "language/tokenizer.model", .tokenizer), (.modelCard, "model-card.md", .text),
      (.calibration, "calibration.json", .json),
    ]
    for (name, path, kind) in resources where container.has(name) {
      let bytes: [UInt8]
      do { bytes = try container.resource(name) } catch { throw .container(error) }
      try write(bytes, to: "\(folder)/\(path)", kind: kind)
    }
  }

  private func write(json object: [String: Any], to path: String) throws(ExportError) {
    guard let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .prettyPrinted]) else {
      throw .unsupported("the configuration has a number that JSON cannot say")
    }
    try write(Array(data), to: path, kind: .json)
  }

  private func write(_ bytes: [UInt8], to path: String, kind: OutputKind) throws(ExportError) {
    let file = try GrowingFile(path: path, kind: kind)
    try file.append(bytes)
    try file.finish()
  }

  private var languageDescription: [String: Any] {
    let language = container.configuration.language
    var description: [String: Any] = [
      "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
      "hidden_size": language.hiddenWidth, "intermediate_size": language.feedForwardWidth,
      "num_hidden_layers": language.layerCount, "num_attention_heads": language.headCount,
      "num_key_value_heads": language.keyValueHeadCount, "head_dim": language.headWidth,
      "rms_norm_eps": Self.decimal(language.normEpsilon), "rope_theta": Self.decimal(language.rotaryBase),
      "vocab_size": language.vocabularySize, "max_position_embeddings": language.contextLength,
      "tie_word_embeddings": false,
    ]
    if let gemma = language.gemma { description.merge(Self.description(gemma)) { _, new in new } }
    switch language.rotaryScaling {
    case .none: break
    case .linear(let factor): description["rope_scaling"] = ["type": "linear", "factor": Self.decimal(factor)]
    case .llama3(let factor, let low, let high, let original):
      description["rope_scaling"] =
        [
          "rope_type": "llama3", "factor": Self.decimal(factor), "low_freq_factor": Self.decimal(low),
          "high_freq_factor": Self.decimal(high), "original_max_position_embeddings": original,
        ] as [String: Any]
    }
    return description
  }

  /// What a Gemma's `config.json` says besides a LLaMA's; the scale of its embeddings follows from the type of its
  /// weights.
  private static func description(_ gemma: GemmaFeatures) -> [String: Any] {
    let scalar = 1 / (gemma.scoreScale * gemma.scoreScale)
    // Published scalars are whole numbers, and taking the root and squaring it again has rounded this one.
    let isWhole = (scalar - scalar.rounded()).magnitude < 1e-4 * scalar
    return [
      "architectures": ["Gemma3ForCausalLM"], "model_type": LanguageDescription.gemmaType,
      "hidden_activation": "gelu_pytorch_tanh", "tie_word_embeddings": true,
      "query_pre_attn_scalar": decimal(isWhole ? scalar.rounded() : scalar),
      "sliding_window": gemma.windowLength,
      "layer_types": gemma.isWindowed.map { $0 ? "sliding_attention" : "full_attention" },
      "rope_local_base_freq": decimal(gemma.windowRotaryBase),
      "dtype": gemma.embeddingScale == LanguageDescription.bfloat16(gemma.embeddingScale) ? "bfloat16" : "float32",
    ]
  }

  private var modelDescription: [String: Any] {
    let configuration = container.configuration
    let vision = configuration.vision
    var query: [String: Any] = ["ln_vision_eps": Self.decimal(vision.outputNormEpsilon)]
    if let transformer = configuration.queryTransformer {
      query["head_count"] = transformer.headCount
      query["layer_norm_eps"] = Self.decimal(transformer.normEpsilon)
    }
    var provenance: [String: Any] = [
      "diagnostic": configuration.provenance.diagnostic, "statement": configuration.provenance.statement,
      "sources": configuration.provenance.sources,
    ]
    provenance["measured_accuracy"] = configuration.provenance.measuredAccuracy
    return [
      "name": configuration.name,
      "vision": [
        "image_size": configuration.image.size, "patch_size": vision.patchSize, "head_count": vision.headCount,
        "layer_count": vision.layerCount, "layer_norm_eps": Self.decimal(vision.normEpsilon),
        "mean": configuration.image.mean.map(Self.decimal),
        "std": configuration.image.standardDeviation.map(Self.decimal),
      ] as [String: Any],
      "query": query,
      "classes": configuration.classes.map { ["slug": $0.slug, "label": $0.label, "phrase": $0.phrase] },
      "concepts": configuration.concepts, "provenance": provenance,
    ]
  }

  private var templateDescription: [String: Any] {
    let template = container.configuration.conversation
    return [
      "prefix": template.opening, "image_suffix_format": template.afterImage, "next_turn_format": template.nextTurn,
      "stop_strings": template.stopTexts, "stop_tokens": template.stopTokens.map { $0.map(Int.init) },
      "answer_separator": template.answerMarker,
    ]
  }

  /// The shortest decimal that reads back as the same binary32 number.
  private static func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }
}
