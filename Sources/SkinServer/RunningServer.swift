import Foundation
import NIOCore
import NIOPosix

/// A server that listens on 127.0.0.1.
///
/// One thread moves all bytes; it never waits for a model, a disk or a client.
package final class RunningServer: Sendable {
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let table: NIOLoopBound<ConnectionTable>

  /// Listens.
  ///
  /// - Throws: the system's error if the port is taken.
  init(port: UInt16, limits: ServerLimits, responder: any Responder) throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let capacity = OpenFiles.room
    do {
      let table = try loop.submit {
        NIOLoopBound(ConnectionTable(limits: limits, capacity: capacity), eventLoop: loop)
      }.wait()
      channel = try Self.bootstrap(loop, table: table, responder: responder)
        .bind(host: "127.0.0.1", port: Int(port)).wait()
      self.table = table
      loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in table.value.tick(now: .now()) }
    } catch {
      try? group.syncShutdownGracefully()
      throw error
    }
    self.group = group
  }

  /// The port that it listens on.
  package var port: UInt16 { channel.localAddress?.port.flatMap { UInt16(exactly: $0) } ?? 0 }

  /// Waits until the server has ended.
  package func wait() throws { try channel.closeFuture.wait() }

  /// Ends the server and every connection.
  package func stop() throws {
    try channel.close().wait()
    let table = table
    try channel.eventLoop.submit { table.value.closeAll() }.wait()
    try group.syncShutdownGracefully()
  }

  private static func bootstrap(
    _ loop: any EventLoop, table: NIOLoopBound<ConnectionTable>, responder: any Responder
  ) -> ServerBootstrap {
    ServerBootstrap(group: loop)
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptHandler(table: table.value), position: .first)
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(
            ConnectionPipeline.handlers(table: table.value, responder: responder))
        }
      }
  }
}

/// Keeps a server alive when a connection cannot be accepted: it stops accepting for a moment.
private final class AcceptHandler: ChannelInboundHandler {
  typealias InboundIn = any Channel

  private let table: ConnectionTable

  init(table: ConnectionTable) { self.table = table }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let channel = context.channel
    table.closeIdlest()
    channel.setOption(.autoRead, value: false).whenSuccess {
      channel.eventLoop.scheduleTask(in: .milliseconds(100)) {
        channel.setOption(.autoRead, value: true).whenSuccess { channel.read() }
      }
    }
  }
}
