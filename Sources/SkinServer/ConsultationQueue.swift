import SkinFailure
import Dispatch
package import SkinDiagnosis
import SkinRuntime
import SkinText
import Synchronization

/// One consultation after another: the model serves one case at a time, first come, first served.
///
/// The last case that was read stays in memory with its conversation, so that a follow-up question needs no second look
/// at its photos; nothing is written to disk. A withdrawn request frees its photos at once.
package final class ConsultationQueue: Sendable {
  /// The longest queue; further requests are refused at once.
  static let longestQueue = 200

  /// The case that was read last.
  private struct OpenCase {
    var key: [UInt8]
    var report: Report
    var conversation: Conversation?
  }

  /// The model, and the case that it last looked at.
  private struct Room {
    let consultation: Consultation
    var open: OpenCase?
  }

  /// A case that waits.
  private struct Request: Sendable {
    var photos: [[UInt8]]
    var options: ConsultationOptions
    var earlier: @Sendable (Report) -> [AskedBefore]
    var isCancelled: @Sendable () -> Bool
  }

  /// A request that waits, or one that is being served: then `request` is nil.
  private struct Waiting: Sendable {
    var number: Int
    var request: Request?
    var hears: @Sendable (QueueEvent) -> Void
  }

  private let queue = DispatchQueue(label: "skingpt.consultation")
  private let waiting = Mutex<(next: Int, list: [Waiting])>((0, []))
  /// Held by the queue's thread alone, for as long as a consultation takes.
  private let room: Mutex<Room>

  /// A queue before a consultation that nobody else uses.
  package init(_ consultation: sending Consultation) { room = Mutex(Room(consultation: consultation)) }

  /// Diagnoses the photos of one case when its turn comes.
  ///
  /// - Parameters:
  ///   - photos: at least one; their order does not matter.
  ///   - earlier: gives the earlier questions and answers, from the report without answers.
  ///   - isCancelled: asked at every piece of an answer; the client may have gone.
  ///   - listener: hears the place in the queue whenever it changes, then what happens, then how it ended.
  /// - Returns: what ``withdraw(_:)`` takes.
  @discardableResult func diagnose(
    _ photos: [[UInt8]], options: ConsultationOptions,
    earlier: @escaping @Sendable (Report) -> [AskedBefore] = { _ in [] }, isCancelled: @escaping @Sendable () -> Bool,
    listener: @escaping @Sendable (QueueEvent) -> Void
  ) -> Int {
    let request = Request(photos: photos, options: options, earlier: earlier, isCancelled: isCancelled)
    let (number, place) = waiting.withLock { waiting in
      waiting.next += 1
      if waiting.list.count <= Self.longestQueue {
        waiting.list.append(Waiting(number: waiting.next, request: request, hears: listener))
        return (waiting.next, waiting.list.count - 1)
      }
      return (waiting.next, waiting.list.count)
    }
    guard place <= Self.longestQueue else {
      listener(.full)
      return number
    }
    if place > 0 { listener(.queued(place: place)) }
    queue.async { self.serve(number) }
    return number
  }

  /// Withdraws a request that still waits; one that is being served checks `isCancelled` instead.
  func withdraw(_ number: Int) {
    let hears = waiting.withLock { waiting in
      waiting.list.first { $0.number == number && $0.request != nil }?.hears
    }
    guard let hears else { return }
    leave(number)
    hears(.cancelled)
  }

  /// Gives a caller the model when its turn comes; the last case is forgotten, since the model may judge it anew.
  func withModel(_ body: @escaping @Sendable (SkinModel) -> Void) {
    queue.async {
      self.room.withLock { room in
        room.open = nil
        body(room.consultation.servedModel)
      }
    }
  }

  /// Serves a request, unless it was withdrawn.
  private func serve(_ number: Int) {
    let found = waiting.withLock { waiting -> (request: Request, hears: @Sendable (QueueEvent) -> Void)? in
      guard let index = waiting.list.firstIndex(where: { $0.number == number }),
        let request = waiting.list[index].request
      else { return nil }
      waiting.list[index].request = nil
      return (request, waiting.list[index].hears)
    }
    guard let (request, hears) = found else { return }
    defer { leave(number) }
    if request.isCancelled() { return hears(.cancelled) }
    hears(room.withLock { Self.answer(request, in: &$0, hears: hears) })
  }

  /// Answers a request.
  ///
  /// - Returns: how it ended.
  private static func answer(
    _ request: Request, in room: inout Room, hears: @Sendable (QueueEvent) -> Void
  ) -> QueueEvent {
    do {
      let known = try read(request, in: &room)
      var options = request.options
      options.earlier = request.earlier(known.report).map { Turn(question: $0.question, answer: $0.answer) }
      let report = try room.consultation.resume(known.report, in: known.conversation, options: options) { event in
        hears(.happened(event))
        return !request.isCancelled()
      }
      return .finished(report)
    } catch { return .failed(FailureReport(error, file: "photo")) }
  }

  /// The open case of a request; its photos are read unless they are those of the last one.
  private static func read(_ request: Request, in room: inout Room) throws -> OpenCase {
    let photos = request.photos.map { CasePhoto(name: "photo", bytes: $0) }
    let key = Array(photos.map(\.digest).sorted().joined().utf8) + [request.options.force ? 1 : 0]
    if let open = room.open, open.key == key { return open }
    // The memory of the last case is freed before the next one takes its own.
    room.open = nil
    let (report, conversation) = try room.consultation.begin(case: photos, options: request.options)
    let begun = OpenCase(key: key, report: report, conversation: conversation)
    room.open = begun
    return begun
  }

  /// Removes a request from the queue and tells those behind it their new places.
  private func leave(_ number: Int) {
    let behind = waiting.withLock { waiting -> [(place: Int, hears: @Sendable (QueueEvent) -> Void)] in
      guard let index = waiting.list.firstIndex(where: { $0.number == number }) else { return [] }
      waiting.list.remove(at: index)
      return waiting.list.enumerated().filter { $0.offset >= max(index, 1) }.map { ($0.offset, $0.element.hears) }
    }
    for (place, hears) in behind { hears(.queued(place: place)) }
  }
}

/// A question and the answer that it got, as the client reports them.
struct AskedBefore: Sendable, Hashable, Codable {
  var question: String
  var answer: String
  /// The question as it was typed, if the program asked it in other words.
  var typed: String?
}

/// What happens to a photo that was handed to the queue.
enum QueueEvent: Sendable {
  /// This many are ahead of it.
  case queued(place: Int)
  /// The consultation says something.
  case happened(ConsultationEvent)
  /// It is done.
  case finished(Report)
  /// It cannot be done.
  case failed(FailureReport)
  /// Nobody is waiting for it any more.
  case cancelled
  /// The queue is full.
  case full
}
