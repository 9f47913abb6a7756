import NIOCore

/// A limit for every length, count and wait that a client controls.
package struct ServerLimits: Sendable {
  /// The longest request line or header line, bytes; a question in an address fits.
  var line = 16_384
  /// All header lines together, bytes.
  var headers = 32_768
  /// Header lines.
  var headerCount = 64
  /// The longest body, bytes; a photo of a phone has 2 to 12 MB, and base64 adds a third.
  var body = 25_000_000
  /// What all connections together may hold, bodies that came and answers that wait to be sent, bytes.
  var memory = 128_000_000
  /// What one answer may have waiting for its reader, bytes; the longest answer is a kept report with its picture.
  var unread = 16_000_000
  /// What a connection may send after it was refused, before it is closed, bytes.
  var drained = 32_000_000
  /// Connections at once; the system's limit of open files may make it fewer.
  var connections = 2000
  /// How long a connection may be without a request.
  var idleTime = TimeAmount.seconds(60)
  /// From the first byte of a request to the end of its headers.
  var headerTime = TimeAmount.seconds(10)
  /// How long a body may stall.
  var stallTime = TimeAmount.seconds(20)
  /// From the first byte of a body to its last.
  var bodyTime = TimeAmount.seconds(180)
  /// How long a client may read nothing of an answer.
  var writeTime = TimeAmount.seconds(60)
  /// How long a refused connection is listened to, so that its client gets to read the answer.
  var drainTime = TimeAmount.seconds(3)
  /// The time without a byte after which a body yields its memory to a connection that needs it.
  var sheddingTime = TimeAmount.seconds(2)

  /// The limits of the program.
  package init() {}
}
