import Foundation
import NIOHTTP1
import Synchronization

@testable import SkinServer

/// A response as it was collected.
struct Answered: Sendable {
  var status = HTTPResponseStatus.ok
  var headers: HTTPHeaders = [:]
  var body = Data()

  /// Waits for the response that `work` sends.
  static func to(_ work: @Sendable (Reply) -> Void) async -> Answered {
    await withCheckedContinuation { continuation in
      let answered = Mutex(Answered())
      work(
        Reply { part in
          switch part {
          case .head(let status, let headers, _):
            answered.withLock {
              $0.status = status
              $0.headers = headers
            }
          case .body(let bytes): answered.withLock { $0.body += bytes }
          case .end: continuation.resume(returning: answered.withLock { $0 })
          }
        })
    }
  }

  /// The body as a JSON object.
  func json() throws -> [String: Any] {
    (try JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:]
  }

  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }
}

extension SkinServer {
  /// What a client would get for a request, judged and answered.
  func answer(
    _ method: HTTPMethod, _ uri: String, headers: HTTPHeaders = [:], body: Data = Data()
  ) async -> Answered {
    var fields: HTTPHeaders = ["Host": "127.0.0.1:8080", "Content-Type": "application/json"]
    if method == .POST { fields.add(name: "Content-Length", value: String(body.count)) }
    for (name, value) in headers { fields.replaceOrAdd(name: name, value: value) }
    let head = HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: fields)
    switch judge(head, hasBody: !body.isEmpty) {
    case .refused(let response):
      return Answered(status: response.status, headers: response.headers, body: response.body)
    case .accepted(var request, let keepsBody):
      if keepsBody { request.body = Array(body) }
      return await Answered.to { [request] in respond(to: request, reply: $0) }
    }
  }
}

/// Something that happens once and is seen by other threads.
final class Flag: Sendable {
  private let state = Atomic<Bool>(false)

  /// Whether it has happened.
  var isRaised: Bool { state.load(ordering: .relaxed) }

  /// It happens now.
  func raise() { state.store(true, ordering: .relaxed) }
}
