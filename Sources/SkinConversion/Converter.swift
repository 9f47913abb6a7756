import Foundation
import SkinCheckpoint
public import SkinConfiguration
import SkinContainer
public import SkinQuantization
import SkinText
import SkinTensor

/// The files of a conversion, and how weights shall be written.
public struct ConversionRequest: Sendable {
  /// The vision transformer's file.
  public var vision: String
  /// The file with ln_vision and the Q-Former.
  public var qformer: String
  /// The file with the alignment layer.
  public var alignment: String
  /// The decoder's folder, with `config.json` and `tokenizer.model`, or a LLaMA GGUF.
  public var language: String
  /// The folder of what is added to every tensor of ``language``, as Vicuna v0 is published.
  public var delta: String?
  /// The folder of a LoRA adapter of the decoder.
  public var lora: String?
  /// Whether to go on where quality suffers: weights rounded twice, decoders that the alignment does not know.
  public var isForced = false
  /// The file that says what checkpoints do not say (`model.json`), if there is one.
  public var description: String?
  /// The conversation's file, if it is not Vicuna's.
  public var template: String?
  /// The model card, Markdown.
  public var card: String?
  /// How scores become probabilities, JSON.
  public var calibration: String?
  /// How the decoder's weights are written.
  public var languageScheme: WeightScheme
  /// How the weights of ViT and Q-Former are written.
  public var visionScheme: WeightScheme
  /// The container's path.
  public var output: String

  /// A conversion of the four needed files; under int4, ViT and Q-Former default to int8, otherwise to the same.
  public init(
    vision: String, qformer: String, alignment: String, language: String, languageScheme: WeightScheme,
    visionScheme: WeightScheme? = nil, output: String
  ) {
    self.vision = vision
    self.qformer = qformer
    self.alignment = alignment
    self.language = language
    self.languageScheme = languageScheme
    self.visionScheme = visionScheme ?? (languageScheme == .int4 ? .int8 : languageScheme)
    self.output = output
  }
}

/// What a conversion did.
public struct ConversionSummary: Sendable {
  /// The container's digest.
  public let digest: String
  /// What quantization cost, by tensor.
  public let measures: [(name: TensorName, scheme: WeightScheme, measures: EncodingMeasures)]
  /// Tensors in the files that nobody needs, with the file's path.
  public let surplus: [String]
  /// Tensors that a file loaded later replaced, with both files' paths.
  public let overridden: [String]
}

/// Turns checkpoints into a container, 16 rows at a time.
public struct Converter {
  private let request: ConversionRequest
  private let vision: VisionSource
  private let query: QuerySource
  private let alignment: AlignmentSource
  private let language: LanguageSource
  private let tokenizer: [UInt8]
  /// What the container will be.
  public let configuration: ModelConfiguration

  /// Opens the files and checks that they belong together.
  ///
  /// - Throws: ``ConversionError``
  public init(_ request: ConversionRequest) throws(ConversionError) {
    self.request = request
    let description = try ModelDescription.read(request.description)
    do {
      alignment = AlignmentSource(try Checkpoint(path: request.alignment))
      query = QuerySource(try Checkpoint(path: request.qformer), laterFiles: [alignment.file])
      vision = VisionSource(try Checkpoint(path: request.vision), laterFiles: [query.file, alignment.file])
    } catch { throw .checkpoint(error) }
    for (file, kind) in [(alignment.file, FileKind.alignment), (query.file, .qformer), (vision.file, .vision)] {
      try kind.check(file.checkpoint)
    }
    let languageInput = try LanguageInput(request, alignment: alignment.file)
    language = languageInput.source
    let languageConfiguration = languageInput.configuration
    tokenizer = languageInput.tokenizer
    try Self.checkNames(vision, query, alignment)
    let (imageConfiguration, visionConfiguration) = try vision.configuration(description)
    let queryConfiguration = try query.configuration(description)
    try Pairing.check(query, visionWidth: visionConfiguration.width)
    if !request.isForced { try Pairing.check(languageInput, qformer: query.file.checkpoint, path: request.language) }
    try alignment.check(queryWidth: queryConfiguration.width, hiddenWidth: languageConfiguration.hiddenWidth)
    let template =
      try request.template.map { path throws(ConversionError) in
        try JSONFile.decode(TemplateDescription.self, path).template
      } ?? ConversationTemplate.vicuna
    let name = description.name ?? URL(fileURLWithPath: request.output).deletingPathExtension().lastPathComponent
    configuration = ModelConfiguration(
      name: name, image: imageConfiguration, vision: visionConfiguration, query: queryConfiguration,
      language: languageConfiguration, conversation: template, classes: description.classes ?? [],
      concepts: description.concepts ?? [], provenance: Self.provenance(description, request))
    do { try configuration.validate() } catch { throw .configuration(error) }
  }

