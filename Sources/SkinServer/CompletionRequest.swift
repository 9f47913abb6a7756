import Foundation
import NIOHTTP1
import SkinDiagnosis
import SkinRuntime

/// A chat completion request as a client sends it; fields that are not listed are not read.
struct CompletionRequest: Decodable {
  struct Message: Decodable {
    var role: String
    var content: Content?
  }
  enum Content: Decodable {
    case text(String)
    case parts([Part])

    init(from decoder: any Swift.Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .parts(try container.decode([Part].self))
      }
    }

    /// The words, without photos.
    var text: String {
      switch self {
      case .text(let text): text
      case .parts(let parts): parts.compactMap(\.text).joined(separator: "\n")
      }
    }

    /// The addresses of the photos.
    var photos: [String] {
      guard case .parts(let parts) = self else { return [] }
      return parts.compactMap(\.image_url?.url)
    }
  }
  struct Part: Decodable {
    /// OpenAI writes an object; some clients write the address alone.
    struct ImageURL: Decodable {
      var url: String

      private enum CodingKeys: String, CodingKey { case url }

      init(from decoder: any Swift.Decoder) throws {
        if let url = try? decoder.singleValueContainer().decode(String.self) {
          self.url = url
        } else {
          url = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .url)
        }
      }
    }
    var type: String
    var text: String?
    var image_url: ImageURL?
  }
  struct StreamOptions: Decodable { var include_usage: Bool? }

  /// What an answer may be written in.
  struct ResponseFormat: Decodable { var type: String }
  /// One text or several.
  enum Stop: Decodable {
    case one(String)
    case several([String])

    init(from decoder: any Swift.Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .one(text)
      } else {
        self = .several(try container.decode([String].self))
      }
    }

    /// The texts.
    var texts: [String] {
      switch self {
      case .one(let text): [text]
      case .several(let texts): texts
      }
    }
  }
  /// A number of 64 bits, with or without a sign.
  struct Seed: Decodable {
    var bits: UInt64

    init(from decoder: any Swift.Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let signed = try? container.decode(Int64.self) {
        bits = UInt64(bitPattern: signed)
      } else {
        bits = try container.decode(UInt64.self)
      }
    }
  }

  var messages: [Message]
  var stream: Bool?
  var stream_options: StreamOptions?
  var max_tokens: Int?
  var max_completion_tokens: Int?
  var temperature: Float?
  var top_p: Float?
  var seed: Seed?
  var stop: Stop?
  var response_format: ResponseFormat?
  var n: Int?

  private enum CodingKeys: String, CodingKey {
    case messages, stream, stream_options, max_tokens, max_completion_tokens, temperature, top_p, seed, stop
    case response_format, n
  }

  init(from decoder: any Swift.Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    /// A field; an error about a number that does not fit names the field, which the decoder itself omits.
    func field<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
      do { return try fields.decodeIfPresent(Value.self, forKey: key) } catch {
        if !Self.place(of: error).path.isEmpty { throw error }
        throw DecodingError.dataCorruptedError(forKey: key, in: fields, debugDescription: "\(error)")
      }
    }
    messages = try fields.decode([Message].self, forKey: .messages)
    stream = try field(.stream)
    stream_options = try field(.stream_options)
    max_tokens = try field(.max_tokens)
    max_completion_tokens = try field(.max_completion_tokens)
    temperature = try field(.temperature)
    top_p = try field(.top_p)
    seed = try field(.seed)
    stop = try field(.stop)
    response_format = try field(.response_format)
    n = try field(.n)
  }

  /// Reads a request.
  ///
  /// - Throws: ``CompletionFailure`` with the name of the field that is wrong.
  static func read(_ body: Data) throws(CompletionFailure) -> CompletionRequest {
    do { return try JSONDecoder().decode(CompletionRequest.self, from: body) } catch {
      let (path, fact) = Self.place(of: error)
      guard let field = path.first else {
        throw CompletionFailure(
          "The body is not a chat completion request: JSON with messages, each with role and content.")
      }
      throw CompletionFailure("\(path.joined(separator: ".")) \(fact).", param: field)
    }
  }

  /// Where a body is wrong, and what is wrong there.
  private static func place(of error: any Error) -> (path: [String], fact: String) {
    func path(_ context: DecodingError.Context) -> [String] {
      context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context)?: return (path(context) + [key.stringValue], "is missing")
    case .typeMismatch(_, let context)?: return (path(context), "is of a wrong type")
    case .valueNotFound(_, let context)?: return (path(context), "must not be null")
    case .dataCorrupted(let context)?: return (path(context), "has a value that cannot be used")
    default: return ([], "")
    }
  }
}

/// What a request asks, checked: the photos of one case, the question, and the earlier turns about this photo.
struct CompletionQuestion {
  /// The photos' bytes.
  var photos: [[UInt8]]
  /// The question.
  var question: String
  /// Earlier questions with the answers as the client saw them, since the photo was shown.
  var earlier: [AskedBefore]
  /// Texts before which the answer ends.
  var stops: [String]
  /// How the answer is chosen.
  var generation: GenerationOptions

