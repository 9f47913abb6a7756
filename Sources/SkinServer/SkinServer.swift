import Dispatch
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
package import SkinCases
import SkinDiagnosis

/// What judges and answers requests.
protocol Responder: Sendable {
  /// Judges a request by its head, before a byte of its body is read.
  func judge(_ head: HTTPRequestHead, hasBody: Bool) -> RequestVerdict

  /// Answers a request, now or later; called on the event loop, which must not wait.
  func respond(to request: ServerRequest, reply: Reply)
}

/// What happens to a request once its head is known.
enum RequestVerdict: Sendable {
  case refused(ServerResponse)
  /// It goes on; `keepsBody` tells whether its body is needed.
  case accepted(ServerRequest, keepsBody: Bool)
}

/// The page and the interface on this machine's loopback address; nobody else can reach it.
package struct SkinServer: Responder {
  private let guardian: RequestGuard
  private let diagnosis: DiagnosisRoutes
  private let completion: CompletionRoutes
  private let cases: CaseRoutes?
  private let model: ServedModel
  private let catalogues: Catalogues
  /// Reads bodies one after another: the longest takes half a second, and memory of ten times its size.
  private let bodies = DispatchQueue(label: "skingpt.bodies")

  /// A server.
  ///
  /// - Parameters:
  ///   - port: the port that it is reached at.
  ///   - model: what the page and the interface say about the model.
  ///   - cases: where the person may keep cases; nil if nothing can be kept.
  ///   - catalogues: the languages.
  package init(
    port: UInt16, queue: ConsultationQueue, model: ServedModel, cases: CaseStore? = nil,
    catalogues: Catalogues = Catalogues()
  ) {
    guardian = RequestGuard(port: port)
    diagnosis = DiagnosisRoutes(queue: queue, catalogues: catalogues)
    completion = CompletionRoutes(queue: queue, model: model)
    self.cases = cases.map { CaseRoutes(store: $0, model: model, consultations: queue, catalogues: catalogues) }
    self.model = model
    self.catalogues = catalogues
  }

  /// Begins to serve.
  ///
  /// - Throws: the system's error if the port is taken.
  package func start(limits: ServerLimits = ServerLimits()) throws -> RunningServer {
    try RunningServer(port: guardian.port, limits: limits, responder: self)
  }

  func judge(_ head: HTTPRequestHead, hasBody: Bool) -> RequestVerdict {
    guard let target = RequestTarget(head.uri) else {
      return .refused(RequestGuard.failure(.badRequest, "The address cannot be read."))
    }
    if let refusal = guardian.refusal(of: head, target: target) { return .refused(refusal) }
    guard let route = Route(path: target.path, hasCases: cases != nil) else {
      return .refused(RequestGuard.failure(.notFound, "There is no such page."))
    }
    if case .cases = route, let refusal = CaseRoutes.refusal(of: head) { return .refused(refusal) }
    guard route.methods.contains(head.method) else {
      var response = RequestGuard.failure(.methodNotAllowed, "\(target.path) takes \(route.allow).")
      response.headers.add(name: "Allow", value: route.allow)
      return .refused(response)
    }
    let isNeeded = head.method == .POST
    if let refusal = guardian.refusal(ofBody: head, isNeeded: isNeeded) { return .refused(refusal) }
    if isNeeded, head.headers.first(name: "content-type")?.lowercased().hasPrefix("multipart/") ?? false {
      let message = "A form of several parts cannot be read; send the photo alone, or JSON as docs/engineer.md shows."
      return .refused(RequestGuard.failure(.unsupportedMediaType, message))
    }
    let request = ServerRequest(method: head.method, target: target, headers: head.headers)
    return .accepted(request, keepsBody: isNeeded)
  }

  func respond(to request: ServerRequest, reply: Reply) {
    guard let route = Route(path: request.path, hasCases: cases != nil) else {
      return reply.send(RequestGuard.failure(.notFound, "There is no such page."))
    }
    if request.method == .OPTIONS {
      return reply.send(ServerResponse(.noContent, headers: ["Allow": route.allow]))
    }
    switch route {
    case .page:
      let html = Page.html(model, cases: cases?.store, words: catalogues.words(request.target["language"]))
      reply.send(PageResponse.asset("text/html; charset=utf-8", html))
    case .words:
      let scripts = [Page.script, Page.caseScript, Page.learningScript]
      let words = PageWords(scripts, catalogues.words(request.target["language"]))
      reply.send(PageResponse.asset("text/javascript; charset=utf-8", words.script))
    case .style: reply.send(PageResponse.asset("text/css; charset=utf-8", Page.style))
    case .script: reply.send(PageResponse.asset("text/javascript; charset=utf-8", Page.script))
    case .caseScript: reply.send(PageResponse.asset("text/javascript; charset=utf-8", Page.caseScript))
    case .caseLearning: reply.send(PageResponse.asset("text/javascript; charset=utf-8", Page.learningScript))
    case .health: reply.send(PageResponse.asset("application/json", "{\"status\":\"ok\"}"))
    case .models: reply.send(completion.models())
    case .model(let name): reply.send(completion.model(named: name))
    case .server: reply.send(ServerResponse(.noContent, headers: ["Allow": route.allow]))
    case .cases(let target): cases?.respond(to: request, target: target, reply: reply)
    case .complete: bodies.async { completion.complete(Data(request.body), reply: reply) }
    case .diagnose: bodies.async { diagnosis.diagnose(request, reply: reply) }
    }
  }
}