  /// Writes the container.
  ///
  /// - Parameter progress: gets the share of weights that are written, 0...1.
  /// - Returns: the container's digest, what quantization cost, and what was not used.
  /// - Throws: ``ConversionError``; nothing appears under the output's name then.
  public func run(progress: (Double) -> Void = { _ in }) throws(ConversionError) -> ConversionSummary {
    let plan = try plan()
    do {
      let writer = try ContainerWriter(path: request.output, configuration: configuration)
      try writer.addResource(.tokenizer, bytes: tokenizer)
      for (name, path) in [(ResourceName.modelCard, request.card), (.calibration, request.calibration)] {
        guard let path else { continue }
        guard let data = FileManager.default.contents(atPath: path) else {
          throw ConversionError.noDescription(path: path)
        }
        try writer.addResource(name, bytes: Array(data))
      }
      let total = plan.reduce(0) { $0 + Double($1.entry.rowCount) * Double($1.entry.columnCount) }
      var done = 0.0
      var measures: [(TensorName, WeightScheme, EncodingMeasures)] = []
      for (entry, source) in plan {
        if let found = try write(entry, source, to: writer) {
          measures.append((entry.name, weights.scheme(of: entry), found))
        }
        done += Double(entry.rowCount) * Double(entry.columnCount)
        progress(done / total)
      }
      return ConversionSummary(
        digest: try writer.finish(), measures: measures, surplus: surplus,
        overridden: [vision.file, query.file, language.file].flatMap(\.overridden))
    } catch let error as ContainerError { throw .container(error) } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch let error as ConversionError { throw error } catch { throw .mismatch("\(error)") }
  }

  /// Weights of the public code's layout cannot override those under Hugging Face's names; that is said, not passed over.
  private static func checkNames(
    _ vision: VisionSource, _ query: QuerySource, _ alignment: AlignmentSource
  ) throws(ConversionError) {
    let overriding: [(isForeign: Bool, prefixes: [String], base: TrackedCheckpoint)] = [
      (vision.isHuggingFace, ["visual_encoder."], vision.file),
      (query.isHuggingFace, ["Qformer.bert.encoder.", "query_tokens", "ln_vision."], query.file),
    ]
    for (isForeign, prefixes, base) in overriding where isForeign {
      for name in alignment.file.checkpoint.tensors.keys.sorted() where prefixes.contains(where: name.hasPrefix) {
        throw .mismatch(
          "\(alignment.file.checkpoint.path) has its own '\(name)', under another layout's name than"
            + " \(base.checkpoint.path)")
      }
    }
  }

