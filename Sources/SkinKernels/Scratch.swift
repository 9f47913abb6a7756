/// Memory that is kept from call to call and only ever grows; aligned to 64 bytes, contents unspecified.
@safe final class Scratch {
  private var memory: UnsafeMutableRawPointer?
  private var byteCount = 0

  init() {}
  deinit { unsafe memory?.deallocate() }

  /// At least `byteCount` bytes, valid until the next call.
  func bytes(_ byteCount: Int) -> UnsafeMutableRawPointer {
    if let memory = unsafe memory, byteCount <= self.byteCount { return unsafe memory }
    unsafe memory?.deallocate()
    // Twice as much, so that a conversation that grows token by token seldom asks for more.
    let grown = max(byteCount, 2 * self.byteCount, 64)
    let fresh = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 64)
    unsafe memory = fresh
    self.byteCount = grown
    return unsafe fresh
  }

  /// At least `count` floats, valid until the next call.
  func floats(_ count: Int) -> UnsafeMutablePointer<Float> {
    unsafe bytes(count * MemoryLayout<Float>.stride).bindMemory(to: Float.self, capacity: count)
  }
}
