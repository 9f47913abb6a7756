import FlyingFox
import Foundation
import SkinDiagnosis
import SkinLanguage
import SkinSafety
import Synchronization

/// The part of OpenAI's interface that existing clients need: models and chat completions with one photo.
///
/// The last photo of the messages (a data URL) and the last text of the person count; what a system message says changes
/// nothing. Each answer begins with the urgency and ends with the disclaimer; the same rules and the same guard stand
/// above it as in `diagnose`.
struct CompletionRoutes: Sendable {
  let queue: ConsultationQueue
  let modelName: String

  /// A request, as far as it is read.
  struct Request: Decodable {
    struct Message: Decodable {
      var role: String
      var content: Content
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
    }
    struct Part: Decodable {
      struct ImageURL: Decodable { var url: String }
      var type: String
      var text: String?
      var image_url: ImageURL?
    }
    var messages: [Message]
    var stream: Bool?
    var max_tokens: Int?
    var max_completion_tokens: Int?
    var temperature: Float?
    var top_p: Float?
    var seed: UInt64?
  }

  private struct Message: Encodable {
    var role: String?
    var content: String?
  }
  private struct Choice: Encodable {
    var index = 0
    var message: Message?
    var delta: Message?
    var finish_reason: String?
  }
  private struct Usage: Encodable {
    var prompt_tokens = 0
    var completion_tokens: Int
    var total_tokens: Int
  }
  private struct Completion: Encodable {
    var id: String
    var object: String
    var created = Int(Date().timeIntervalSince1970)
    var model: String
    var choices: [Choice]
    var usage: Usage?
  }
  private struct Model: Encodable {
    var id: String
    var object = "model"
    var created = 0
    var owned_by = "skingpt"
  }
  private struct Models: Encodable {
    var object = "list"
    var data: [Model]
  }

  func models() -> HTTPResponse {
    HTTPResponse(
      statusCode: .ok, headers: [.contentType: "application/json"],
      body: JSONLine.data(Models(data: [Model(id: modelName)])))
  }

  func complete(_ body: Data) async -> HTTPResponse {
    guard let request = try? JSONDecoder().decode(Request.self, from: body) else {
      return RequestGuard.failure(.badRequest, "The body is not a chat completion request.")
    }
    guard let photo = Self.photo(request) else {
      return RequestGuard.failure(
        .badRequest, "A message must hold a photo: an image_url with a data URL (base64) of a JPEG or PNG.")
    }
    var options = ConsultationOptions(prompts: [Self.question(request) ?? EvaluationPrompts.disease])
    let limit = request.max_completion_tokens ?? request.max_tokens ?? options.generation.tokenLimit
    guard (1...100_000).contains(limit) else {
      return RequestGuard.failure(.badRequest, "max_tokens must be from 1 to 100000.")
    }
    options.generation = GenerationOptions(
      tokenLimit: limit, strategy: Self.strategy(request), seed: request.seed ?? 0)
    let id = "chatcmpl-" + UUID().uuidString
    return request.stream == true
      ? stream(photo, options, id: id) : await answer(photo, options, id: id)
  }

  /// Greedy unless a temperature is asked for.
  private static func strategy(_ request: Request) -> GenerationOptions.Strategy {
    guard let temperature = request.temperature, temperature.isFinite, temperature > 0 else { return .greedy }
    let topP = request.top_p.flatMap { $0 > 0 && $0 <= 1 ? $0 : nil }
    return .sampled(temperature: temperature, topK: nil, topP: topP)
  }

  /// The bytes of the last photo.
  static func photo(_ request: Request) -> [UInt8]? {
    for message in request.messages.reversed() {
      guard case .parts(let parts) = message.content else { continue }
      for part in parts.reversed() {
        guard let url = part.image_url?.url, url.hasPrefix("data:image/"), let comma = url.firstIndex(of: ","),
          url[..<comma].hasSuffix(";base64"), let data = Data(base64Encoded: String(url[url.index(after: comma)...]))
        else { continue }
        return Array(data)
      }
    }
    return nil
  }

