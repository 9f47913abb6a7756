import Foundation
import NIOCore
import NIOHTTP1

/// One connection: one request after another, each within the server's limits.
///
/// A request is judged by its head, before its body is read. A refused connection is answered at once and not read any
/// further; it is closed as soon as its client has read the answer, or after a limit of bytes or seconds.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// What the connection is doing.
  enum Phase {
    /// A request may come.
    case waiting
    /// A request is arriving.
    case reading(ServerRequest, kept: Bool)
    /// A response is being sent.
    case answering(Reply)
    /// The last response was sent; further input is discarded.
    case draining
  }

  let table: ConnectionTable
  let gate: WireGate
  private let responder: any Responder
  private var context: ChannelHandlerContext?
  var phase = Phase.waiting
  /// When the connection last made progress.
  private(set) var lastProgress = NIODeadline.now()
  var phaseBegan = NIODeadline.now()
  private var version = HTTPVersion.http1_1
  private var isHead = false
  /// Whether the client speaks HTTP/1.0.
  private var isOld: Bool { version != .http1_1 }
  private var staysOpen = true
  /// Whether the request's last byte has not come yet.
  private var isRequestOpen = false
  /// The answer to a request without a body whose head was refused.
  private var verdict: ServerResponse?
  private var bodyCount = 0
  var bodyCapacity = 0
  private var expectedBody: Int?
  var unread = 0
  /// Requests that came before the response to an earlier one was sent.
  private var early: CircularBuffer<HTTPServerRequestPart> = []

  init(table: ConnectionTable, gate: WireGate, responder: any Responder) {
    self.table = table
    self.gate = gate
    self.responder = responder
  }

  var limits: ServerLimits { table.limits }

  // MARK: Coming and going

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func channelActive(context: ChannelHandlerContext) {
    if !table.add(self) { refuse(RequestGuard.failure(.serviceUnavailable, "Too many connections. Try again later.")) }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    table.remove(self)
    letGo()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case .some(ChannelEvent.inputClosed) = event as? ChannelEvent else {
      return context.fireUserInboundEventTriggered(event)
    }
    // A client that closes its side while it waits for the model has gone; a response under way is still sent.
    switch phase {
    case .answering:
      staysOpen = false
      leave()
    case .waiting, .reading, .draining: close()
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is HTTPParserError else { return close() }
    switch phase {
    case .answering:
      // The request after this one is broken; this one is still answered.
      gate.isShut = true
      staysOpen = false
    case .draining: break
    case .waiting, .reading: refuse(RequestGuard.refusal(of: error, gate: gate))
    }
  }

  // MARK: Reading

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = Self.unwrapInboundIn(data)
    if isAnswering, !isRequestOpen {
      early.append(part)
      return
    }
    take(part)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    switch phase {
    case .waiting where gate.count > limits.line + limits.headers + 4096:
      refuse(RequestGuard.failure(.requestHeaderFieldsTooLarge, "The headers are too long."))
    // Chunk extensions and trailer fields count as well.
    case .reading where gate.count > 2 * limits.body + 1_000_000: refuse(RequestGuard.tooLong(limits.body))
    case .draining where gate.discarded > limits.drained: close()
    // No client needs to send this many requests without waiting for an answer.
    case .answering where early.count > 1000: close()
    case .waiting, .reading, .answering, .draining: break
    }
    context.fireChannelReadComplete()
  }

  private func take(_ part: HTTPServerRequestPart) {
    switch part {
    case .head(let head): begin(head)
    case .body(let buffer): append(buffer)
    case .end:
      isRequestOpen = false
      gate.restart()
      if let response = verdict {
        verdict = nil
        enter(.answering(Reply { _ in }))
        return send(response)
      }
      guard case .reading(let request, _) = phase else { return }
      answer(request)
    }
  }

  private func begin(_ head: HTTPRequestHead) {
    guard case .waiting = phase else { return }
    version = head.version
    isHead = head.method == .HEAD
    isRequestOpen = true
    bodyCount = 0
    expectedBody = head.headers.first(name: "content-length").flatMap { Int($0) }
    let hasBody = expectedBody ?? 0 > 0 || head.headers.contains(name: "transfer-encoding")
    // Bytes after a protocol upgrade are not HTTP; no upgrade is offered here.
    staysOpen = head.isKeepAlive && !head.headers.contains(name: "upgrade") && head.method != .CONNECT
    switch responder.judge(head, hasBody: hasBody) {
    case .refused(let response):
      if hasBody { return refuse(response) }
      // The end of a request without a body arrives at once.
      verdict = response
    case .accepted(let request, let keepsBody):
      enter(.reading(request, kept: keepsBody))
      if hasBody, head.headers.contains(name: "expect"), let context {
        let proceed = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(Self.wrapOutboundOut(.head(proceed)), promise: nil)
      }
    }
  }

  private func append(_ buffer: ByteBuffer) {
    guard case .reading(var request, let isKept) = phase else { return }
    let count = buffer.readableBytes
    bodyCount += count
    lastProgress = .now()
    guard bodyCount <= limits.body else { return refuse(RequestGuard.tooLong(limits.body)) }
    guard isKept else { return }
    let wanted = min(max(2 * bodyCapacity, bodyCount, 4096), max(expectedBody ?? limits.body, bodyCount))
    if bodyCount > bodyCapacity {
      guard table.makeRoom(for: wanted - bodyCapacity, beside: self, now: lastProgress) else {
        return refuse(RequestGuard.failure(.serviceUnavailable, "Too much is being sent at once. Try again later."))
      }
      table.changeHeld(by: wanted - bodyCapacity)
    }
    // The phase must not hold a second reference while the body grows.
    phase = .waiting
    if bodyCount > bodyCapacity {
      bodyCapacity = wanted
      request.body.reserveCapacity(wanted)
    }
    request.body.append(contentsOf: buffer.readableBytesView)
    phase = .reading(request, kept: isKept)
  }

  // MARK: Answering

  private func answer(_ request: ServerRequest) {
    guard let context else { return }
    let loop = context.eventLoop
    let bound = NIOLoopBound(self, eventLoop: loop)
    let number = exchange
    let reply = Reply { part in
      loop.execute { bound.value.deliver(part, of: number) }
    }
    enter(.answering(reply))
    responder.respond(to: request, reply: reply)
  }

  /// The number of the response under way, so that none is taken for another.
  private var exchange = 0

  private func deliver(_ part: Reply.Part, of number: Int) {
    guard number == exchange, case .answering = phase else { return }
    switch part {
    case .head(let status, let headers, let length): writeHead(status, headers, length: length)
    case .body(let bytes): writeBody(bytes)
    case .end: writeEnd()
    }
  }

  private func send(_ response: ServerResponse) {
    writeHead(response.status, response.headers, length: response.body.count)
    writeBody(response.body)
    writeEnd()
  }

  /// Answers, reads nothing more, and closes.
  func refuse(_ response: ServerResponse) {
    leave()
    gate.isShut = true
    staysOpen = false
    early.removeAll()
    enter(.answering(Reply { _ in }))
    send(response)
  }

  private func writeHead(_ status: HTTPResponseStatus, _ headers: HTTPHeaders, length: Int?) {
    guard let context else { return }
    var headers = headers
    headers.replaceOrAdd(name: "Date", value: HTTPDate.text(Int(Date().timeIntervalSince1970)))
    headers.replaceOrAdd(name: "X-Content-Type-Options", value: "nosniff")
    if let length, status.mayHaveResponseBody { headers.replaceOrAdd(name: "Content-Length", value: String(length)) }
    // To an HTTP/1.0 client, a body of unknown length ends with the connection.
    if length == nil, isOld { staysOpen = false }
    if !staysOpen {
      headers.replaceOrAdd(name: "Connection", value: "close")
    } else if isOld {
      headers.replaceOrAdd(name: "Connection", value: "keep-alive")
    }
    let head = HTTPResponseHead(version: version, status: status, headers: headers)
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    if length == nil { context.flush() }
  }

  var isReading: Bool { if case .reading = phase { true } else { false } }
  private var isAnswering: Bool { if case .answering = phase { true } else { false } }

  private func writeBody(_ bytes: Data) {
    guard let context, !isHead else { return }
    var rest = bytes[...]
    while !rest.isEmpty {
      // A piece at a time, so that a slow reader counts as making progress.
      let piece = rest.prefix(65_536)
      rest = rest.dropFirst(piece.count)
      let buffer = context.channel.allocator.buffer(bytes: piece)
      unread += piece.count
      table.changeHeld(by: piece.count)
      let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
      let promise = context.eventLoop.makePromise(of: Void.self)
      let count = piece.count
      promise.futureResult.whenComplete { _ in bound.value.wasRead(count) }
      context.write(Self.wrapOutboundOut(.body(.byteBuffer(buffer))), promise: promise)
    }
    context.flush()
    if unread > limits.unread || table.held > 2 * limits.memory { close() }
  }

  private func wasRead(_ count: Int) {
    unread -= count
    table.changeHeld(by: -count)
    lastProgress = .now()
  }

  private func writeEnd() {
    guard let context else { return }
    exchange += 1
    releaseBody()
    let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
    let promise = context.eventLoop.makePromise(of: Void.self)
    let number = exchange
    promise.futureResult.whenSuccess { bound.value.wasAnswered(number) }
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: promise)
  }

  private func wasAnswered(_ number: Int) {
    guard number == exchange, case .answering = phase else { return }
    guard staysOpen, !isRequestOpen else {
      gate.isShut = true
      enter(.draining)
      context?.close(mode: .output, promise: nil)
      return
    }
    enter(.waiting)
    while !isAnswering, let part = early.popFirst() { take(part) }
  }

  /// Closes the connection now.
  func close() {
    leave()
    context?.close(promise: nil)
  }

  private func enter(_ phase: Phase) {
    self.phase = phase
    phaseBegan = .now()
    lastProgress = phaseBegan
  }

  /// Tells those who work for this client that it has gone.
  private func leave() { if case .answering(let reply) = phase { reply.leave() } }

  private func releaseBody() {
    table.changeHeld(by: -bodyCapacity)
    bodyCapacity = 0
  }

  /// Forgets everything.
  private func letGo() {
    releaseBody()
    early.removeAll()
    phase = .draining
  }
}
