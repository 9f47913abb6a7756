import ArgumentParser

/// What `skingpt serve` does if another program has its port.
enum TakenPort: String, ExpressibleByArgument, CaseIterable {
  /// It says so and ends.
  case fail
  /// It takes the next free one.
  case next
  /// It names the page that the same person has open already; if there is none, it takes the next free port.
  case reuse

  /// How many ports are tried.
  private static let count: UInt16 = 8

  /// The ports to try, in their order.
  func ports(from first: UInt16) -> ClosedRange<UInt16> {
    self == .fail ? first...first : first...(first + min(Self.count - 1, .max - first))
  }
}
