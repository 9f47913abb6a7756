import Foundation
import NIOCore
import SkinCases
import SkinDiagnosis
import SkinTestSupport
import Testing

@testable import SkinServer

/// What the server does with bytes that no browser would send, over real sockets.
@Suite(.serialized) final class WireTests {
  private let running: RunningServer
  private let port: UInt16
  private let host: String
  private let store: CaseStore
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try CaseStore(path: folder.appending(path: "cases.db").path(percentEncoded: false))
    let (queue, served) = try Served.queue()
    var limits = ServerLimits()
    limits.headerTime = .seconds(1)
    limits.stallTime = .seconds(2)
    limits.drainTime = .seconds(1)
    limits.connections = 50
    var started: RunningServer?
    for _ in 0..<100 where started == nil {
      let port = UInt16.random(in: 20_000..<60_000)
      started = try? SkinServer(port: port, queue: queue, model: served, cases: store).start(limits: limits)
    }
    running = try #require(started)
    port = running.port
    host = "Host: 127.0.0.1:\(port)\r\n"
  }

  deinit {
    try? running.stop()
    try? FileManager.default.removeItem(at: folder)
  }

  private func client() throws -> RawClient { try #require(RawClient(port: port)) }

  /// The first status of what is sent.
  private func status(_ text: String) throws -> Int? {
    let client = try client()
    client.send(text)
    return client.status()
  }

  private func isAlive() throws -> Bool {
    try status("GET /health HTTP/1.1\r\n\(host)Connection: close\r\n\r\n") == 200
  }

  @Test func `a request inside a refused body is not carried out`() throws {
    try store.keep(StoredCase(label: "A", note: "", haste: ""), page: Data("kept".utf8))
    let count = 2_600_000
    let hidden = "DELETE /api/cases HTTP/1.1\r\n\(host)Content-Length: \(count)\r\n\r\n"
    for padding in [0, 4000, 65_536 - 200] {
      let client = try client()
      client.send(
        "POST / HTTP/1.1\r\n\(host)Origin: http://elsewhere.example\r\nContent-Length: \(count)\r\n\r\n")
      client.send(String(repeating: "x", count: padding) + hidden + String(repeating: "x", count: count - hidden.count))
      let all = client.read()
      #expect(all.hasPrefix("HTTP/1.1 403 ") && all.ranges(of: "HTTP/1.1").count == 1)
      #expect(all.lowercased().contains("connection: close"))
    }
    #expect(try store.cases().count == 1)
  }

  @Test func `every length has a limit with a status of its own`() throws {
    let long = String(repeating: "A", count: 1_000_000)
    #expect(try status("GET /?\(long) HTTP/1.1\r\n\(host)\r\n") == 414)
    #expect(try status("GET / HTTP/1.1\r\n\(host)X: \(long)\r\n\r\n") == 431)
    #expect(
      try status("GET / HTTP/1.1\r\n\(host)\(String(repeating: "A: b\r\n", count: 100))\r\n") == 431)
    #expect(try status("POST /api/diagnose HTTP/1.1\r\n\(host)Content-Length: 25000001\r\n\r\n") == 413)
    #expect(try status("POST /api/diagnose HTTP/1.1\r\n\(host)\r\n") == 411)
    #expect(try isAlive())
  }

  @Test func `a body in chunks that grows too long is refused`() throws {
    let client = try client()
    client.send("POST /api/diagnose HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n")
    let chunk = "100000\r\n" + String(repeating: "x", count: 0x100000) + "\r\n"
    for _ in 0..<26 { client.send(chunk) }
    #expect(client.status() == 413)
    #expect(try isAlive())
  }

  @Test func `what is no request is refused, and the server goes on`() throws {
    #expect(try status("hello\r\n\r\n") == 400)
    #expect(try status("FETCH / HTTP/1.1\r\n\(host)\r\n") == 501)
    #expect(try status("GET / HTTP/2.0\r\n\(host)\r\n") == 505)
    #expect(try status("GET / HTTP/1.1\r\n\(host)Bad Header: x\r\n\r\n") == 400)
    #expect(try status("GET / HTTP/1.1\r\n\r\n") == 400)
    #expect(
      try status("POST / HTTP/1.1\r\n\(host)Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400)
    #expect(try status("POST / HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n") == 400)
    #expect(try status("GET /%FF HTTP/1.1\r\n\(host)\r\n") == 400)
    #expect(try isAlive())
  }

  @Test func `methods are answered as the RFC says`() throws {
    func head(_ request: String) throws -> String {
      let client = try client()
      client.send("\(request)\r\n\(host)Connection: close\r\n\r\n")
      return client.read()
    }
    #expect(try head("GET /nowhere HTTP/1.1").hasPrefix("HTTP/1.1 404 "))
    let wrong = try head("PUT /health HTTP/1.1")
    #expect(wrong.hasPrefix("HTTP/1.1 405 ") && wrong.contains("\r\nAllow: GET, HEAD, OPTIONS\r\n"))
    let options = try head("OPTIONS /v1/chat/completions HTTP/1.1")
    #expect(options.hasPrefix("HTTP/1.1 204 ") && options.contains("\r\nAllow: POST, OPTIONS\r\n"))
    #expect(try head("OPTIONS * HTTP/1.1").hasPrefix("HTTP/1.1 204 "))
    let whole = try head("GET /health HTTP/1.1")
    let only = try head("HEAD /health HTTP/1.1")
    #expect(
      only.hasPrefix("HTTP/1.1 200 ") && only.contains("\r\nContent-Length: 15\r\n") && only.hasSuffix("\r\n\r\n"))
    #expect(whole.hasSuffix("\r\n\r\n{\"status\":\"ok\"}") && whole.contains("\r\nContent-Length: 15\r\n"))
    #expect(try head("GET http://127.0.0.1:\(port)/health HTTP/1.1").hasPrefix("HTTP/1.1 200 "))
    let old = try client()
    old.send("GET /health HTTP/1.0\r\n\(host)\r\n")
    #expect(old.read().hasSuffix("{\"status\":\"ok\"}"))
  }

  @Test func `a connection serves one request after another, also if they come together`() throws {
    let client = try client()
    let request = "GET /health HTTP/1.1\r\n\(host)\r\n"
    client.send(request)
    #expect(client.read { $0.hasSuffix("}") }.hasPrefix("HTTP/1.1 200 "))
    client.send(request + "GET /nowhere HTTP/1.1\r\n\(host)\r\n" + request)
    let last = "GET /health HTTP/1.1\r\n\(host)Connection: close\r\n\r\n"
    client.send(last)
    let all = client.read()
    let statuses = all.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
    #expect(statuses == ["200", "404", "200", "200"])
  }

  @Test func `whoever sends a request and shuts its side is still answered`() throws {
    let client = try client()
    client.send("GET /health HTTP/1.1\r\n\(host)\r\n")
    client.shutWriting()
    #expect(client.read().hasSuffix("{\"status\":\"ok\"}"))
  }

  @Test func `a body that is announced is asked for`() throws {
    let client = try client()
    client.send("POST /v1/chat/completions HTTP/1.1\r\n\(host)Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    #expect(client.read { $0.contains("\r\n\r\n") }.hasPrefix("HTTP/1.1 100 "))
    client.send("{}")
    #expect(client.status() == 400)
    #expect(
      try status("POST /nowhere HTTP/1.1\r\n\(host)Content-Length: 2\r\nExpect: 100-continue\r\n\r\n") == 404)
  }

  @Test func `who stops in the middle is let go`() throws {
    for beginning in [
      "GET /", "POST /api/diagnose HTTP/1.1\r\n\(host)Content-Length: 100\r\n\r\nabc",
      "POST /api/diagnose HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    ] {
      let client = try client()
      client.send(beginning)
      #expect(client.read().hasPrefix("HTTP/1.1 408 "), "\(beginning)")
    }
  }

  @Test func `idle connections give way to a new one`() throws {
    var idle: [RawClient] = []
    for _ in 0..<120 {
      let client = try client()
      client.send("GET /")
      idle.append(client)
    }
    #expect(try isAlive())
    withExtendedLifetime(idle) {}
  }

  @Test func `a photo over a real connection is answered in lines`() throws {
    let photo = try Goldens.bytes("safety/drawn.png")
    let client = try client()
    client.send(
      "POST /api/diagnose?question=What+is+it%3F HTTP/1.1\r\n\(host)Content-Type: image/png\r\nConnection: close\r\n"
        + "Content-Length: \(photo.count)\r\n\r\n")
    client.send(photo)
    let all = client.read()
    #expect(all.hasPrefix("HTTP/1.1 200 ") && all.contains("application/x-ndjson"))
    #expect(all.contains(#""event":"assessed""#) && all.contains(#""event":"done""#) && all.hasSuffix("0\r\n\r\n"))
  }
}
