/// The workers; for now the caller alone.
final class Team: @unchecked Sendable {
  let threadCount: Int
  init(threadCount: Int) throws(KernelError) { self.threadCount = threadCount }

  /// Runs `body(part, worker)` for all parts.
  func run(_ partCount: Int, _ body: (Int, Int) -> Void) {
    for part in 0..<partCount { body(part, 0) }
  }
}
