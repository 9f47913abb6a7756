import FlyingFox
import FlyingSocks
import Foundation
import SkinDiagnosis

/// The page and the interface on this machine's loopback address; nobody else can reach it.
public struct SkinServer: Sendable {
  private let guardian: RequestGuard
  private let diagnosis: DiagnosisRoutes
  private let completion: CompletionRoutes
  private let disclaimer: String
  /// Seconds for one answer: a 13B model on an old laptop takes many minutes.
  private static let longestAnswer: TimeInterval = 3600

  /// A server.
  ///
  /// - Parameters:
  ///   - modelName: what the interface calls the model.
  ///   - disclaimer: what always stands on the page.
  public init(port: UInt16, queue: ConsultationQueue, modelName: String, disclaimer: String) {
    guardian = RequestGuard(port: port)
    diagnosis = DiagnosisRoutes(queue: queue)
    completion = CompletionRoutes(queue: queue, modelName: modelName)
    self.disclaimer = disclaimer
  }

  /// Serves until the task is cancelled.
  ///
  /// - Throws: what the system says if the port is taken.
  public func run() async throws {
    let address = try sockaddr_in.inet(ip4: "127.0.0.1", port: guardian.port)
    let server = HTTPServer(
      address: address, timeout: Self.longestAnswer, logger: .disabled,
      handler: ClosureHTTPHandler { request in await self.respond(to: request) })
    try await server.run()
  }

  /// The response to a request.
  func respond(to request: HTTPRequest) async -> HTTPResponse {
    if let refusal = guardian.refusal(of: request) { return refusal }
    let known: [String: HTTPMethod] = [
      "/": .GET, "/health": .GET, "/v1/models": .GET, "/v1/chat/completions": .POST, "/api/diagnose": .POST,
    ]
    guard let method = known[request.path] else { return RequestGuard.failure(.notFound, "There is no such page.") }
    guard request.method == method else {
      return RequestGuard.failure(.methodNotAllowed, "\(request.path) takes \(method.rawValue).")
    }
    switch request.path {
    case "/": return page
    case "/health":
      return HTTPResponse(
        statusCode: .ok, headers: [.contentType: "application/json"], body: Data("{\"status\":\"ok\"}".utf8))
    case "/v1/models": return completion.models()
    default: break
    }
    guard let body = try? await guardian.body(of: request) else {
      return RequestGuard.failure(.payloadTooLarge, "The body is longer than \(RequestGuard.longestBody) bytes.")
    }
    return request.path == "/api/diagnose"
      ? diagnosis.diagnose(Array(body), query: request.query) : await completion.complete(body)
  }

  private var page: HTTPResponse {
    HTTPResponse(
      statusCode: .ok,
      headers: [
        .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
        HTTPHeader("Content-Security-Policy"):
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src blob:; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        HTTPHeader("X-Content-Type-Options"): "nosniff", HTTPHeader("Referrer-Policy"): "no-referrer",
      ], body: Data(Page.html(disclaimer: disclaimer).utf8))
  }
}