  /// The person's last text.
  static func question(_ request: Request) -> String? {
    guard let message = request.messages.last(where: { $0.role == "user" }) else { return nil }
    let text =
      switch message.content {
      case .text(let text): text
      case .parts(let parts): parts.compactMap(\.text).joined(separator: "\n")
      }
    return text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty ? nil : text
  }

  private func answer(_ photo: [UInt8], _ options: ConsultationOptions, id: String) async -> HTTPResponse {
    let isGone = Flag()
    let end: QueueEvent = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        queue.diagnose(photo, options: options, isCancelled: { isGone.isRaised }) { event in
          switch event {
          case .finished, .failed, .cancelled: continuation.resume(returning: event)
          case .queued, .happened: break
          }
        }
      }
    } onCancel: {
      isGone.raise()
    }
    guard case .finished(let report) = end else {
      if case .failed(let failure) = end {
        return RequestGuard.failure(.badRequest, "\(failure.problem) \(failure.help)")
      }
      return RequestGuard.failure(.badRequest, "The request was cancelled.")
    }
    let answer = report.answers.first
    let text = Self.opening(report) + (answer.map { $0.text + "\n\n" } ?? "") + report.disclaimer
    let count = answer?.tokens ?? 0
    let completion = Completion(
      id: id, object: "chat.completion", model: modelName,
      choices: [
        Choice(
          message: Message(role: "assistant", content: text),
          finish_reason: answer?.stopped == .limit ? "length" : "stop")
      ], usage: Usage(completion_tokens: count, total_tokens: count))
    return HTTPResponse(
      statusCode: .ok, headers: [.contentType: "application/json"], body: JSONLine.data(completion))
  }

  private func stream(_ photo: [UInt8], _ options: ConsultationOptions, id: String) -> HTTPResponse {
    let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    let isGone = Flag()
    continuation.onTermination = { _ in isGone.raise() }
    let model = modelName
    @Sendable func send(_ json: Data) { continuation.yield(Array("data: ".utf8) + Array(json) + [10, 10]) }
    @Sendable func chunk(_ delta: Message, finish: String? = nil) {
      send(
        JSONLine.data(
          Completion(
            id: id, object: "chat.completion.chunk", model: model,
            choices: [Choice(delta: delta, finish_reason: finish)])))
    }
    queue.diagnose(photo, options: options, isCancelled: { isGone.isRaised }) { event in
      switch event {
      case .queued: break
      case .happened(.assessed(let report)): chunk(Message(role: "assistant", content: Self.opening(report)))
      case .happened(.text(let text)): chunk(Message(content: text))
      case .happened: break
      case .finished(let report):
        chunk(Message(content: "\n\n" + report.disclaimer))
        chunk(Message(), finish: report.answers.first?.stopped == .limit ? "length" : "stop")
        continuation.yield(Array("data: [DONE]\n\n".utf8))
        continuation.finish()
      case .failed(let failure):
        send(
          JSONLine.data(
            FailureBody(
              error: FailureBody.Facts(message: "\(failure.problem) \(failure.help)", type: "invalid_request_error"))))
        continuation.yield(Array("data: [DONE]\n\n".utf8))
        continuation.finish()
      case .cancelled: continuation.finish()
      }
    }
    return HTTPResponse(
      statusCode: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
      body: HTTPBodySequence(from: StreamedBody(parts: stream)))
  }

  /// What stands before an answer.
  private static func opening(_ report: Report) -> String {
    var text = "How soon to be seen: \(report.urgency.level.rawValue)."
    for reason in report.urgency.reasons { text += " \(reason)" }
    switch report.outcome {
    case .notSkin: text += "\n\nThis photo does not seem to show skin, so nothing is said about it."
    case .unusablePhoto:
      text += "\n\nThis photo is too poor to say anything about. "
      text += report.photo.quality.findings.map(\.advice).joined(separator: " ")
    case .uncertain: text += "\n\nThe model cannot tell: none of its classes is likely enough to rely on."
    case .assessed: break
    }
    return text + "\n\n"
  }
}
