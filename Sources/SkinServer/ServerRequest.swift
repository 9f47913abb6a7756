import Foundation
import NIOHTTP1

/// A request as the routes see it.
struct ServerRequest: Sendable {
  var method: HTTPMethod
  var target: RequestTarget
  var headers: HTTPHeaders
  var body: [UInt8] = []

  /// The path, decoded.
  var path: String { target.path }
}

/// What a request line asks for: `/path?a=b`, `http://host/path` or `*` (RFC 9112, section 3.2).
struct RequestTarget: Hashable, Sendable {
  /// The path, decoded; `*` for the whole server.
  var path: String
  /// Names and values, decoded, in their order.
  var query: [QueryItem]
  /// The host, if the request line names it.
  var authority: String?

  /// A name and a value of the address.
  struct QueryItem: Hashable, Sendable {
    var name: String
    var value: String
  }

  /// Nil if the address is malformed.
  init?(_ uri: String) {
    var rest = uri.prefix { $0 != "#" }
    if rest.lowercased().hasPrefix("http://") {
      rest = rest.dropFirst(7)
      authority = String(rest.prefix { $0 != "/" && $0 != "?" })
      rest = rest.dropFirst(authority?.count ?? 0)
      if !rest.hasPrefix("/") { rest = "/" + rest }
    } else if rest != "*" {
      guard rest.hasPrefix("/") else { return nil }
    }
    let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = String(parts[0]).removingPercentEncoding else { return nil }
    self.path = path
    query = []
    for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      // Forms write a space as a plus (the URL standard, application/x-www-form-urlencoded).
      let decoded = sides.map { $0.replacing("+", with: " ").removingPercentEncoding }
      guard let name = decoded[0], let value = decoded.count > 1 ? decoded[1] : "" else { return nil }
      query.append(QueryItem(name: name, value: value))
    }
  }

  /// The first value of a name.
  subscript(name: String) -> String? { query.first { $0.name == name }?.value }
}

/// A response that is whole before it is sent.
struct ServerResponse: Sendable {
  var status: HTTPResponseStatus
  var headers: HTTPHeaders
  var body: Data

  init(_ status: HTTPResponseStatus, headers: HTTPHeaders = [:], body: Data = Data()) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// JSON; browsers must not store what is said about people.
  static func json(_ value: some Encodable, status: HTTPResponseStatus = .ok) -> ServerResponse {
    ServerResponse(
      status, headers: ["Content-Type": "application/json", "Cache-Control": "no-store"], body: JSONLine.data(value))
  }
}
