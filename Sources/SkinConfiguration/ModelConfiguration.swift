/// What the weights of a container are: everything that a run must know and that the tensors do not say.
///
/// It is read from the container (JSON) and validated at once; nothing here has a default.
package struct ModelConfiguration: Hashable, Sendable {
  /// The model's short name, like `skingpt-mini`.
  package var name: String
  /// How a photo becomes numbers.
  package var image: ImageConfiguration
  /// The vision transformer.
  package var vision: VisionConfiguration
  /// What lies between the visual tokens and the alignment layer.
  package var connector: Connector
  /// The decoder.
  package var language: LanguageConfiguration
  /// How image and questions become a prompt.
  package var conversation: ConversationTemplate
  /// The classes of the differential, in the order of training; empty if the model has no closed list.
  package var classes: [DiagnosisClass]
  /// The clinical concepts that the model was trained on (SKINCON's 48); may be empty.
  package var concepts: [String]
  /// Where the weights come from and what may be expected of them.
  package var provenance: Provenance

  /// A configuration of the given parts; see ``validate()``.
  package init(
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
package struct DiagnosisClass: Hashable, Sendable, Codable {
  /// The identifier for programs, like `acne_rosacea`.
  package var slug: String
  /// The name for people, like `Acne and Rosacea`.
  package var label: String
  /// The opening of an answer that names this class; the closed list is scored by it.
  package var phrase: String

  /// A class with its two names and the phrase that is scored.
  package init(slug: String, label: String, phrase: String) {
    self.slug = slug
    self.label = label
    self.phrase = phrase
  }
}

/// Where the weights come from, and what may be expected of them.
package struct Provenance: Hashable, Sendable, Codable {
  /// Whether the model was trained and measured for diagnosis; if not, every output says so.
  package var diagnostic: Bool
  /// One or two sentences for every output: what the model was trained on and how far it can be trusted.
  package var statement: String
  /// The model's measured accuracy in a sentence; `nil` if nothing was measured, and then the output says so.
  package var measuredAccuracy: String?
  /// The files or data sets that the weights were made from, one line each.
  package var sources: [String]

  /// A provenance of the given parts.
  package init(diagnostic: Bool, statement: String, measuredAccuracy: String?, sources: [String]) {
    self.diagnostic = diagnostic
    self.statement = statement
    self.measuredAccuracy = measuredAccuracy
    self.sources = sources
  }
}
