import Synchronization

/// Ends an answer before the first stop sequence, even one that spans its pieces.
final class StopSequences: Sendable {
  private struct State {
    /// Text that may begin a stop sequence and was not passed on.
    var held = ""
    var isFound = false
  }

  private let stops: [String]
  private let state = Mutex(State())

  init(_ stops: [String]) { self.stops = stops }

  /// Whether the answer is over.
  var isFound: Bool { state.withLock { $0.isFound } }

  /// The answer is over.
  func stop() { state.withLock { $0.isFound = true } }

  /// What may be shown of an answer after one more piece.
  func pass(_ piece: String) -> String {
    state.withLock { state in
      guard !state.isFound else { return "" }
      let text = state.held + piece
      if let end = stops.compactMap({ text.firstRange(of: $0)?.lowerBound }).min() {
        state.isFound = true
        state.held = ""
        return String(text[..<end])
      }
      let kept = (stops.map { Self.overlap(text, $0) }.max() ?? 0)
      state.held = String(text.suffix(kept))
      return String(text.dropLast(kept))
    }
  }

  /// The text held back when the answer ended by itself.
  func rest() -> String {
    state.withLock { state in
      defer { state.held = "" }
      return state.held
    }
  }

  /// How many characters at the end of a text begin a stop.
  private static func overlap(_ text: String, _ stop: String) -> Int {
    let longest = min(text.count, stop.count - 1)
    return (0...max(longest, 0)).last { stop.hasPrefix(text.suffix($0)) } ?? 0
  }
}
