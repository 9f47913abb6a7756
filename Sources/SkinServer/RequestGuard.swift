import FlyingFox
import Foundation

/// Who may ask, and how much at once.
///
/// A page of another origin must not reach the server through the person's browser: neither directly (Origin) nor by a
/// name that it points at this machine (Host, "DNS rebinding").
struct RequestGuard: Sendable {
  /// The longest body, bytes; a photo of a phone has 2 to 12 MB, and base64 adds a third.
  static let longestBody = 25_000_000

  /// The server's port.
  let port: UInt16

  private var hosts: [String] { ["127.0.0.1:\(port)", "localhost:\(port)", "[::1]:\(port)"] }

  /// Why a request is refused; nil if it is not.
  func refusal(of request: HTTPRequest) -> HTTPResponse? {
    guard let host = request.headers[.host], hosts.contains(host.lowercased()) else {
      return Self.failure(.forbidden, "This server answers to 127.0.0.1 and localhost only.")
    }
    if let origin = request.headers[HTTPHeader("Origin")],
      !hosts.contains(where: { origin.lowercased() == "http://\($0)" })
    {
      return Self.failure(.forbidden, "Pages of other origins may not ask this server.")
    }
    // Browsers say so even where they leave the origin out.
    if let site = request.headers[HTTPHeader("Sec-Fetch-Site")]?.lowercased(),
      ["cross-site", "same-site"].contains(site),
      request.method != .GET
    {
      return Self.failure(.forbidden, "Pages of other origins may not ask this server.")
    }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.longestBody {
      return Self.failure(.payloadTooLarge, "The body has \(length) bytes; \(Self.longestBody) are the most.")
    }
    return nil
  }

  /// The whole body; nil if it is longer than allowed.
  func body(of request: HTTPRequest) async throws -> Data? {
    var body = Data()
    for try await part in request.bodySequence {
      body += part
      if body.count > Self.longestBody { return nil }
    }
    return body
  }

  /// An error in the form that OpenAI's clients read.
  static func failure(
    _ status: HTTPStatusCode, _ message: String, param: String? = nil, code: String? = nil
  ) -> HTTPResponse {
    HTTPResponse(
      statusCode: status, headers: [.contentType: "application/json"],
      body: JSONLine.data(FailureBody(message, status: status, param: param, code: code)))
  }
}

/// JSON on one line.
enum JSONLine {
  static func data(_ value: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A value of ours always encodes; an empty object would say so if one day it did not.
    return (try? encoder.encode(value)) ?? Data("{}".utf8)
  }
}
