import FlyingFox
import FlyingSocks

/// A body that is sent while it is written.
struct StreamedBody: AsyncBufferedSequence {
  typealias Element = UInt8

  let parts: AsyncStream<[UInt8]>

  struct AsyncIterator: AsyncBufferedIteratorProtocol {
    var parts: AsyncStream<[UInt8]>.Iterator
    private var rest: ArraySlice<UInt8> = []

    init(_ parts: AsyncStream<[UInt8]>.Iterator) { self.parts = parts }

    mutating func next() async -> UInt8? {
      while rest.isEmpty {
        guard let part = await parts.next() else { return nil }
        rest = part[...]
      }
      return rest.popFirst()
    }

    mutating func nextBuffer(suggested count: Int) async -> ArraySlice<UInt8>? {
      while rest.isEmpty {
        guard let part = await parts.next() else { return nil }
        rest = part[...]
      }
      defer { rest = [] }
      return rest
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(parts.makeAsyncIterator()) }
}
