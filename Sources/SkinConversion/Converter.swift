import Dispatch
import Foundation
import SkinFailure
import SkinCheckpoint
package import SkinConfiguration
package import SkinContainer
package import SkinQuantization
import SkinText
import SkinTensor

/// The files of a conversion, and how weights are to be written.
package struct ConversionRequest: Sendable {
  /// The vision transformer's file.
  package var vision: String
  /// The file with ln_vision and the Q-Former; a MiniGPT-v2 needs none, and takes ln_vision from it if it is given.
  package var qformer: String?
  /// The file with the alignment layer.
  package var alignment: String
  /// The decoder's folder, with `config.json` and `tokenizer.model`, or a LLaMA GGUF.
  package var language: String
  /// The folder of a delta that is added to every tensor of ``language``, as Vicuna v0 is published.
  package var delta: String?
  /// The folder of a LoRA adapter of the decoder.
  package var lora: String?
  /// Whether to continue where quality suffers: weights rounded twice, decoders that the alignment does not know.
  package var isForced = false
  /// The file that says what checkpoints do not say (`model.json`), if there is one.
  package var description: String?
  /// The conversation's file, if it is not Vicuna's.
  package var template: String?
  /// The model card, Markdown.
  package var card: String?
  /// How scores become probabilities, JSON.
  package var calibration: String?
  /// Every sentence that the model may say, CSV.
  package var sentences: String?
  /// Linear layers over the pooled features of a photo, safetensors.
  package var head: String?
  /// Texts like those that the model writes, one line each, from which it may draft tokens.
  package var draftText: String?
  /// How the decoder's weights are written.
  package var languageScheme: WeightScheme
  /// How the weights of ViT and Q-Former are written.
  package var visionScheme: WeightScheme
  /// Which weights get other schemes than ``languageScheme`` and ``visionScheme``: a recipe's file.
  package var recipe: String?
  /// What a measurement chose (`VisionSchemes`), after the recipe's own rules.
  package var visionRules: [RecipeRule] = []
  /// How codes are chosen where nothing is known of a layer's inputs.
  package var isPlainlyRounded = false
  /// Photos, or folders of photos, from which ``Converter/run(threadCount:calibration:storedPrefix:begun:progress:)`` gets
  /// statistics.
  package var calibrationPhotos: [String] = []
  /// Whether the container stores what its decoder computes for the text before the photo; nil to store it from a
  /// billion weights on.
  package var storesPrefix: Bool?
  /// Bytes of every part but the last, for disks that cannot hold large files; nil for one file.
  package var partByteCount: Int?
  /// Whether bits of weights are shuffled before LZ4 where that gains; see `WriterOptions`.
  package var shufflesBits = false
  /// Bytes after which what is written is flushed to disk and recorded for a later run; nil for the writer's default.
  package var synchronizedByteCount: Int?
  /// The container's path.
  package var output: String

  /// A conversion of the files that are always needed, and the Q-Former's; under int4, ViT and Q-Former default to
  /// int8, otherwise to the same scheme.
  package init(
    vision: String, qformer: String?, alignment: String, language: String, languageScheme: WeightScheme,
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
package struct ConversionSummary: Sendable {
  /// The container's digest.
  package let digest: String
  /// What quantization cost, by tensor; see ``EncodingMeasures/dictionary``.
  package let measures: [(name: TensorName, scheme: WeightScheme, measures: [String: Double])]
  /// Unused tensors in the files, with the file's path.
  package let surplus: [String]
  /// Tensors that a file loaded later replaced, with both files' paths.
  package let overridden: [String]
  /// How long it took, and what took the time.
  package let pace: ConversionPace
}

/// How fast a conversion was.
package struct ConversionPace: Hashable, Sendable {
  /// Bytes of the checkpoints' tensors that were read by this run.
  package var readByteCount = 0
  /// Bytes of the container that an earlier run had written.
  package var resumedByteCount = 0
  /// Seconds from start to end.
  package var seconds = 0.0
  /// Seconds in which rows were read and widened to float32; encoding continues meanwhile.
  package var readSeconds = 0.0
}

/// Turns checkpoints into a container, 16 rows at a time.
package struct Converter {
  private let request: ConversionRequest
  let vision: VisionSource
  let connector: ConnectorSource
  let alignment: AlignmentSource
  let language: LanguageSource
  private let tokenizer: [UInt8]
  /// Which scheme each tensor gets.
  package let weights: WeightPlan
  /// What the container will be.
  package let configuration: ModelConfiguration

  /// Opens the files and checks that they belong together.
  ///
  /// - Throws: ``ConversionError``
  package init(_ request: ConversionRequest) throws(ConversionError) {
    self.request = request
    let description = try ModelDescription.read(request.description)
    let query: QuerySource?
    do {
      alignment = AlignmentSource(try GemmaFolder.normalized(try Checkpoint(path: request.alignment)))
      if let path = request.qformer {
        query = QuerySource(try Checkpoint(path: path), laterFiles: [alignment.file])
      } else {
        query = nil
      }
      vision = VisionSource(
        try GemmaFolder.normalized(try Checkpoint(path: request.vision)),
        laterFiles: [query?.file, alignment.file].compactMap(\.self))
    } catch { throw .checkpoint(error) }
    try FileKind.alignment.check(alignment.file.checkpoint)
    if !request.isForced { for file in [vision.file, alignment.file] { try file.checkpoint.checkRounding() } }
    if let query { try FileKind.qformer.check(query.file.checkpoint) }
    try FileKind.vision.check(vision.file.checkpoint)
    let languageInput = try LanguageInput(request, description, alignment: alignment)
    language = languageInput.source
    tokenizer = languageInput.tokenizer
    try Self.checkNames(vision, query, alignment)
    connector = try ConnectorSource(alignment, query: query, visionWidth: vision.width)
    configuration = try Self.configuration(
      request, description, vision, connector, language: languageInput.configuration)
    do { try configuration.validate() } catch { throw .configuration(error) }
    if !request.isForced { try DecoderCompatibility.check(languageInput, connector, path: request.language) }
    try alignment.check(
      inputWidth: configuration.alignmentInputWidth, hiddenWidth: configuration.language.hiddenWidth)
    var weights = WeightPlan(language: request.languageScheme, vision: request.visionScheme)
    if let path = request.recipe {
      let recipe = try Recipe(path: path)
      try recipe.check(configuration, path: path)
      weights.rules = recipe.rules
    }
    weights.rules += request.visionRules
    self.weights = weights
  }

  /// Writes the container, or continues what a run of the same conversion left.
  ///
  /// - Parameters:
  ///   - threadCount: threads that encode; the bytes do not depend on it.
  ///   - calibration: what the linear layers read on calibration photos; empty to search without it.
  ///   - storedPrefix: computes what ``ConversionRequest/storesPrefix`` asks for, from the container without it; nil to
  ///     store nothing.
  ///   - begun: receives the number of bytes that an earlier run had written, before any work.
  ///   - progress: receives the share of weights that are written, 0...1.
  /// - Returns: the container's digest, what quantization cost, and what was not used.
  /// - Throws: ``ConversionError``; nothing appears under the output's name then.
  package func run(
    threadCount: Int = 1, calibration: [TensorName: InputStatistics] = [:],
    storedPrefix: ((Container) throws -> [UInt8])? = nil, begun: (Int) -> Void = { _ in },
    progress: (Double) -> Void = { _ in }
  ) throws(ConversionError) -> ConversionSummary {
    let plan = try plan()
    let key = ResumeKey.text(request, calibration)
    var options = WriterOptions(partByteCount: request.partByteCount, resumeKey: key)
    options.shufflesBits = request.shufflesBits
    if let interval = request.synchronizedByteCount { options.synchronizedByteCount = interval }
    let writer: ContainerWriter
    do {
      writer = try ContainerWriter(path: request.output, configuration: configuration, options: options)
    } catch { throw .container(error) }
    begun(writer.resumedByteCount)
    do {
      return try write(
        plan, to: writer, key: key, threadCount: threadCount, calibration: calibration, storedPrefix: storedPrefix,
        progress: progress)
    } catch let error as ContainerError {
      guard case .unwritable = error else { throw .container(error) }
      let kept = writer.keepForResume()
      throw .stopped(partial: ContainerWriter.partialPath(request.output), keptByteCount: kept, error)
    } catch let error as CheckpointError {
      guard case .unreadable = error else { throw .checkpoint(error) }
      let kept = writer.keepForResume()
      throw .stoppedReading(partial: ContainerWriter.partialPath(request.output), keptByteCount: kept, error)
    } catch let error as ConversionError { throw error } catch { throw .other(FailureReport(error)) }
  }

  private func write(
    _ plan: [(entry: TensorEntry, source: TensorSource)], to writer: ContainerWriter, key: String, threadCount: Int,
    calibration: [TensorName: InputStatistics], storedPrefix: ((Container) throws -> [UInt8])?,
    progress: (Double) -> Void
  ) throws -> ConversionSummary {
    let clock = DispatchTime.now()
    var pace = ConversionPace()
    pace.resumedByteCount = writer.resumedByteCount
    if !writer.has(.tokenizer) { try writer.addResource(.tokenizer, bytes: tokenizer) }
    let files = [
      (ResourceName.modelCard, request.card), (.calibration, request.calibration), (.sentences, request.sentences),
    ]
    for (name, path) in files {
      guard let path, !writer.has(name) else { continue }
      guard let data = FileManager.default.contents(atPath: path) else {
        throw ConversionError.noDescription(path: path)
      }
      try writer.addResource(name, bytes: Array(data))
    }
    if let path = request.head, !writer.has(.recognitionHead) {
      try writer.addResource(.recognitionHead, bytes: HeadSource.bytes(ofFile: path, configuration: configuration))
    }
    if let path = request.draftText, !writer.has(.draftTokens) {
      try writer.addResource(.draftTokens, bytes: DraftTokens.bytes(ofFile: path, tokenizer: tokenizer))
    }
    let total = plan.reduce(0) { $0 + Double($1.entry.rowCount) * Double($1.entry.columnCount) }
    var done = 0.0
    var measures: [(TensorName, WeightScheme, [String: Double])] = []
    var pipeline = PanelPipeline(threadCount: threadCount)
    for (entry, source) in plan {
      let scheme = weights.scheme(of: entry)
      let elementCount = Double(entry.rowCount) * Double(entry.columnCount)
      if let record = writer.record(of: entry.name) {
        if let found = record.errorMeasures { measures.append((entry.name, scheme, found)) }
      } else {
        let found = try write(entry, source, calibration, to: writer, with: &pipeline) { share in
          progress((done + share * elementCount) / total)
        }
        if let found { measures.append((entry.name, scheme, found)) }
        pace.readByteCount += source.byteCount
      }
      done += elementCount
      progress(done / total)
    }
    if let storedPrefix, request.storesPrefix ?? configuration.hasLargeDecoder {
      try writer.addResource(.opening, computedBy: storedPrefix)
    }
    if let path = ResumeKey.changedInput(request, since: key) { throw ConversionError.inputChanged(path: path) }
    let digest = try writer.finish()
    pace.seconds = PanelPipeline.seconds(since: clock)
    pace.readSeconds = pipeline.readSeconds
    return ConversionSummary(
      digest: digest, measures: measures, surplus: surplus,
      overridden: [vision.file, connector.file, language.file].compactMap(\.self).flatMap(\.overridden), pace: pace)
  }

  /// How the codes of a weight are chosen.
  ///
  /// - Parameters:
  ///   - scheme: its scheme; nil for the plan's.
  ///   - calibration: what the linear layers read on calibration photos.
  package func rounding(
    of entry: TensorEntry, as scheme: WeightScheme? = nil, _ calibration: [TensorName: InputStatistics]
  ) -> PanelEncoder.Rounding {
    let isGrouped = (scheme ?? weights.scheme(of: entry)).isGrouped
    if isGrouped, let statistics = calibration[entry.name], statistics.rowCount > 0 {
      return .calibrated(ErrorFeedback(statistics))
    }
    return request.isPlainlyRounded ? .plain : .searched
  }

  private func write(
    _ entry: TensorEntry, _ source: TensorSource, _ calibration: [TensorName: InputStatistics],
    to writer: ContainerWriter, with pipeline: inout PanelPipeline, progress: (Double) -> Void
  ) throws -> [String: Double]? {
    let shape = Shape(entry.rowCount, entry.columnCount)
    let scheme = weights.scheme(of: entry)
    switch entry.kind {
    case .vector, .table:
      try writer.beginTensor(entry.name, shape: shape, scheme: .float32, storage: .rowMajor)
      var bytes: [UInt8] = []
      let elements = try source.elements()
      do throws(QuantizationError) {
        try PanelEncoder.check(elements, columnCount: entry.columnCount)
      } catch { throw ConversionError.quantization(tensor: entry.name, error) }
      for element in elements {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
          bytes.append(UInt8(truncatingIfNeeded: element.bitPattern >> shift))
        }
      }
      try writer.append(bytes)
      try writer.endTensor(errorMeasures: nil)
      return nil
    case .floatWeight, .weight:
      if let moved = MovedWeight(source, to: scheme) { return try moved.write(entry, to: writer).dictionary }
      try writer.beginTensor(entry.name, shape: shape, scheme: scheme, storage: .panels)
      let encoder = PanelEncoder(
        columnCount: entry.columnCount, scheme: scheme, rounding: rounding(of: entry, calibration))
      let panelCount = Double(WeightLayout(shape: shape, scheme: scheme).panelCount)
      var written = 0.0
      let measures = try pipeline.run(
        shape, read: { try source.rows($0) },
        encode: { elements, rows in
          var panel: [UInt8] = []
          var measures = EncodingMeasures()
          do throws(QuantizationError) {
            try encoder.encode(elements, rowCount: rows.count, into: &panel, measures: &measures)
          } catch { throw ConversionError.quantization(tensor: entry.name, error) }
          return (panel, measures)
        },
        write: { panel in
          try writer.append(panel)
          written += 1
          if Int(written) % 64 == 0 { progress(written / panelCount) }
        })
      let found = scheme == .float32 ? nil : measures.dictionary
      try writer.endTensor(errorMeasures: found)
      return found
    }
  }
}
