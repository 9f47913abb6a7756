import NIOCore

/// Stands before the HTTP decoder: counts the bytes of a request, and lets nothing more through once a connection is
/// refused, so that no byte of a refused body is ever taken for a request.
final class WireGate: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// Bytes since the request began.
  var count = 0
  /// When the first of them came.
  private(set) var began: NIODeadline?
  /// The first byte of the request.
  private(set) var first: UInt8?
  /// Whether the request line is complete.
  private(set) var hasLine = false
  /// Whether further input is discarded.
  var isShut = false
  /// Bytes that were discarded.
  private(set) var discarded = 0

  /// The next byte begins a request.
  func restart() {
    count = 0
    began = nil
    first = nil
    hasLine = false
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = Self.unwrapInboundIn(data)
    if isShut {
      discarded += buffer.readableBytes
      return
    }
    if began == nil { began = .now() }
    var bytes = buffer.readableBytesView[...]
    if first == nil {
      // Empty lines before a request are allowed (RFC 9112, section 2.2).
      bytes = bytes.drop { $0 == 10 || $0 == 13 }
      first = bytes.first
    }
    if !hasLine { hasLine = bytes.contains(10) }
    count += buffer.readableBytes
    context.fireChannelRead(data)
  }
}
