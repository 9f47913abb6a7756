import NIOCore
import NIOHTTP1

extension ConnectionHandler {
  /// Whether no request is under way.
  var isIdle: Bool {
    switch phase {
    case .waiting, .draining: true
    case .reading, .answering: false
    }
  }

  /// Whether the connection holds memory for a client that makes no progress.
  func isStalled(now: NIODeadline) -> Bool {
    guard now - lastProgress > limits.sheddingTime else { return false }
    return isReading && bodyCapacity > 0 || unread > 65_536
  }

  /// Releases what a stalled connection holds.
  func shed() {
    guard isReading else { return close() }
    refuse(RequestGuard.failure(.requestTimeout, "The body came too slowly while others needed the memory."))
  }

  /// Ends what has taken too long.
  func tick(now: NIODeadline) {
    if unread > 0, now - lastProgress > limits.writeTime { return close() }
    let age = now - phaseBegan
    switch phase {
    case .waiting where gate.began != nil:
      if now - (gate.began ?? now) > limits.headerTime {
        refuse(RequestGuard.failure(.requestTimeout, "The request did not come to its end."))
      }
    case .waiting: if age > limits.idleTime { close() }
    case .reading:
      if age > limits.bodyTime || now - lastProgress > limits.stallTime {
        refuse(RequestGuard.failure(.requestTimeout, "The body did not come to its end."))
      }
    case .draining: if age > limits.drainTime { close() }
    case .answering: break
    }
  }
}
