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

@Suite struct CompletionRequestTests {
  private func request(_ json: String) throws -> CompletionRoutes.Request {
    try JSONDecoder().decode(CompletionRoutes.Request.self, from: Data(json.utf8))
  }

  @Test func `the last photo and the person's last text count`() throws {
    let found = try request(
      """
      {"model": "m", "messages": [
        {"role": "system", "content": "You are a doctor."},
        {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAE="}}]},
        {"role": "assistant", "content": "Yes."},
        {"role": "user", "content": [{"type": "text", "text": "What is it?"},
          {"type": "image_url", "image_url": {"url": "data:image/jpeg;base64,/9g="}}]}]}
      """)
    #expect(CompletionRoutes.photo(found) == [0xFF, 0xD8])
    #expect(CompletionRoutes.question(found) == "What is it?")
  }

  @Test(arguments: [
    "https://example.org/a.jpg", "data:text/plain;base64,AAE=", "data:image/png,AAE=", "data:image/png;base64,?",
  ])
  func `only photos inside the request are read`(url: String) throws {
    let found = try request(
      #"{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "\#(url)"}}]}]}"#)
    #expect(CompletionRoutes.photo(found) == nil)
  }
}

@Suite struct PageTests {
  @Test func `the page asks nobody else and shows the disclaimer`() {
    let page = Page.html(disclaimer: "Not a <diagnosis>")
    #expect(page.contains("Not a &lt;diagnosis&gt;"))
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("//cdn"))
    #expect(!page.contains("{disclaimer}"))
  }
}