  /// Where every tensor comes from; missing ones are an error that names them all.
  private func plan() throws(ConversionError) -> [(entry: TensorEntry, source: TensorSource)] {
    let entries = Dictionary(
      TensorCatalogue(configuration).entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var plan: [TensorName: [SourcePiece]] = [:]
    for edge in VisionEdge.allCases {
      guard let entry = entries[.vision(edge)] else { continue }
      plan[entry.name] = try vision.pieces(edge, entry)
      if edge == .outputNormWeight || edge == .outputNormBias { plan[entry.name] = try query.visionNorm(edge, entry) }
    }
    for layer in 0..<configuration.vision.layerCount {
      for part in VisionPart.allCases {
        guard let entry = entries[.vision(layer, part)] else { continue }
        plan[entry.name] = try vision.pieces(layer, part, entry)
      }
    }
    for edge in QueryEdge.allCases {
      guard let entry = entries[.query(edge)] else { continue }
      plan[entry.name] = try query.pieces(edge, entry) + alignment.pieces(edge, entry)
    }
    for layer in 0..<configuration.query.layerCount {
      for part in QueryPart.allCases {
        guard let entry = entries[.query(layer, part)] else { continue }
        plan[entry.name] = try query.pieces(layer, part, entry)
      }
    }
    for edge in LanguageEdge.allCases {
      guard let entry = entries[.language(edge)] else { continue }
      plan[entry.name] = try language.pieces(edge, entry)
    }
    for layer in 0..<configuration.language.layerCount {
      for part in LanguagePart.allCases {
        guard let entry = entries[.language(layer, part)] else { continue }
        plan[entry.name] = try language.pieces(layer, part, entry)
      }
    }
    for file in [vision.file, query.file, alignment.file] + language.files where !file.missing.isEmpty {
      throw .missingTensors(path: file.checkpoint.path, names: file.missing)
    }
    try language.checkAdapter()
    return TensorCatalogue(configuration).entries.map { ($0, TensorSource(pieces: plan[$0.name] ?? [])) }
  }

  private func write(
    _ entry: TensorEntry, _ source: TensorSource, to writer: ContainerWriter
  ) throws -> EncodingMeasures? {
    let shape = Shape(entry.rowCount, entry.columnCount)
    let scheme = weights.scheme(of: entry)
    switch entry.kind {
    case .vector, .table:
      try writer.beginTensor(entry.name, shape: shape, scheme: .float32, storage: .rowMajor)
      var bytes: [UInt8] = []
      for element in try source.elements() {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: element.bitPattern >> shift))
        }
      }
      try writer.append(bytes)
      try writer.endTensor(errorMeasures: nil)
      return nil
    case .floatWeight, .weight:
      if let moved = MovedWeight(source, to: scheme) { return try moved.write(entry, to: writer) }
      try writer.beginTensor(entry.name, shape: shape, scheme: scheme, storage: .panels)
      let encoder = PanelEncoder(columnCount: entry.columnCount, scheme: scheme)
      var measures = EncodingMeasures()
      for first in stride(from: 0, to: entry.rowCount, by: WeightLayout.panelRows) {
        let rows = first..<min(first + WeightLayout.panelRows, entry.rowCount)
        var panel: [UInt8] = []
        let elements = try source.rows(rows)
        do { try encoder.encode(elements, rowCount: rows.count, into: &panel, measures: &measures) } catch {
          throw ConversionError.quantization(tensor: entry.name, error)
        }
        try writer.append(panel)
      }
      try writer.endTensor(errorMeasures: scheme == .float32 ? nil : measures.dictionary)
      return scheme == .float32 ? nil : measures
    }
  }

  private var weights: WeightPlan { WeightPlan(language: request.languageScheme, vision: request.visionScheme) }

  private var surplus: [String] {
    let named =
      [
        (vision.file, vision.file.surplus()), (query.file, query.surplus), (alignment.file, alignment.file.surplus()),
      ] + language.files.map { ($0, $0.surplus()) }
    return named.flatMap { file, names in names.map { "\(file.checkpoint.path): \($0)" } }
  }

  private static func provenance(_ description: ModelDescription, _ request: ConversionRequest) -> Provenance {
    let files =
      [request.vision, request.qformer, request.alignment, request.language]
      + [request.delta, request.lora].compactMap(\.self)
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
