import Foundation
import SkinDiagnosis
import SkinLanguage

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

  var messages: [Message]
  var stream: Bool?
  var stream_options: StreamOptions?
  var max_tokens: Int?
  var max_completion_tokens: Int?
  var temperature: Float?
  var top_p: Float?
  var seed: UInt64?
  var n: Int?
}

/// What a request asks, checked: one photo, the question, and what was said before about this photo.
struct CompletionQuestion {
  /// The photo's bytes.
  var photo: [UInt8]
  /// The question.
  var question: String
  /// Earlier questions with the answers as the client saw them, since the photo was shown.
  var earlier: [AskedBefore]
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
    for message in request.messages {
      guard case .parts(let parts)? = message.content else { continue }
      for part in parts where !["text", "image_url"].contains(part.type) {
        throw CompletionFailure(
          "A part of type '\(part.type)' cannot be read; text and image_url can.", param: "messages")
      }
    }
    guard let shown = request.messages.lastIndex(where: { !($0.content?.photos ?? []).isEmpty }),
      let photos = request.messages[shown].content?.photos, let address = photos.first
    else {
      throw CompletionFailure(
        "A message must hold a photo: an image_url with a data URL (base64) of a JPEG or PNG.", param: "messages",
        code: "photo_missing")
    }
    guard photos.count == 1 else {
      throw CompletionFailure(
        "A message holds \(photos.count) photos; one is read at a time. Ask about each in a message of its own.",
        param: "messages", code: "too_many_photos")
    }
    photo = try Self.bytes(address)
    (earlier, question) = Self.turns(request.messages[shown...])
    generation = try Self.generation(request)
  }

  /// The bytes of a data URL.
  static func bytes(_ address: String) throws(CompletionFailure) -> [UInt8] {
    guard address.hasPrefix("data:image/"), let comma = address.firstIndex(of: ","),
      address[..<comma].hasSuffix(";base64"),
      let data = Data(
        base64Encoded: String(address[address.index(after: comma)...]), options: .ignoreUnknownCharacters),
      !data.isEmpty
    else {
      throw CompletionFailure(
        "The photo must be a data URL like data:image/jpeg;base64,...; nothing is fetched from elsewhere.",
        param: "messages", code: "invalid_image_url")
    }
    return Array(data)
  }

  /// Questions with their answers, and the last question; without words it is the first of the four.
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

  private static func generation(_ request: CompletionRequest) throws(CompletionFailure) -> GenerationOptions {
    let standard = GenerationOptions()
    let limit = request.max_completion_tokens ?? request.max_tokens ?? standard.tokenLimit
    guard (1...100_000).contains(limit) else {
      throw CompletionFailure("max_tokens must be from 1 to 100000, not \(limit).", param: "max_tokens")
    }
    // Greedy unless a temperature is asked for.
    let temperature = request.temperature ?? 0
    guard (0...2).contains(temperature) else {
      throw CompletionFailure("temperature must be from 0 to 2.", param: "temperature")
    }
    let topP = request.top_p ?? 1
    guard topP > 0, topP <= 1 else { throw CompletionFailure("top_p must be above 0 and at most 1.", param: "top_p") }
    return GenerationOptions(
      tokenLimit: limit,
      strategy: temperature > 0 ? .sampled(temperature: temperature, topK: nil, topP: topP < 1 ? topP : nil) : .greedy,
      seed: request.seed ?? 0)
  }
}

/// What is wrong with a request, with the facts of OpenAI's error object.
struct CompletionFailure: Error {
  var message: String
  var param: String?
  var code: String?

  init(_ message: String, param: String? = nil, code: String? = nil) {
    self.message = message
    self.param = param
    self.code = code
  }
}
