import Dispatch
import Synchronization

/// A value that another thread makes while this one goes on.
final class Meanwhile<Value: Sendable>: Sendable {
  private let result: Mutex<Result<Value, any Error>?> = Mutex(nil)
  private let make: @Sendable () throws -> Value
  private let work = DispatchGroup()

  /// Begins at once.
  init(_ make: @escaping @Sendable () throws -> Value) {
    self.make = make
    DispatchQueue.global(qos: .userInitiated).async(group: work) { [self] in
      let made = Result { try make() }
      result.withLock { $0 = made }
    }
  }

  /// Waits for the value.
  ///
  /// - Throws: what stopped the other thread.
  func value() throws -> Value {
    work.wait()
    return try result.withLock { $0 }?.get() ?? make()
  }
}
