import Dispatch
import Foundation
import NIOHTTP1
import SkinCases
import SkinDiagnosis
import SkinFailure
import SkinFiles
import SkinImage
import SkinSafety
import SkinWords

/// The case list's requests; without a list, their addresses do not exist.
///
/// | request | what it does |
/// |---|---|
/// | `GET /api/cases` | all cases, newest first, without their reports |
/// | `POST /api/cases` | keeps a case, see ``CaseRequest`` |
/// | `GET /cases/ID` | a case's report as a page |
/// | `DELETE /api/cases/ID`, `DELETE /api/cases` | deletes one, or all |
/// | `POST /api/cases/ID/diagnosis`, `DELETE` | records the diagnosis, or removes it; see ``CaseConfirmation`` |
/// | `GET /api/cases/progress` | how the program did on the confirmed cases |
/// | `POST /api/cases/fit` | learns from the confirmed cases and uses it at once |
struct CaseRoutes: Sendable {
  /// What an address means.
  enum Target: Hashable, Sendable {
    case list
    case entry(UUID)
    case page(UUID)
    case diagnosis(UUID)
    case progress
    case fit

    /// Nil if the address does not belong to the case list.
    init?(path: String) {
      if path == "/api/cases" {
        self = .list
      } else if path == "/api/cases/progress" {
        self = .progress
      } else if path == "/api/cases/fit" {
        self = .fit
      } else if path.hasPrefix("/api/cases/"), path.hasSuffix("/diagnosis"),
        let id = UUID(uuidString: String(path.dropFirst(11).dropLast(10)))
      {
        self = .diagnosis(id)
      } else if path.hasPrefix("/api/cases/"), let id = UUID(uuidString: String(path.dropFirst(11))) {
        self = .entry(id)
      } else if path.hasPrefix("/cases/"), let id = UUID(uuidString: String(path.dropFirst(7))) {
        self = .page(id)
      } else {
        return nil
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
    var diagnosis: CaseConfirmation?
    /// Whether bits flipped on the disk since it was kept.
    var damaged: Bool?

    init(_ entry: StoredCase, _ diagnosis: ConfirmedDiagnosis? = nil, words: Words) {
      self.diagnosis = diagnosis.map(CaseConfirmation.init)
      id = entry.id.uuidString
      label = entry.label
      damaged = entry.isDamaged ? true : nil
      note = entry.isDamaged ? "This case was damaged on the disk. Do not trust what stands here." : entry.note
      haste = words(entry.haste)
      kept = CaseRoutes.time(entry.keptAt)
    }
  }
  private struct List: Encodable { var cases: [Entry] }
  private struct Deleted: Encodable { var deleted: Int }

  let store: CaseStore
  let model: ServedModel
  /// The queue of the model; nil if nothing can be learned.
  let consultations: ConsultationQueue?
  /// The languages.
  let catalogues: Catalogues
  private let queue = DispatchQueue(label: "skingpt.cases")

  init(
    store: CaseStore, model: ServedModel, consultations: ConsultationQueue? = nil,
    catalogues: Catalogues = Catalogues()
  ) {
    self.catalogues = catalogues
    self.consultations = consultations
    self.store = store
    self.model = model
  }

  /// Why a request from another origin is refused; nil if it is not.
  ///
  /// A page of another origin cannot fetch kept cases at all, not even as an image or a frame.
  static func refusal(of head: HTTPRequestHead) -> ServerResponse? {
    let sites = head.headers["Sec-Fetch-Site"].map { $0.lowercased() }
    guard sites.allSatisfy(["same-origin", "none"].contains) else {
      return RequestGuard.failure(.forbidden, "Pages of other origins may not ask for cases.")
    }
    return nil
  }

  /// Answers an accepted request, on a thread that may wait for the disk.
  func respond(to request: ServerRequest, target: Target, reply: Reply) {
    if target == .fit, request.method == .POST { return learn(reply) }
    queue.async { reply.send(response(to: request, target: target)) }
  }

  private func response(to request: ServerRequest, target: Target) -> ServerResponse {
    let words = catalogues.words(request.target["language"])
    do {
      switch (target, request.method) {
      case (.list, .POST): return try keep(Data(request.body))
      case (.list, .DELETE): return .json(Deleted(deleted: try store.deleteAll()))
      case (.list, _):
        let confirmed = Dictionary(try store.confirmedCases().map { ($0.id, $0.diagnosis) }) { first, _ in first }
        return .json(List(cases: try store.cases().map { Entry($0, confirmed[$0.id], words: words) }))
      case (.diagnosis(let id), .POST): return try confirm(id, Data(request.body))
      case (.diagnosis(let id), _):
        return try store.takeBack(id) ? .json(Deleted(deleted: 1)) : Self.gone
      case (.progress, _):
        return .json(
          CaseProgress(tally: CaseTally(try store.confirmedCases()), classes: model.classes.mapValues { words($0) }))
      case (.fit, _): return Self.gone
      case (.entry(let id), _):
        guard try store.delete(id) else { return Self.gone }
        return .json(Deleted(deleted: 1))
      case (.page(let id), _):
        guard let page = try store.page(of: id) else { return Self.gone }
        return PageResponse.report(page)
      }
    } catch let failure as CaseRequestFailure {
      return RequestGuard.failure(.badRequest, failure.message)
    } catch {
      let failure = FailureReport(error, file: "photo")
      let status: HTTPResponseStatus = error is ImageError ? .badRequest : .internalServerError
      return RequestGuard.failure(status, "\(failure.problem) \(failure.help)")
    }
  }

  private func keep(_ body: Data) throws -> ServerResponse {
    guard let request = try? JSONDecoder().decode(CaseRequest.self, from: body) else {
      return RequestGuard.failure(.badRequest, "The body is not the JSON that docs/engineer.md shows.")
    }
    let words = catalogues.words(request.language)
    let checked = try request.checked(disclaimer: model.disclaimer)
    var report = checked.report
    let (label, note) = (checked.label, checked.note)
    let entry = StoredCase(label: label, note: note, haste: ReportWords.haste(report))
    let photo = [UInt8](request.photo)
    let digest = SHA256.hash(data: photo).hexadecimal
    guard digest == report.photo.sha256 else { throw CaseRequestFailure("The report belongs to another photo.") }
    let heading = ReportPage.Heading(label: label, note: note, keptAt: Self.time(entry.keptAt))
    let page = ReportPage.html(
      [
        ReportPage.Entry(
          report: report, pictures: [ReportPicture.png(try Photo.decode(photo))], heading: heading,
          history: request.history)
      ], words: words)
    report.answers = []
    try store.keep(entry, page: Data(page.utf8), findings: try JSONEncoder().encode(report))
    return .json(Entry(entry, words: words), status: .created)
  }

  /// A time as a person reads it here, like `2026-11-25 18:25`.
  static func time(_ date: Date) -> String {
    let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month, .day, .hour, .minute], from: date)
    func two(_ number: Int?) -> String { String("0\(number ?? 0)".suffix(2)) }
    return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute))"
  }

  static let gone = RequestGuard.failure(.notFound, "There is no such case; it may have been deleted.")
}
