import NIOCore

/// All connections of a server and what they hold; touched on the event loop only.
final class ConnectionTable {
  let limits: ServerLimits
  /// The most connections, as far as the system allows them.
  let capacity: Int
  private var handlers: [ObjectIdentifier: ConnectionHandler] = [:]
  /// Bytes that all connections hold.
  private(set) var held = 0

  init(limits: ServerLimits, capacity: Int) {
    self.limits = limits
    self.capacity = max(1, min(limits.connections, capacity))
  }

  var count: Int { handlers.count }

  /// Admits a connection, if necessary in place of the one that has been idle longest.
  ///
  /// - Returns: whether there is room for its requests.
  func add(_ handler: ConnectionHandler) -> Bool {
    let hasRoom = handlers.count < capacity || closeIdlest()
    handlers[ObjectIdentifier(handler)] = handler
    return hasRoom
  }

  func remove(_ handler: ConnectionHandler) { handlers[ObjectIdentifier(handler)] = nil }

  /// Counts what a connection holds.
  func changeHeld(by difference: Int) { held += difference }

  /// Whether this many more bytes may be held; stalled bodies and unread answers give way.
  func makeRoom(for count: Int, beside asking: ConnectionHandler, now: NIODeadline) -> Bool {
    while held + count > limits.memory {
      let stalled = handlers.values.filter { $0 !== asking && $0.isStalled(now: now) }
      guard let slowest = stalled.min(by: { $0.lastProgress < $1.lastProgress }) else { return false }
      slowest.shed()
    }
    return true
  }

  /// Closes the connection without a request that has been idle longest.
  ///
  /// - Returns: whether there was one.
  @discardableResult func closeIdlest() -> Bool {
    let idle = handlers.values.filter(\.isIdle)
    guard let oldest = idle.min(by: { $0.lastProgress < $1.lastProgress }) else { return false }
    oldest.close()
    return true
  }

  /// Ends what has taken too long.
  func tick(now: NIODeadline) { for handler in handlers.values { handler.tick(now: now) } }

  /// Closes every connection.
  func closeAll() { for handler in handlers.values { handler.close() } }
}
