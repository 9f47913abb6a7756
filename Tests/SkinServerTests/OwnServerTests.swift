import Testing

@testable import SkinServer

/// Whether a port is served by a skingpt of the same person.
@Suite struct OwnServerTests {
  /// As Linux writes /proc/net/tcp: one listens, one is connected, one listens on all addresses.
  private static let sockets = """
      sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
       0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 21 1 0 100 0 0 10 0
       1: 0100007F:1F91 0100007F:D2A4 01 00000000:00000000 00:00000000 00000000  1000        0 22 1 0 20 4 30 10 -1
       2: 00000000:1F92 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 23 1 0 100 0 0 10 0
       3: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 24 1 0 100 0 0 10 0
    """

  @Test(
    arguments: [
      (8080, 1000, true), (8080, 1001, false), (8080, 0, false), (8081, 1000, false), (8082, 1000, false),
      (80, 0, true), (80, 1000, false), (8083, 1000, false),
    ] as [(UInt16, UInt32, Bool)])
  func `only a socket of the person that listens on this machine counts`(port: UInt16, user: UInt32, isOwn: Bool) {
    #expect(OwnServer.isListening(on: port, user: user, sockets: Self.sockets) == isOwn)
  }

  @Test func `broken tables of sockets have none`() {
    for text in ["", "\n\n", "0: 0100007F:1F90", "0: 0100007F:1F90 00000000:0000 0A 0 0 0"] {
      #expect(!OwnServer.isListening(on: 8080, user: 1000, sockets: text))
    }
  }

  @Test func `only a skingpt's answer names a model`() {
    func model(_ body: String, head: String = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n") -> String? {
      OwnServer.model(in: head + "\r\n" + body)
    }
    let own = #"{"data":[{"created":0,"id":"skingpt-mini","object":"model","owned_by":"skingpt"}],"object":"list"}"#
    #expect(model(own) == "skingpt-mini")
    #expect(model(own, head: "HTTP/1.1 403 Forbidden\r\n") == nil)
    #expect(model(#"{"data":[{"id":"llama","object":"model","owned_by":"llamacpp"}],"object":"list"}"#) == nil)
    for other in [#"{"status":"ok"}"#, #"{"data":[]}"#, "", "[", String(own.dropLast(9))] {
      #expect(model(other) == nil)
    }
    #expect(OwnServer.model(in: own) == nil)
  }
}
