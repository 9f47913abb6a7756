package import SkinConfiguration
package import SkinContainer
package import SkinImage
package import SkinKernels
import SkinQuantization
package import SkinRecognition
package import SkinTensor
package import SkinText

/// A model that is ready to read photos: the three transformers over a mapped container.
///
/// One model serves one thread at a time.
package final class SkinModel {
  /// The file with the weights.
  package let container: Container
  /// The kernels and threads that compute.
  package let backend: ComputeBackend
  /// The decoder's tokenizer.
  package let tokenizer: Tokenizer
  /// How scores become probabilities, if the container has that.
  package let calibration: ProbabilityCalibration?
  /// Recognizes classes, conditions and dangers in a photo without generating text, if the container has it.
  package let head: RecognitionHead?
  /// What was learned from a clinic's own photos, if it is used.
  package var fit: UsedFit?
  /// Pixels to visual tokens.
  package let vision: VisionEncoder
  /// Visual tokens to what the alignment layer reads.
  package let connector: ImageConnector
  /// From the connector's output to the soft prompt.
  package let alignment: Alignment
  /// Tokens to text.
  package let decoder: Decoder
  /// Which weights are released after use; nil if all stay.
  package let residency: WeightResidency?

  /// How questions become prompts.
  package let prompt: Prompt

  /// Whether tokens are drafted; the answers are the same either way.
  private let draftsTokens: Bool
  /// Read when the first conversation begins.
  private var draftTexts: DraftTexts?
  /// Made when the first conversation begins.
  private var opening: SharedPrefix?
  private let cacheFormat: CacheFormat
  /// Read when the first question is asked.
  private var openedReader: QuestionReader?

  /// Opens a container.
  ///
  /// - Throws: `ContainerError`, `KernelError`, `TextError`.
  package convenience init(path: String, options: RuntimeOptions = RuntimeOptions()) throws {
    try self.init(try Container.open(path: path, alignmentPack: options.alignmentPack), options: options)
  }

  /// A model over an open container, which already has its pack; the pack that the options name is not opened.
  ///
  /// - Parameter inputObserver: receives what each linear layer reads, see ``SkinKernels/ComputeBackend/inputObserver``.
  /// - Throws: `ContainerError`, `KernelError`, `TextError`.
  package init(
    _ container: Container, options: RuntimeOptions, inputObserver: ((TensorName, [Float]) -> Void)? = nil
  ) throws {
    self.container = container
    // With a large vocabulary this takes as long as all the rest.
    let file = try container.resource(.tokenizer)
    let reading = Meanwhile { try Tokenizer(model: file) }
    backend = try ComputeBackend(
      kernels: options.kernels, threadCount: options.threadCount, inputObserver: inputObserver)
    let head = try Self.head(of: container)
    self.head = head
    calibration = try ProbabilityCalibration(container)?.overridden(by: head?.description.thresholds)
    let unknown = PaperLists.unknownSlugs(in: container.configuration.classes)
    guard unknown.isEmpty || (calibration == nil && !container.configuration.provenance.diagnostic) else {
      throw ContainerError.unknownClasses(path: container.path, slugs: unknown)
    }
    draftsTokens = options.draftsTokens
    cacheFormat = options.cacheFormat
    residency =
      if let limit = options.memoryLimit { try WeightResidency(container, limit: limit) } else {
        WeightResidency(container)
      }
    vision = try VisionEncoder(container)
    connector = try ImageConnector(container)
    alignment = try Alignment(container)
    container.beginVerification()
    decoder = try Decoder(
      container, backend: backend, residency: residency, cacheFormat: options.cacheFormat)
    tokenizer = try reading.value()
    prompt = try Prompt(template: container.configuration.conversation, tokenizer: tokenizer)
  }

  private static func head(of container: Container) throws(ContainerError) -> RecognitionHead? {
    guard container.has(.recognitionHead) else { return nil }
    let bytes = try container.resource(.recognitionHead)
    do throws(RecognitionError) {
      return try RecognitionHead(
        bytes, featureCount: container.configuration.pooledFeatureCount,
        classes: container.configuration.classes.map(\.slug))
    } catch { throw .malformed(path: container.path, fact: "the recognition head: \(error)") }
  }

  /// Whether the closed list of classes gets probabilities.
  package var isCalibrated: Bool {
    !configuration.classes.isEmpty && calibration != nil && (head != nil || calibration?.temperature[scheme] != nil)
  }

  /// What the weights are.
  package var configuration: ModelConfiguration { container.configuration }

  /// The scheme in which the weights of the decoder's layers are written; parts of the first may have more bits.
  package var scheme: String {
    let names: [TensorName] = [
      .language(configuration.language.layerCount - 1, .down), .language(.output),
    ]
    return names.lazy.compactMap { name in self.container.records.first { $0.name == name } }.first?.scheme.rawValue
      ?? ""
  }

  /// How probable it is that a question is about each of the reader's labels; nil if the container has no reader.
  ///
  /// - Throws: `ContainerError` if the reader cannot be used, ``LanguageError/notFinite(stage:)`` if it makes numbers that
  ///   are none.
  package func labels(of question: String) throws -> QuestionLabels? {
    guard let reader = try openedReader ?? Self.questionReader(of: container) else { return nil }
    openedReader = reader
    let probabilities = reader.read(question, with: backend)
    guard probabilities.allSatisfy(\.isFinite) else { throw LanguageError.notFinite(stage: Stage.question.rawValue) }
    return QuestionLabels(
      probabilities: Dictionary(zip(reader.description.labels, probabilities)) { first, _ in first },
      description: reader.description)
  }

  /// A photo as the decoder reads it.
  ///
  /// - Throws: ``LanguageError/notFinite(stage:)`` if the weights make numbers that are none.
  package func softPrompt(of photo: Photo) throws(LanguageError) -> SoftPrompt {
    try read(photo, views: [.plain]).takeSoftPrompt()
  }

  /// A photo as the decoder reads it, and as one vector.
  ///
  /// - Parameter views: how it is seen for the vector; nil for what the recognition head learned from.
  /// - Throws: ``LanguageError/notFinite(stage:)`` if the weights make numbers that are none.
  /// - Precondition: ``PhotoView/areUsable(_:)``.
  package func read(_ photo: Photo, views: [PhotoView]? = nil) throws(LanguageError) -> ImageReading {
    let tokens = vision.encode(photo.pixels(configuration.image), with: backend, residency: residency)
    try Self.check(tokens.rows, .vision)
    let reading = connector.read(tokens, through: alignment, with: backend, residency: residency)
    guard reading.features.values.allSatisfy(\.isFinite) else { throw .notFinite(stage: Stage.connector.rawValue) }
    try Self.check(reading.softPrompt.rows, .alignment)
    let views = views ?? head?.description.views ?? [.plain]
    guard views.count > 1 else { return reading }
    let features = try features(of: photo, views: views, first: reading.features)
    return ImageReading(softPrompt: reading.takeSoftPrompt(), features: features)
  }

  /// A stage whose output is checked once.
  package enum Stage: String {
    /// Pixels to visual tokens.
    case vision = "the vision transformer"
    /// Visual tokens to queries.
    case connector = "the Q-Former"
    /// Queries to the soft prompt.
    case alignment = "the alignment layer"
    /// A typed question to what it is about.
    case question = "the reader of questions"
  }

  /// Makes sure that a stage's output is finite.
  package static func check(_ rows: borrowing Matrix, _ stage: Stage) throws(LanguageError) {
    guard rows.isFinite else { throw .notFinite(stage: stage.rawValue) }
  }

  /// A conversation about a photo.
  package func conversation(about softPrompt: consuming SoftPrompt) throws -> Conversation {
    try Conversation(
      decoder: decoder, tokenizer: tokenizer, template: configuration.conversation, imageRows: softPrompt.takeRows(),
      draftTexts: try texts(), opening: try sharedPrefix())
  }

  /// What precedes every image, as the container has it or still to be computed.
  ///
  /// Keys and values are stored in float32, for the container's template; with another template, or in 8 bits, the
  /// first conversation computes them.
  private func sharedPrefix() throws(ContainerError) -> SharedPrefix {
    if let opening { return opening }
    var stored: StoredPrefix?
    if cacheFormat == .float32, container.has(.opening) {
      stored = StoredPrefix(bytes: try container.resource(.opening), configuration: configuration.language)
      guard stored != nil else {
        throw .malformed(path: container.path, fact: "the stored opening is not of this decoder")
      }
    }
    let made = SharedPrefix(stored?.tokens == prompt.openingTokens ? stored?.cache : nil)
    opening = made
    return made
  }

  /// Where drafts come from: the container's texts if it has any, else the conversation alone; nil to draft
  /// nothing.
  ///
  /// - Throws: `ContainerError` if the texts are present but cannot be used.
  private func texts() throws(ContainerError) -> DraftTexts? {
    guard draftsTokens else { return nil }
    if let draftTexts { return draftTexts }
    var texts: [[Int32]] = []
    if container.has(.draftTokens) {
      let bytes = try container.resource(.draftTokens)
      guard let found = TokenTexts.texts(in: bytes, vocabularySize: configuration.language.vocabularySize) else {
        throw .malformed(path: container.path, fact: "the draft texts are not the tokens that they should be")
      }
      texts = found
    }
    let draft = DraftTexts(texts)
    draftTexts = draft
    return draft
  }
}
