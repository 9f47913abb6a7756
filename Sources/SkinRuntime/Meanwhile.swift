import Dispatch
import Foundation
import Synchronization

/// A value that a thread of its own makes while this one goes on.
///
/// It is no job of a shared queue, whose threads may all be waiting for such values.
final class Meanwhile<Value: Sendable>: Sendable {
  private let result: Mutex<Result<Value, any Error>?> = Mutex(nil)
  private let isMade = DispatchSemaphore(value: 0)

  /// Begins at once.
  init(_ make: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread { [self] in
      let made = Result { try make() }
      result.withLock { $0 = made }
      isMade.signal()
    }
  }

  /// Waits for the value; to be called once.
  ///
  /// - Throws: what stopped the other thread.
  func value() throws -> Value {
    isMade.wait()
    guard let made = result.withLock({ $0 }) else { preconditionFailure("a thread that ended without a result") }
    return try made.get()
  }
}
