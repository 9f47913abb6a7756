import Foundation
import NIOHTTP1
@testable import SkinServer

/// JSON bodies of every route that takes one.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let data = Data(bytes: bytes, count: count)
  if let request = try? CompletionRequest.read(data) { _ = try? CompletionQuestion(request) }
  let text = String(decoding: data, as: UTF8.self)
  _ = DataURL(text)
  guard let target = RequestTarget("/api/diagnose") else { return 0 }
  let headers: HTTPHeaders = ["Content-Type": "application/json"]
  let request = ServerRequest(method: .POST, target: target, headers: headers, body: Array(data))
  _ = (try? DiagnosisRoutes.body(request))?.files
  _ = try? JSONDecoder().decode(CaseRequest.self, from: data).checked(disclaimer: "x")
  if let target = RequestTarget(text) {
    _ = try? DiagnosisRoutes.body(ServerRequest(method: .POST, target: target, headers: [:], body: []))
  }
  return 0
}
