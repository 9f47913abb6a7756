import Crypto
import Dispatch
public import SkinDiagnosis
import SkinLanguage
import SkinText
import Synchronization

/// One consultation after another: the model serves one photo at a time, whoever asks first is served first.
///
/// The last photo that was read stays in memory with its conversation, so that asking on costs no second look at it;
/// nothing is written to disk.
///
/// `@unchecked Sendable`: consultation and open case are touched on the serial queue only, the list under its lock.
public final class ConsultationQueue: @unchecked Sendable {
  /// Who waits longer than this is refused at once.
  static let longestQueue = 200

  /// The photo that was read last.
  private struct OpenCase {
    var key: [UInt8]
    var report: Report
    var conversation: Conversation?
  }

  /// Somebody who waits.
  private struct Waiting {
    var number: Int
    var hears: @Sendable (QueueEvent) -> Void
  }

  private let consultation: Consultation
  private let queue = DispatchQueue(label: "skingpt.consultation")
  private let waiting = Mutex<(next: Int, list: [Waiting])>((0, []))
  private var open: OpenCase?

  /// A queue before a consultation that nobody else uses.
  public init(_ consultation: Consultation) { self.consultation = consultation }

  /// Diagnoses a photo when its turn has come.
  ///
  /// - Parameters:
  ///   - earlier: what was asked and answered before, once the report is known without answers.
  ///   - isCancelled: asked at every piece of an answer; the client may have gone.
  ///   - listener: hears the place in the queue whenever it changes, then what happens, then how it ended.
  func diagnose(
    _ photo: [UInt8], options: ConsultationOptions,
    earlier: @escaping @Sendable (Report) -> [AskedBefore] = { _ in [] }, isCancelled: @escaping @Sendable () -> Bool,
    listener: @escaping @Sendable (QueueEvent) -> Void
  ) {
    let (number, place) = waiting.withLock { waiting in
      waiting.next += 1
      waiting.list.append(Waiting(number: waiting.next, hears: listener))
      return (waiting.next, waiting.list.count - 1)
    }
    guard place <= Self.longestQueue else {
      leave(number)
      return listener(.full)
    }
    if place > 0 { listener(.queued(place: place)) }
    queue.async {
      defer { self.leave(number) }
      if isCancelled() { return listener(.cancelled) }
      do {
        var options = options
        let key = Array(SHA256.hash(data: photo)) + [options.force ? 1 : 0]
        let known = try self.read(photo, key: key, options: options)
        options.earlier = earlier(known.report).map { Turn(question: $0.question, answer: $0.answer) }
        let report = try self.consultation.resume(known.report, in: known.conversation, options: options) { event in
          listener(.happened(event))
          return !isCancelled()
        }
        listener(.finished(report))
      } catch { listener(.failed(FailureReport(error, file: "photo"))) }
    }
  }

  /// The open case of a photo; the photo is read if it is another one than the last.
  private func read(_ photo: [UInt8], key: [UInt8], options: ConsultationOptions) throws -> OpenCase {
    if let open, open.key == key { return open }
    // The memory of the last case is given back before the next one takes its own.
    open = nil
    let (report, conversation) = try consultation.begin(photo, named: "photo", options: options)
    let begun = OpenCase(key: key, report: report, conversation: conversation)
    open = begun
    return begun
  }

  /// Takes somebody out of the list and tells those behind where they stand now.
  private func leave(_ number: Int) {
    let behind = waiting.withLock { waiting -> [(place: Int, hears: @Sendable (QueueEvent) -> Void)] in
      guard let index = waiting.list.firstIndex(where: { $0.number == number }) else { return [] }
      waiting.list.remove(at: index)
      return waiting.list.enumerated().filter { $0.offset >= max(index, 1) }.map { ($0.offset, $0.element.hears) }
    }
    for (place, hears) in behind { hears(.queued(place: place)) }
  }
}

/// A question and the answer that was given to it, as the client tells it.
struct AskedBefore: Sendable, Hashable, Codable {
  var question: String
  var answer: String
}

/// What happens to a photo that was handed to the queue.
enum QueueEvent: Sendable {
  /// So many are before it.
  case queued(place: Int)
  /// The consultation says something.
  case happened(ConsultationEvent)
  /// It is done.
  case finished(Report)
  /// It cannot be done.
  case failed(FailureReport)
  /// Nobody waits for it any more.
  case cancelled
  /// Too many wait.
  case full
}
