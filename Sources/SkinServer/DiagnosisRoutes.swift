import FlyingFox
import Foundation
import SkinDiagnosis
import SkinSafety
import Synchronization

/// The page's own requests: a photo in, lines of JSON out while they happen.
///
/// `POST /api/diagnose`, the photo as the body; in the address `question` (instead of the four), `history` (JSON, see
/// docs/history.md), `force=1`. Each line is an object with `event`: queued, assessed, question, text, answered, done,
/// error.
struct DiagnosisRoutes: Sendable {
  let queue: ConsultationQueue

  private struct Line: Encodable {
    var event: String
    var place: Int?
    var text: String?
    var report: Report?
    var problem: String?
    var help: String?
  }

  func diagnose(_ photo: [UInt8], query: [HTTPRequest.QueryItem]) -> HTTPResponse {
    var options = ConsultationOptions(force: query["force"] == "1")
    if let question = query["question"], !question.isEmpty { options.prompts = [question] }
    if let history = query["history"], !history.isEmpty {
      do { options.history = try History.read(json: Data(history.utf8)) } catch {
        return RequestGuard.failure(.badRequest, FailureReport(error).problem)
      }
    }
    let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    let isGone = Flag()
    continuation.onTermination = { _ in isGone.raise() }
    queue.diagnose(photo, options: options, isCancelled: { isGone.isRaised }) { event in
      if let line = Self.line(event) { continuation.yield(Array(JSONLine.data(line)) + [10]) }
      switch event {
      case .finished, .failed, .cancelled: continuation.finish()
      case .queued, .happened: break
      }
    }
    return HTTPResponse(
      statusCode: .ok,
      headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
      body: HTTPBodySequence(from: StreamedBody(parts: stream)))
  }

  private static func line(_ event: QueueEvent) -> Line? {
    switch event {
    case .queued(let place): Line(event: "queued", place: place)
    case .happened(.assessed(let report)): Line(event: "assessed", report: report)
    case .happened(.question(let text)): Line(event: "question", text: text)
    case .happened(.text(let text)): Line(event: "text", text: text)
    case .happened(.answered(let answer)): Line(event: "answered", text: answer.text)
    case .finished(let report): Line(event: "done", report: report)
    case .failed(let failure): Line(event: "error", problem: failure.problem, help: failure.help)
    case .cancelled: nil
    }
  }
}

/// Something that happens once and is seen by other threads.
final class Flag: Sendable {
  private let value = Atomic<Bool>(false)

  /// Whether it has happened.
  var isRaised: Bool { value.load(ordering: .relaxed) }

  /// It happens now.
  func raise() { value.store(true, ordering: .relaxed) }
}
