import Foundation
import NIOHTTP1

/// Who may ask, and how much at once.
///
/// A page of another origin must not reach the server through the person's browser, neither directly (Origin) nor by a
/// name that it points to this machine (Host, "DNS rebinding").
struct RequestGuard: Sendable {
  /// The server's port.
  let port: UInt16
  /// The longest body, bytes.
  var longestBody = ServerLimits().body

  private var hosts: [String] {
    let names = ["127.0.0.1", "localhost", "[::1]"]
    // Port 80 is left out of Host and Origin (RFC 9110, section 4.2.1).
    return names.map { "\($0):\(port)" } + (port == 80 ? names : [])
  }

  /// Why a request is refused by its head; nil if it is not.
  func refusal(of head: HTTPRequestHead, target: RequestTarget) -> ServerResponse? {
    let named = head.headers["Host"]
    guard named.count <= 1, !(named.isEmpty && head.version != .http1_0) else {
      return Self.failure(.badRequest, "A request names its host once (RFC 9112, section 3.2).")
    }
    guard let host = target.authority ?? named.first, hosts.contains(host.lowercased()),
      named.allSatisfy({ hosts.contains($0.lowercased()) })
    else { return Self.failure(.forbidden, "This server answers to 127.0.0.1 and localhost only.") }
    for origin in head.headers["Origin"] where !hosts.contains(where: { origin.lowercased() == "http://\($0)" }) {
      return Self.failure(.forbidden, "Pages of other origins may not ask this server.")
    }
    // Browsers send it even if they omit the origin.
    let sites = head.headers["Sec-Fetch-Site"].map { $0.lowercased() }
    if ![.GET, .HEAD].contains(head.method), !sites.allSatisfy(["same-origin", "none"].contains) {
      return Self.failure(.forbidden, "Pages of other origins may not ask this server.")
    }
    return nil
  }

  /// Why a body is refused by what the head says of it; nil if it is not.
  func refusal(ofBody head: HTTPRequestHead, isNeeded: Bool) -> ServerResponse? {
    let encodings = head.headers[canonicalForm: "content-encoding"]
    guard encodings.allSatisfy({ $0.lowercased() == "identity" }) else {
      return Self.failure(.unsupportedMediaType, "A body with Content-Encoding cannot be read.")
    }
    let expectations = head.headers[canonicalForm: "expect"]
    guard expectations.allSatisfy({ $0.lowercased() == "100-continue" }) else {
      return Self.failure(.expectationFailed, "Of Expect only 100-continue is understood.")
    }
    if let text = head.headers.first(name: "content-length") {
      guard let length = Int(text) else { return Self.tooLong(longestBody) }
      if length > longestBody {
        return Self.failure(.payloadTooLarge, "The body has \(length) bytes; \(longestBody) are the most.")
      }
    } else if isNeeded, !head.headers.contains(name: "transfer-encoding") {
      return Self.failure(.lengthRequired, "A body is needed, with Content-Length or in chunks.")
    }
    return nil
  }

  /// The response to a body that turns out too long.
  static func tooLong(_ limit: Int) -> ServerResponse {
    failure(.payloadTooLarge, "The body is longer than \(limit) bytes.")
  }

  /// The response to bytes that are not a request.
  static func refusal(of error: any Error, gate: WireGate) -> ServerResponse {
    switch error as? HTTPParserError {
    case .headerOverflow where gate.hasLine: failure(.requestHeaderFieldsTooLarge, "The headers are too long.")
    case .headerOverflow: failure(.uriTooLong, "The address is too long.")
    case .invalidVersion: failure(.httpVersionNotSupported, "This server speaks HTTP/1.1 and HTTP/1.0.")
    case .invalidMethod where gate.first.map { (65...90).contains($0) } ?? false:
      failure(.notImplemented, "There is no such method.")
    default: failure(.badRequest, "This is not a request of HTTP/1.1.")
    }
  }

  /// An error in the form that OpenAI's clients read.
  static func failure(
    _ status: HTTPResponseStatus, _ message: String, param: String? = nil, code: String? = nil
  ) -> ServerResponse {
    var response = ServerResponse.json(
      FailureBody(message, status: status, param: param, code: code), status: status)
    if status == .serviceUnavailable { response.headers.add(name: "Retry-After", value: "10") }
    return response
  }
}

/// JSON on one line.
enum JSONLine {
  static func data(_ value: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // The program's own values always encode; if one ever did not, an empty object would show it.
    return (try? encoder.encode(value)) ?? Data("{}".utf8)
  }
}
