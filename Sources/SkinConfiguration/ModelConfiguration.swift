/// What the weights of a container are: everything that a run must know and that the tensors do not say.
///
/// It is read from the container (JSON) and validated at once; nothing here has a default.
public struct ModelConfiguration: Hashable, Sendable {
  /// The model's short name, like `skingpt-mini`.
  public var name: String
  /// How a photo becomes numbers.
  public var image: ImageConfiguration
  /// The vision transformer.
  public var vision: VisionConfiguration
  /// What stands between the visual tokens and the alignment layer.
  public var connector: Connector
  /// The decoder.
  public var language: LanguageConfiguration
  /// How image and questions become a prompt.
  public var conversation: ConversationTemplate
  /// The classes of the differential, in the order of training; empty if the model has no closed list.
  public var classes: [DiagnosisClass]
  /// The clinical concepts that the model was trained on (SKINCON's 48); may be empty.
  public var concepts: [String]
  /// Where the weights come from and what may be expected of them.
  public var provenance: Provenance

  /// A configuration of the given parts; see ``validate()``.
  public init(
    name: String, image: ImageConfiguration, vision: VisionConfiguration, connector: Connector,
    language: LanguageConfiguration, conversation: ConversationTemplate, classes: [DiagnosisClass], concepts: [String],
    provenance: Provenance
  ) {
    self.name = name
    self.image = image
    self.vision = vision
    self.connector = connector
    self.language = language
    self.conversation = conversation
    self.classes = classes
    self.concepts = concepts
    self.provenance = provenance
  }
}

/// A class of the differential.
public struct DiagnosisClass: Hashable, Sendable, Codable {
  /// The identifier for programs, like `acne_rosacea`.
  public var slug: String
  /// The name for people, like `Acne and Rosacea`.
  public var label: String
  /// The opening of an answer that names this class; the closed list is scored by it.
  public var phrase: String

  /// A class with its two names and the phrase that is scored.
  public init(slug: String, label: String, phrase: String) {
    self.slug = slug
    self.label = label
    self.phrase = phrase
  }
}

/// Where the weights come from, and what may be expected of them.
public struct Provenance: Hashable, Sendable, Codable {
  /// Whether the model was trained and measured for diagnosis; if not, every output says so.
  public var diagnostic: Bool
  /// One or two sentences for every output: what the model was trained on and how far it can be trusted.
  public var statement: String
  /// The model's measured accuracy in a sentence; `nil` if nothing was measured, and then the output says that.
  public var measuredAccuracy: String?
  /// The files or data sets that the weights were made from, one line each.
  public var sources: [String]

  /// A provenance of the given parts.
  public init(diagnostic: Bool, statement: String, measuredAccuracy: String?, sources: [String]) {
    self.diagnostic = diagnostic
    self.statement = statement
    self.measuredAccuracy = measuredAccuracy
    self.sources = sources
  }
}
