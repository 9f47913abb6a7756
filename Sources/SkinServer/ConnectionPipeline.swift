import NIOCore
import NIOHTTP1

/// The handlers between a connection's bytes and the responder.
enum ConnectionPipeline {
  /// The handlers of a new connection, from the wire inwards.
  static func handlers(table: ConnectionTable, responder: any Responder) -> [any ChannelHandler] {
    let limits = table.limits
    var decoding = NIOHTTPDecoderLimitConfiguration()
    decoding.maxHeaderFieldSize = limits.line
    decoding.maxHeaderListSize = limits.line + limits.headers
    decoding.maxHeaderFieldCount = limits.headerCount
    let gate = WireGate()
    let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: decoding)
    return [
      gate, HTTPResponseEncoder(), ByteToMessageHandler(decoder),
      ConnectionHandler(table: table, gate: gate, responder: responder),
    ]
  }
}
