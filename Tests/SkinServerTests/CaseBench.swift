import Foundation
import NIOHTTP1
import SkinCases
import SkinDiagnosis
import SkinTestSupport

@testable import SkinServer

/// A server with an empty list of cases, the drawn photo, and the report that the shipped model writes about it.
struct CaseBench {
  /// Where the list lies; gone after ``withServer(_:)``.
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  let model: ServedModel
  let queue: ConsultationQueue
  let report: Report
  let photo: [UInt8]

  init() throws {
    // Drawn, not a photo; the gate lets it pass.
    photo = try Goldens.bytes("safety/drawn.png")
    report = try Served.report(photo)
    (queue, model) = try Served.queue()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Lends a server and its list.
  func withServer(_ body: (SkinServer, CaseStore) async throws -> Void) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try CaseStore(path: folder.appending(path: "cases.db").path(percentEncoded: false))
    try await body(SkinServer(port: 8080, queue: queue, model: model, cases: store), store)
  }
}

/// Asks as a client would; an empty body is none.
func ask(
  _ server: SkinServer, _ method: HTTPMethod, _ path: String, _ body: [String: Any] = [:], headers: HTTPHeaders = [:]
) async throws -> Answered {
  let data = body.isEmpty ? Data() : try JSONSerialization.data(withJSONObject: body)
  return await server.answer(method, path, headers: headers, body: data)
}
