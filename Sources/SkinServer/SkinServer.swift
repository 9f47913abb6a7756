import FlyingFox
import FlyingSocks
import Foundation
public import SkinCases
import SkinDiagnosis

/// The page and the interface on this machine's loopback address; nobody else can reach it.
public struct SkinServer: Sendable {
  private let guardian: RequestGuard
  private let diagnosis: DiagnosisRoutes
  private let completion: CompletionRoutes
  private let cases: CaseRoutes?
  private let model: ServedModel
  /// Seconds for one answer: a 13B model on an old laptop takes many minutes.
  private static let longestAnswer: TimeInterval = 3600
  private static let modelPrefix = "/v1/models/"

  /// A server.
  ///
  /// - Parameters:
  ///   - model: what the page and the interface say about the model.
  ///   - cases: where the person may keep cases; nil if nothing can be kept.
  public init(port: UInt16, queue: ConsultationQueue, model: ServedModel, cases: CaseStore? = nil) {
    guardian = RequestGuard(port: port)
    diagnosis = DiagnosisRoutes(queue: queue)
    completion = CompletionRoutes(queue: queue, model: model)
    self.cases = cases.map { CaseRoutes(store: $0, model: model) }
    self.model = model
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
    if let cases, let target = CaseRoutes.Target(path: request.path) {
      return await cases.respond(to: request, target: target, guardian: guardian)
    }
    var known: [String: HTTPMethod] = [
      "/": .GET, "/page.css": .GET, "/page.js": .GET, "/health": .GET, "/v1/models": .GET,
      "/v1/chat/completions": .POST, "/api/diagnose": .POST,
    ]
    if cases != nil { known["/cases.js"] = .GET }
    let isModel = request.path.hasPrefix(Self.modelPrefix)
    guard let method = isModel ? .GET : known[request.path] else {
      return RequestGuard.failure(.notFound, "There is no such page.")
    }
    guard request.method == method else {
      return RequestGuard.failure(.methodNotAllowed, "\(request.path) takes \(method.rawValue).")
    }
    if isModel {
      let name = String(request.path.dropFirst(Self.modelPrefix.count))
      return completion.model(named: name.removingPercentEncoding ?? name)
    }
    switch request.path {
    case "/": return PageResponse.asset("text/html; charset=utf-8", Page.html(model, cases: cases?.store))
    case "/page.css": return PageResponse.asset("text/css; charset=utf-8", Page.style)
    case "/page.js": return PageResponse.asset("text/javascript; charset=utf-8", Page.script)
    case "/cases.js": return PageResponse.asset("text/javascript; charset=utf-8", Page.caseScript)
    case "/health": return PageResponse.asset("application/json", "{\"status\":\"ok\"}")
    case "/v1/models": return completion.models()
    default: break
    }
    guard let body = try? await guardian.body(of: request) else {
      return RequestGuard.failure(.payloadTooLarge, "The body is longer than \(RequestGuard.longestBody) bytes.")
    }
    guard request.path == "/api/diagnose" else { return await completion.complete(body) }
    let isJSON = request.headers[.contentType]?.hasPrefix("application/json") ?? false
    do { return diagnosis.diagnose(try DiagnosisRoutes.body(body, isJSON: isJSON, query: request.query)) } catch {
      let problem =
        error is DecodingError ? "The body is not the JSON that docs/engineer.md shows." : FailureReport(error).problem
      return RequestGuard.failure(.badRequest, problem)
    }
  }
}
