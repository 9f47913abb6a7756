import Foundation
import SkinCheckpoint
import SkinConfiguration

/// What the container will be, from the files' shapes and their descriptions.
extension Converter {
  /// The configuration, not yet validated.
  ///
  /// - Throws: ``ConversionError`` if a file says nothing about its extents, or Q-Former and vision transformer do not
  ///   fit.
  static func configuration(
    _ request: ConversionRequest, _ description: ModelDescription, _ vision: VisionSource, _ connector: ConnectorSource,
    language: LanguageConfiguration
  ) throws(ConversionError) -> ModelConfiguration {
    var language = language
    let connectorConfiguration: Connector
    let defaultTemplate: ConversationTemplate
    let (image, visionConfiguration): (ImageConfiguration, VisionConfiguration)
    switch connector {
    case .queryTransformer(let query):
      (image, visionConfiguration) = try vision.configuration(description, isJoined: false)
      connectorConfiguration = .queryTransformer(try query.configuration(description))
      try DecoderCompatibility.check(query, visionWidth: visionConfiguration.width)
      defaultTemplate = .vicuna
    case .joinedTokens:
      (image, visionConfiguration) = try vision.configuration(description, isJoined: true)
      connectorConfiguration = .joinedTokens(count: DecoderCompatibility.joinedTokenCount)
      defaultTemplate = .miniGPTv2
    case .pooledPatches:
      guard vision.isSiglip, language.gemma != nil else {
        throw .mismatch("the projection of \(request.alignment) stands between a SigLIP tower and a Gemma 3")
      }
      let pooling: PooledPatchesConfiguration
      (image, visionConfiguration, pooling) = try GemmaFolder.configuration(vision, description)
      connectorConfiguration = .pooledPatches(pooling)
      defaultTemplate = .gemma3
      language.gemma?.seesWholeImages = true
    }
    if vision.isSiglip, case .pooledPatches = connector {
    } else if vision.isSiglip {
      throw .mismatch("the tower of \(request.vision) goes with a Gemma 3's own projection")
    }
    let template =
      try request.template.map { path throws(ConversionError) in
        try JSONFile.decode(TemplateDescription.self, path).template
      } ?? defaultTemplate
    return ModelConfiguration(
      name: description.name ?? URL(fileURLWithPath: request.output).deletingPathExtension().lastPathComponent,
      image: image, vision: visionConfiguration, connector: connectorConfiguration, language: language,
      conversation: template, classes: description.classes ?? [], concepts: description.concepts ?? [],
      provenance: provenance(description, request))
  }

  /// Weights in the public code's layout cannot override those under Hugging Face's names; that is reported, not
  /// ignored.
  static func checkNames(
    _ vision: VisionSource, _ query: QuerySource?, _ alignment: AlignmentSource
  ) throws(ConversionError) {
    var overriding: [(isForeign: Bool, prefixes: [String], base: TrackedCheckpoint)] = [
      (vision.isHuggingFace, ["visual_encoder."], vision.file)
    ]
    if let query {
      overriding.append(
        (query.isHuggingFace, ["Qformer.bert.encoder.", "query_tokens", "ln_vision."], query.file))
    }
    for (isForeign, prefixes, base) in overriding where isForeign {
      for name in alignment.file.checkpoint.tensors.keys.sorted() where prefixes.contains(where: name.hasPrefix) {
        throw .mismatch(
          "\(alignment.file.checkpoint.path) has its own '\(name)', under another layout's name than"
            + " \(base.checkpoint.path)")
      }
    }
  }

  private static func provenance(_ description: ModelDescription, _ request: ConversionRequest) -> Provenance {
    let files =
      [request.vision, request.qformer, request.alignment, request.language, request.delta, request.lora]
      .compactMap(\.self)
    let names = files.map { URL(fileURLWithPath: $0).lastPathComponent }
    let source = description.provenance
    return Provenance(
      diagnostic: source?.diagnostic ?? false,
      statement: source?.statement
        ?? (source?.diagnostic == true
          ? "Its description says that it was trained to diagnose, but not on what."
          : "Converted from public files that were not trained to diagnose, or whose authors do not say that they were."),
      measuredAccuracy: source?.measured_accuracy, sources: source?.sources ?? names)
  }
}
