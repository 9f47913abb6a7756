import Dispatch
public import SkinDiagnosis
import Synchronization

/// One consultation after another: the model serves one photo at a time, whoever asks first is served first.
///
/// `@unchecked Sendable`: the consultation is touched on the serial queue only.
public final class ConsultationQueue: @unchecked Sendable {
  private let consultation: Consultation
  private let queue = DispatchQueue(label: "skingpt.consultation")
  private let waiting = Atomic<Int>(0)

  /// A queue before a consultation that nobody else uses.
  public init(_ consultation: Consultation) { self.consultation = consultation }

  /// Diagnoses a photo when its turn has come.
  ///
  /// - Parameters:
  ///   - isCancelled: asked at every piece of an answer; the client may have gone.
  ///   - listener: hears the place in the queue, then what happens, then how it ended, on the queue's thread.
  func diagnose(
    _ photo: [UInt8], options: ConsultationOptions, isCancelled: @escaping @Sendable () -> Bool,
    listener: @escaping @Sendable (QueueEvent) -> Void
  ) {
    let place = waiting.add(1, ordering: .relaxed).oldValue
    if place > 0 { listener(.queued(place: place)) }
    queue.async {
      defer { self.waiting.subtract(1, ordering: .relaxed) }
      if isCancelled() {
        listener(.cancelled)
        return
      }
      do {
        let report = try self.consultation.diagnose(photo, named: "photo", options: options) { event in
          listener(.happened(event))
          return !isCancelled()
        }
        listener(.finished(report))
      } catch { listener(.failed(FailureReport(error, file: "photo"))) }
    }
  }
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
}
