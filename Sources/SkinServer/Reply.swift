import Foundation
import NIOHTTP1
import Synchronization

/// The way back to whoever sent a request, usable from any thread.
///
/// A response is sent whole, or begun, written piece by piece and ended; what comes after the end is dropped.
final class Reply: Sendable {
  /// A piece of a response.
  enum Part: Sendable {
    /// The beginning; `length` is nil if the body is written while it grows.
    case head(HTTPResponseStatus, HTTPHeaders, length: Int?)
    /// A piece of the body.
    case body(Data)
    /// The end.
    case end
  }

  private struct State {
    var isBegun = false
    var isEnded = false
    var isGone = false
    var whenGone: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  private let deliver: @Sendable (Part) -> Void

  /// A reply whose pieces go to `deliver`, in their order.
  init(deliver: @escaping @Sendable (Part) -> Void) { self.deliver = deliver }

  /// Whether nobody waits for it any more.
  var isGone: Bool { state.withLock { $0.isGone } }

  /// Whether the status was sent.
  var isBegun: Bool { state.withLock { $0.isBegun } }

  /// Sends a whole response, unless one was begun.
  func send(_ response: ServerResponse) {
    guard begins(response.status, response.headers, length: response.body.count) else { return }
    if !response.body.isEmpty { deliver(.body(response.body)) }
    end()
  }

  /// Begins a response whose body grows, unless one was begun.
  func begin(_ status: HTTPResponseStatus, headers: HTTPHeaders) { _ = begins(status, headers, length: nil) }

  /// Sends a piece of a body.
  func write(_ bytes: Data) {
    let isOpen = state.withLock { $0.isBegun && !$0.isEnded }
    if isOpen, !bytes.isEmpty { deliver(.body(bytes)) }
  }

  /// Ends the response.
  func end() {
    let ends = state.withLock { state in
      guard state.isBegun, !state.isEnded else { return false }
      state.isEnded = true
      state.whenGone = nil
      return true
    }
    if ends { deliver(.end) }
  }

  /// The client has gone: what works for it stops.
  func leave() {
    let whenGone = state.withLock { state in
      state.isGone = true
      defer { state.whenGone = nil }
      return state.whenGone
    }
    whenGone?()
  }

  /// Runs a closure when the client goes, or at once if it has gone.
  func onGone(_ body: @escaping @Sendable () -> Void) {
    let isGone = state.withLock { state in
      if !state.isGone, !state.isEnded { state.whenGone = body }
      return state.isGone
    }
    if isGone { body() }
  }

  private func begins(_ status: HTTPResponseStatus, _ headers: HTTPHeaders, length: Int?) -> Bool {
    let begins = state.withLock { state in
      guard !state.isBegun else { return false }
      state.isBegun = true
      return true
    }
    if begins { deliver(.head(status, headers, length: length)) }
    return begins
  }
}
