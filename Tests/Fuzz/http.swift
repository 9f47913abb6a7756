import Foundation
import NIOCore
import NIOEmbedded
import NIOHTTP1
@testable import SkinServer

/// Judges as the server does, and answers at once with what it got.
private struct Echo: Responder {
  private let guardian = RequestGuard(port: 8080)

  func judge(_ head: HTTPRequestHead, hasBody: Bool) -> RequestVerdict {
    guard let target = RequestTarget(head.uri) else {
      return .refused(RequestGuard.failure(.badRequest, "The address cannot be read."))
    }
    if let refusal = guardian.refusal(of: head, target: target) { return .refused(refusal) }
    guard let route = Route(path: target.path, hasCases: true), route.methods.contains(head.method) else {
      return .refused(RequestGuard.failure(.notFound, "There is no such page."))
    }
    if let refusal = guardian.refusal(ofBody: head, isNeeded: head.method == .POST) { return .refused(refusal) }
    return .accepted(
      ServerRequest(method: head.method, target: target, headers: head.headers), keepsBody: head.method == .POST)
  }

  func respond(to request: ServerRequest, reply: Reply) {
    if request.path == "/health" {
      reply.begin(.ok, headers: [:])
      reply.write(Data("{}".utf8))
      reply.end()
    } else {
      reply.send(.json(["bytes": request.body.count]))
    }
  }
}

/// Bytes of a connection, in pieces whose size the first byte says.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 1 else { return 0 }
  let table = ConnectionTable(limits: ServerLimits(), capacity: 4)
  let channel = EmbeddedChannel()
  do {
    try channel.pipeline.syncOperations.addHandlers(ConnectionPipeline.handlers(table: table, responder: Echo()))
    try channel.connect(to: SocketAddress(unixDomainSocketPath: "x")).wait()
  } catch { fatalError("\(error)") }
  let size = 1 + Int(bytes[0]) * 16
  for start in stride(from: 1, to: count, by: size) {
    let piece = UnsafeBufferPointer(start: bytes + start, count: min(size, count - start))
    _ = try? channel.writeInbound(ByteBuffer(bytes: piece))
    channel.embeddedEventLoop.run()
  }
  table.tick(now: .now() + .minutes(10))
  channel.embeddedEventLoop.run()
  _ = try? channel.finish(acceptAlreadyClosed: true)
  channel.embeddedEventLoop.run()
  guard table.held == 0, table.count == 0 else { fatalError("\(table.held) bytes, \(table.count) connections stay") }
  return 0
}
