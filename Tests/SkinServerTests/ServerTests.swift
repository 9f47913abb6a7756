import Foundation
import NIOHTTP1
import Testing

@testable import SkinServer

@Suite struct RequestGuardTests {
  private func refusal(
    _ headers: HTTPHeaders, method: HTTPMethod = .GET, uri: String = "/", port: UInt16 = 8080
  ) throws -> HTTPResponseStatus? {
    let head = HTTPRequestHead(version: .http1_1, method: method, uri: uri, headers: headers)
    return RequestGuard(port: port).refusal(of: head, target: try #require(RequestTarget(uri)))?.status
  }

  @Test(arguments: ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"])
  func `this machine's names are served`(host: String) throws {
    #expect(try refusal(["Host": host]) == nil)
    #expect(try refusal(["Host": host, "Origin": "http://127.0.0.1:8080"]) == nil)
    #expect(try refusal(["Host": host], uri: "http://\(host)/health") == nil)
  }

  @Test(arguments: ["evil.example", "127.0.0.1:8081", "127.0.0.1", "127.0.0.1:8080.evil.example", ""])
  func `other hosts are refused`(host: String) throws {
    #expect(try refusal(["Host": host]) == .forbidden)
    #expect(try refusal(["Host": "127.0.0.1:8080"], uri: "http://\(host)/health") == .forbidden)
  }

  @Test func `on port 80 the port may be left out`() throws {
    for host in ["127.0.0.1", "localhost", "[::1]", "127.0.0.1:80"] {
      #expect(try refusal(["Host": host, "Origin": "http://\(host)"], port: 80) == nil)
    }
  }

  @Test(arguments: ["http://evil.example", "https://127.0.0.1:8080", "null", "http://127.0.0.1:8080.evil.example"])
  func `other origins are refused`(origin: String) throws {
    #expect(try refusal(["Host": "127.0.0.1:8080", "Origin": origin]) == .forbidden)
  }

  @Test func `a request names its host once`() throws {
    #expect(try refusal([:]) == .badRequest)
    #expect(try refusal(["Host": "127.0.0.1:8080", "host": "127.0.0.1:8080"]) == .badRequest)
  }

  @Test func `a body is refused by what the head says of it`() {
    let guardian = RequestGuard(port: 8080)
    func status(_ headers: HTTPHeaders) -> HTTPResponseStatus? {
      guardian.refusal(
        ofBody: HTTPRequestHead(version: .http1_1, method: .POST, uri: "/", headers: headers), isNeeded: true)?.status
    }
    #expect(status(["Content-Length": "25000000"]) == nil)
    #expect(status(["Content-Length": "25000001"]) == .payloadTooLarge)
    #expect(status(["Content-Length": "99999999999999999999"]) == .payloadTooLarge)
    #expect(status([:]) == .lengthRequired)
    #expect(status(["Transfer-Encoding": "chunked"]) == nil)
    #expect(status(["Content-Length": "5", "Content-Encoding": "gzip"]) == .unsupportedMediaType)
    #expect(status(["Content-Length": "5", "Expect": "100-continue"]) == nil)
    #expect(status(["Content-Length": "5", "Expect": "everything"]) == .expectationFailed)
  }
}

@Suite struct RequestTargetTests {
  @Test func `addresses are read in all their forms`() {
    let plain = RequestTarget("/api/diagnose?question=What%20is+it%3F&force=1&empty&=x#part")
    #expect(plain?.path == "/api/diagnose" && plain?["question"] == "What is it?" && plain?["force"] == "1")
    #expect(plain?["empty"] == "" && plain?["none"] == nil && plain?.authority == nil)
    #expect(RequestTarget("http://LocalHost:8080/a%20b")?.path == "/a b")
    #expect(RequestTarget("HTTP://localhost:8080?x=y")?.path == "/")
    #expect(RequestTarget("http://localhost:8080")?.authority == "localhost:8080")
    #expect(RequestTarget("*")?.path == "*")
  }

  @Test(arguments: ["", "health", "https://localhost/", "ftp://x/", "/%FF", "/%", "/?a=%C3", "127.0.0.1:8080"])
  func `others are refused`(uri: String) { #expect(RequestTarget(uri) == nil) }
}

@Suite struct HTTPDateTests {
  @Test(arguments: [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
  ])
  func `a time is written as the RFC says`(seconds: Int, text: String) { #expect(HTTPDate.text(seconds) == text) }
}
