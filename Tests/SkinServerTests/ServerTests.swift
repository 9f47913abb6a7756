import FlyingFox
import Foundation
import Testing

@testable import SkinServer

@Suite struct RequestGuardTests {
  private let guardian = RequestGuard(port: 8080)

  private func request(_ headers: [HTTPHeader: String]) -> HTTPRequest {
    HTTPRequest(
      method: .GET, version: .http11, path: "/", query: [], headers: headers, body: Data())
  }

  @Test(arguments: ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"])
  func `this machine's names are served`(host: String) {
    #expect(guardian.refusal(of: request([.host: host])) == nil)
    let origin = [HTTPHeader.host: host, HTTPHeader("Origin"): "http://127.0.0.1:8080"]
    #expect(guardian.refusal(of: request(origin)) == nil)
  }

  @Test(arguments: ["evil.example", "127.0.0.1:8081", "127.0.0.1", "127.0.0.1:8080.evil.example", ""])
  func `other hosts are refused`(host: String) {
    #expect(guardian.refusal(of: request([.host: host]))?.statusCode == .forbidden)
  }

  @Test(arguments: ["http://evil.example", "https://127.0.0.1:8080", "null", "http://127.0.0.1:8080.evil.example"])
  func `other origins are refused`(origin: String) {
    let headers = [HTTPHeader.host: "127.0.0.1:8080", HTTPHeader("Origin"): origin]
    #expect(guardian.refusal(of: request(headers))?.statusCode == .forbidden)
  }

  @Test func `a request without a host is refused`() {
    #expect(guardian.refusal(of: request([:]))?.statusCode == .forbidden)
  }

  @Test func `a body that says it is too long is refused before it is read`() {
    let headers = [HTTPHeader.host: "127.0.0.1:8080", .contentLength: "100000000"]
    #expect(guardian.refusal(of: request(headers))?.statusCode == .payloadTooLarge)
  }
}