  /// Checks a request.
  ///
  /// - Throws: ``CompletionFailure`` with the parameter that is wrong.
  init(_ request: CompletionRequest) throws(CompletionFailure) {
    guard let last = request.messages.last, last.role == "user" else {
      throw CompletionFailure("The last message must be the person's: role 'user'.", param: "messages")
    }
    guard request.n ?? 1 == 1 else {
      throw CompletionFailure("There is one answer to a question; n must be 1.", param: "n")
    }
    guard request.response_format?.type ?? "text" == "text" else {
      throw CompletionFailure("Answers are text; response_format cannot be anything else.", param: "response_format")
    }
    stops = (request.stop?.texts ?? []).filter { !$0.isEmpty }
    guard stops.count <= 16, stops.allSatisfy({ $0.utf8.count <= 1000 }) else {
      throw CompletionFailure("stop may hold 16 texts of 1000 bytes.", param: "stop")
    }
    for message in request.messages {
      guard case .parts(let parts)? = message.content else { continue }
      for part in parts where !["text", "image_url"].contains(part.type) {
        throw CompletionFailure(
          "A part of type '\(part.type)' cannot be read; text and image_url can.", param: "messages")
      }
    }
    guard let shown = request.messages.lastIndex(where: { !($0.content?.photos ?? []).isEmpty }),
      let addresses = request.messages[shown].content?.photos
    else {
      throw CompletionFailure(
        "A message must hold a photo: an image_url with a data URL (base64) of a JPEG or PNG.", param: "messages",
        code: "photo_missing")
    }
    guard addresses.count <= CasePhoto.limit else {
      throw CompletionFailure(
        "A message holds \(addresses.count) photos; at most \(CasePhoto.limit) of one case are read together.",
        param: "messages", code: "too_many_photos")
    }
    var photos: [[UInt8]] = []
    for address in addresses { photos.append(try Self.bytes(address)) }
    self.photos = photos
    (earlier, question) = Self.turns(request.messages[shown...])
    generation = try Self.generation(request)
  }

  /// The bytes of a data URL (RFC 2397), in all the forms that browsers read.
  static func bytes(_ address: String) throws(CompletionFailure) -> [UInt8] {
    guard let bytes = DataURL(address)?.bytes, !bytes.isEmpty else {
      throw CompletionFailure(
        "The photo must be a data URL like data:image/jpeg;base64,...; nothing is fetched from elsewhere.",
        param: "messages", code: "invalid_image_url")
    }
    return bytes
  }

  /// Questions with their answers, and the last question; without any text it is the first of the four.
  static func turns(_ messages: ArraySlice<CompletionRequest.Message>) -> ([AskedBefore], String) {
    var earlier: [AskedBefore] = []
    var asked: [String] = []
    func question() -> String { asked.isEmpty ? EvaluationPrompts.disease : asked.joined(separator: "\n") }
    for message in messages {
      let text = (message.content?.text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
      switch message.role {
      case "user": if !text.isEmpty { asked.append(text) }
      case "assistant":
        guard !text.isEmpty else { continue }
        earlier.append(AskedBefore(question: question(), answer: text))
        asked = []
      default: break
      }
    }
    return (earlier, question())
  }

  /// More tokens than the context of any model here holds.
  private static let longestAnswer = 100_000

  private static func generation(_ request: CompletionRequest) throws(CompletionFailure) -> GenerationOptions {
    let standard = GenerationOptions()
    let limit = request.max_completion_tokens ?? request.max_tokens ?? standard.tokenLimit
    guard limit > 0 || limit == -1 else {
      let name = request.max_completion_tokens == nil ? "max_tokens" : "max_completion_tokens"
      throw CompletionFailure("\(name) must be at least 1, or -1 for as many as fit, not \(limit).", param: name)
    }
    // Some clients ask for more than any model here can write; -1 means as many as fit.
    let tokenLimit = limit == -1 ? longestAnswer : min(limit, longestAnswer)
    // Greedy unless a temperature is requested.
    let temperature = request.temperature ?? 0
    guard (0...2).contains(temperature) else {
      throw CompletionFailure("temperature must be from 0 to 2.", param: "temperature")
    }
    let topP = request.top_p ?? 1
    guard topP > 0, topP <= 1 else { throw CompletionFailure("top_p must be above 0 and at most 1.", param: "top_p") }
    return GenerationOptions(
      tokenLimit: tokenLimit,
      strategy: temperature > 0 ? .sampled(temperature: temperature, topK: nil, topP: topP < 1 ? topP : nil) : .greedy,
      seed: request.seed?.bits ?? 0)
  }
}

/// What is wrong with a request, with the fields of OpenAI's error object.
struct CompletionFailure: Error {
  var message: String
  var param: String?
  var code: String?
  var status: HTTPResponseStatus

  init(_ message: String, param: String? = nil, code: String? = nil, status: HTTPResponseStatus = .badRequest) {
    self.message = message
    self.param = param
    self.code = code
    self.status = status
  }

  /// The response that says so.
  var response: ServerResponse { RequestGuard.failure(status, message, param: param, code: code) }
}
