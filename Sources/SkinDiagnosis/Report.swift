public import SkinRuntime
public import SkinSafety

/// What a diagnosis found, as `diagnose --json` prints it: schema `skingpt.report/1`.
///
/// A field that the model cannot fill honestly is absent.
public struct Report: Hashable, Sendable, Codable {
  /// The schema's name.
  public static let schemaName = "skingpt.report/1"

  /// The program that wrote the report.
  public struct Program: Hashable, Sendable, Codable {
    /// This program, as it is now.
    public static let current = Program(name: "skingpt", version: "0.1.0")

    /// Its name.
    public let name: String
    /// Its version.
    public let version: String
  }

  /// The model that answered.
  public struct Model: Hashable, Sendable, Codable {
    /// Its short name.
    public let name: String
    /// The container's digest.
    public let digest: String
    /// How the decoder's weights are written.
    public let scheme: String
    /// Where the weights come from and how far they can be trusted.
    public let provenance: String
    /// Whether the model was trained and measured for diagnosis.
    public let diagnostic: Bool
    /// The measured accuracy; absent if nothing was measured.
    public let accuracy: String?
  }

  /// The photo.
  public struct Photo: Hashable, Sendable, Codable {
    /// The file's name, without folders.
    public let file: String
    /// Pixels of a row, upright.
    public let width: Int
    /// Rows, upright.
    public let height: Int
    /// SHA-256 of the file, lowercase hexadecimal.
    public let sha256: String
    /// What the photo gate found.
    public let quality: PhotoQuality
  }

  /// What the diagnosis came to.
  public enum Outcome: String, Hashable, Sendable, Codable {
    /// The model ranks diseases.
    case assessed
    /// The model cannot tell.
    case uncertain
    /// The photo does not show skin.
    case notSkin = "not-skin"
    /// The photo is too poor.
    case unusablePhoto = "unusable-photo"
  }

  /// A prompt and what the model wrote.
  public struct Answer: Hashable, Sendable, Codable {
    /// The question.
    public let prompt: String
    /// The model's words.
    public let text: String
    /// Tokens that were generated.
    public let tokens: Int
    /// Why the answer ended.
    public let stopped: StopReason
    /// Positions that the question took, with the photo and what was said before; not part of the schema.
    public private(set) var promptTokens = 0

    private enum CodingKeys: String, CodingKey { case prompt, text, tokens, stopped }

    /// An answer as it was shown.
    package init(prompt: String, text: String, tokens: Int, stopped: StopReason, promptTokens: Int) {
      self.prompt = prompt
      self.text = text
      self.tokens = tokens
      self.stopped = stopped
      self.promptTokens = promptTokens
    }
  }

  /// How long it took, milliseconds.
  public struct Timing: Hashable, Sendable {
    /// Opening the container.
    public var load: Double = 0
    /// Photo to soft prompt.
    public var vision: Double = 0
    /// The closed list; nil if there is none.
    public var scoring: Double?
    /// From the photo to the first word.
    public var firstWord: Double?
    /// Tokens per second while answering; nil if nothing was answered.
    public var decodeTokensPerSecond: Double?
    /// All of it.
    public var total: Double = 0
  }

  /// What the process used.
  public struct Memory: Hashable, Sendable, Codable {
    /// The most memory that was resident, bytes.
    public let peakBytes: Int

    private enum CodingKeys: String, CodingKey { case peakBytes = "peak_bytes" }
  }

  /// The schema's name.
  public var schema = Report.schemaName
  /// The program.
  public var program = Program.current
  /// The model.
  public var model: Model
  /// The photo.
  public var photo: Photo
  /// What the diagnosis came to.
  public var outcome: Outcome
  /// All classes, most probable first, probabilities calibrated; absent if the model has no calibrated list.
  public var differential: [ClassProbability]?
  /// All concepts, most probable first; absent if the model has no calibrated list of them.
  public var concepts: [ConceptProbability]?
  /// The answers, in the prompts' order.
  public var answers: [Answer]
  /// How soon a person should be seen, by rules that the model cannot overrule.
  public var urgency: UrgencyAssessment
  /// What no answer can replace.
  public var disclaimer: String
  /// How long it took.
  public var timing: Timing
  /// What it used.
  public var memory: Memory
}

extension Report {
  /// Assesses the urgency anew, from the history and from all that the report holds.
  public mutating func assessUrgency(history: History?) {
    urgency = .assess(
      history: history, differential: (differential ?? []).map { ($0.class, $0.probability) },
      isUncertain: outcome == .uncertain)
    raiseUrgency()
  }

  /// Raises the urgency if an answer of the model asks for more haste; fixed replies are no answers of the model.
  public mutating func raiseUrgency() {
    for answer in answers where answer.tokens > 0 { urgency = urgency.raised(by: answer.text) }
  }
}

extension Report.Timing: Codable {
  private enum CodingKeys: String, CodingKey {
    case load = "load_ms"
    case vision = "vision_ms"
    case scoring = "scoring_ms"
    case firstWord = "first_word_ms"
    case decodeTokensPerSecond = "decode_tokens_per_second"
    case total = "total_ms"
  }
}
