import Foundation
import NIOCore
import NIOPosix
import SkinFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A skingpt that the same person started before and that still serves its page.
package struct OwnServer: Hashable, Sendable {
  /// The port of 127.0.0.1 that it listens on.
  package let port: UInt16
  /// What it calls its model.
  package let model: String

  private static let patience = TimeAmount.seconds(2)
  private static let longestAnswer = 65_536
  /// The state of a socket that listens, in /proc/net/tcp.
  private static let listening = "0A"

  /// The server on a port; nil if there is none, if it is another program, or if it is somebody else's.
  ///
  /// Whose it is tells the system (/proc/net/tcp), before a byte is sent: another person's server, even if it is a skingpt,
  /// must not get this person's photos. Where the system does not tell, there is none.
  package init?(port: UInt16) {
    guard let sockets = try? InputBytes.read("/proc/net/tcp", limit: 64 << 20),
      Self.isListening(on: port, user: getuid(), sockets: String(decoding: sockets, as: UTF8.self)),
      let answer = try? Self.answer(of: port), let model = Self.model(in: answer)
    else { return nil }
    self.port = port
    self.model = model
  }

  /// Whether a table of sockets has one of a user that listens on a port of 127.0.0.1.
  static func isListening(on port: UInt16, user: UInt32, sockets: String) -> Bool {
    let digits = String(port, radix: 16, uppercase: true)
    // The address is written as the processor has it in memory: all that Linux runs on here have the low byte first.
    let local = "0100007F:" + String(repeating: "0", count: 4 - digits.count) + digits
    return sockets.split(separator: "\n").contains { line in
      let fields = line.split(separator: " ")
      return fields.count > 7 && fields[1] == local && fields[3] == listening && fields[7] == String(user)
    }
  }

  /// The model that an answer to `GET /v1/models` names; nil if it is not a skingpt's.
  static func model(in answer: String) -> String? {
    struct Models: Decodable {
      struct Model: Decodable {
        var id: String
        var owned_by: String
      }
      var data: [Model]
    }
    guard answer.hasPrefix("HTTP/1.1 200 "), let start = answer.range(of: "\r\n\r\n")?.upperBound,
      let found = try? JSONDecoder().decode(Models.self, from: Data(answer[start...].utf8)).data.first,
      found.owned_by == CompletionBody.Model(id: "").owned_by
    else { return nil }
    return found.id
  }

  /// What a server answers to `GET /v1/models`.
  private static func answer(of port: UInt16) throws -> String {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    defer { try? group.syncShutdownGracefully() }
    let answered = group.next().makePromise(of: String.self)
    let channel: any Channel
    do {
      channel = try ClientBootstrap(group: group).connectTimeout(patience)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(AnswerReader(limit: longestAnswer, answered: answered))
          }
        }
        .connect(to: SocketAddress(ipAddress: "127.0.0.1", port: Int(port))).wait()
    } catch {
      answered.fail(error)
      throw error
    }
    channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    let request = "GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"
    channel.writeAndFlush(channel.allocator.buffer(string: request), promise: nil)
    return try answered.futureResult.wait()
  }
}

/// Gathers what comes until the other side closes.
private final class AnswerReader: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let limit: Int
  private let answered: EventLoopPromise<String>
  private var text = ""

  init(limit: Int, answered: EventLoopPromise<String>) {
    self.limit = limit
    self.answered = answered
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    text += String(buffer: Self.unwrapInboundIn(data))
    if text.utf8.count > limit { context.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) { answered.succeed(text) }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
