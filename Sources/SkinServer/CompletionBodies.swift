import Foundation
import NIOHTTP1
import SkinDiagnosis
import SkinRuntime

/// The JSON that chat completion clients read.
enum CompletionBody {
  struct Message: Encodable {
    var role: String?
    var content: String?
  }
  struct Choice: Encodable {
    var index = 0
    var message: Message?
    var delta: Message?
    var finish_reason: String?

    private enum CodingKeys: String, CodingKey { case index, message, delta, finish_reason }

    /// `finish_reason` is always present, null while the answer goes on.
    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(index, forKey: .index)
      try values.encodeIfPresent(message, forKey: .message)
      try values.encodeIfPresent(delta, forKey: .delta)
      try values.encode(finish_reason, forKey: .finish_reason)
    }
  }
  struct Usage: Encodable {
    var prompt_tokens: Int
    var completion_tokens: Int
    var total_tokens: Int

    /// What the answers of a report took; nothing if there are none.
    init(_ report: Report) {
      prompt_tokens = report.answers.reduce(0) { $0 + $1.promptTokens }
      completion_tokens = report.answers.reduce(0) { $0 + $1.tokens }
      total_tokens = prompt_tokens + completion_tokens
    }
  }
  struct Completion: Encodable {
    var id: String
    var object: String
    var created = Int(Date().timeIntervalSince1970)
    var model: String
    /// Program, version and the digest of the weights.
    var system_fingerprint: String
    var choices: [Choice]
    var usage: Usage?
  }
  struct Model: Encodable {
    var id: String
    var object = "model"
    var created = 0
    var owned_by = "skingpt"
  }
  struct Models: Encodable {
    var object = "list"
    var data: [Model]
  }

  /// Why an answer ended, in OpenAI's terms.
  static func finishReason(_ report: Report) -> String {
    report.answers.first?.stopped == .limit ? "length" : "stop"
  }
}

/// The JSON of an error, as OpenAI's clients read it.
struct FailureBody: Codable {
  struct Facts: Codable {
    var message: String
    var type: String
    var param: String?
    var code: String?

    /// `param` and `code` are always present, often null.
    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(message, forKey: .message)
      try values.encode(type, forKey: .type)
      try values.encode(param, forKey: .param)
      try values.encode(code, forKey: .code)
    }
  }
  var error: Facts

  /// A failure of the request, or of the server from status 500 on.
  init(_ message: String, status: HTTPResponseStatus = .badRequest, param: String? = nil, code: String? = nil) {
    let type = status.code >= 500 ? "server_error" : "invalid_request_error"
    error = Facts(message: message, type: type, param: param, code: code)
  }
}
