import Crypto
import Dispatch
import FlyingFox
import Foundation
import SkinCases
import SkinDiagnosis
import SkinImage
import SkinSafety

/// The case list's requests; without a list none of their addresses is there.
///
/// | request | what it does |
/// |---|---|
/// | `GET /api/cases` | all cases, newest first, without their reports |
/// | `POST /api/cases` | keeps a case, see ``CaseRequest`` |
/// | `GET /cases/ID` | a case's report as a page |
/// | `DELETE /api/cases/ID`, `DELETE /api/cases` | deletes one, or all |
struct CaseRoutes: Sendable {
  /// What an address means.
  enum Target: Hashable, Sendable {
    case list
    case entry(UUID)
    case page(UUID)

    /// Nil if the address is none of a case list.
    init?(path: String) {
      if path == "/api/cases" {
        self = .list
      } else if path.hasPrefix("/api/cases/"), let id = UUID(uuidString: String(path.dropFirst(11))) {
        self = .entry(id)
      } else if path.hasPrefix("/cases/"), let id = UUID(uuidString: String(path.dropFirst(7))) {
        self = .page(id)
      } else {
        return nil
      }
    }

    var methods: [HTTPMethod] {
      switch self {
      case .list: [.GET, .POST, .DELETE]
      case .entry: [.DELETE]
      case .page: [.GET]
      }
    }
  }

  /// A case as the page gets it.
  struct Entry: Encodable {
    var id: String
    var label: String
    var note: String
    var haste: String
    var kept: String

    init(_ entry: StoredCase) {
      id = entry.id.uuidString
      label = entry.label
      note = entry.note
      haste = entry.haste
      kept = CaseRoutes.time(entry.keptAt)
    }
  }
  private struct List: Encodable { var cases: [Entry] }
  private struct Deleted: Encodable { var deleted: Int }

  let store: CaseStore
  let model: ServedModel
  private let queue = DispatchQueue(label: "skingpt.cases")

  init(store: CaseStore, model: ServedModel) {
    self.store = store
    self.model = model
  }

  /// The response to a request that may come from anywhere; the caller has applied ``RequestGuard/refusal(of:)``.
  func respond(to request: HTTPRequest, target: Target, guardian: RequestGuard) async -> HTTPResponse {
    // What is kept about people is not even fetched unseen by a page of another origin, as an image or a frame.
    if let site = request.headers[HTTPHeader("Sec-Fetch-Site")]?.lowercased(), !["same-origin", "none"].contains(site) {
      return RequestGuard.failure(.forbidden, "Pages of other origins may not ask for cases.")
    }
    guard target.methods.contains(request.method) else {
      let methods = target.methods.map(\.rawValue).joined(separator: ", ")
      return RequestGuard.failure(.methodNotAllowed, "\(request.path) takes \(methods).")
    }
    do {
      switch (target, request.method) {
      case (.list, .POST): return try await keep(try await guardian.body(of: request))
      case (.list, .DELETE):
        return Self.json(Deleted(deleted: try await work { try store.deleteAll() }))
      case (.list, _): return Self.json(List(cases: try await work { try store.cases() }.map(Entry.init)))
      case (.entry(let id), _):
        guard try await work({ try store.delete(id) }) else { return Self.gone }
        return Self.json(Deleted(deleted: 1))
      case (.page(let id), _):
        guard let page = try await work({ try store.page(of: id) }) else { return Self.gone }
        return PageResponse.report(page)
      }
    } catch let failure as CaseRequestFailure {
      return RequestGuard.failure(.badRequest, failure.message)
    } catch {
      let failure = FailureReport(error, file: "photo")
      let status: HTTPStatusCode = error is ImageError ? .badRequest : .internalServerError
      return RequestGuard.failure(status, "\(failure.problem) \(failure.help)")
    }
  }

  /// Keeps a case of a body; nil is one that is too long.
  private func keep(_ body: Data?) async throws -> HTTPResponse {
    guard let body else {
      return RequestGuard.failure(.payloadTooLarge, "The body is longer than \(RequestGuard.longestBody) bytes.")
    }
    guard let request = try? JSONDecoder().decode(CaseRequest.self, from: body) else {
      return RequestGuard.failure(.badRequest, "The body is not the JSON that docs/engineer.md shows.")
    }
    let (report, label, note) = try request.checked(disclaimer: model.disclaimer)
    let entry = StoredCase(label: label, note: note, haste: ReportWords.haste(report.urgency.level))
    try await work {
      let photo = [UInt8](request.photo)
      let digest = SHA256.hash(data: photo).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      guard digest == report.photo.sha256 else { throw CaseRequestFailure("The report belongs to another photo.") }
      let heading = ReportPage.Heading(label: label, note: note, keptAt: Self.time(entry.keptAt))
      let page = ReportPage.html(
        [ReportPage.Entry(report: report, picture: ReportPicture.png(try Photo.decode(photo)), heading: heading)])
      try store.keep(entry, page: Data(page.utf8))
    }
    return Self.json(Entry(entry), status: .created)
  }

  /// Does what waits for the disk one after another, on a thread of its own.
  private func work<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Swift.Result { try body() }) }
    }
  }

  /// A time as a person reads it here, like `2026-11-25 18:25`.
  static func time(_ date: Date) -> String {
    let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day, .hour, .minute], from: date)
    func two(_ number: Int?) -> String { String("0\(number ?? 0)".suffix(2)) }
    return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute))"
  }

  private static let gone = RequestGuard.failure(.notFound, "There is no such case; it may have been deleted.")

  private static func json(_ value: some Encodable, status: HTTPStatusCode = .ok) -> HTTPResponse {
    HTTPResponse(
      statusCode: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: JSONLine.data(value))
  }
}
