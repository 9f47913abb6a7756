import Foundation
import SkinTestSupport
import Testing

/// `skingpt serve` as a program: clients that go, and a port that is taken.
@Suite(.serialized) struct ServeTests {
  /// A running server, and what it says.
  private final class Server {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    /// The line of JSON; empty if it ended without one.
    let line: String

    init(port: UInt16, _ options: [String] = []) throws {
      process.executableURL = Program.url
      process.arguments = ["serve", "--port", "\(port)", "--json", "--language", "en"] + options
      process.standardOutput = output
      process.standardError = errors
      try process.run()
      try output.fileHandleForWriting.close()
      try errors.fileHandleForWriting.close()
      var text = Data()
      while !text.contains(UInt8(ascii: "\n")) {
        let piece = output.fileHandleForReading.availableData
        if piece.isEmpty { break }
        text += piece
      }
      line = String(decoding: text, as: UTF8.self)
    }

    /// Ends it and returns its status and what it said on standard error.
    func ended(byTerminating isTerminated: Bool = true) -> (status: Int32, errors: String) {
      if isTerminated { process.terminate() }
      let text = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }
  }

  private func isAlive(_ port: UInt16) -> Bool {
    let client = RawClient(port: port)
    client?.send("GET /health HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n")
    return client?.status() == 200
  }

  @Test func `neither a browser that goes nor a closed standard output ends it`() throws {
    let port: UInt16 = 39_473
    let server = try Server(port: port, ["--quiet"])
    #expect(server.line.contains("\"address\":\"http://127.0.0.1:\(port)/\""))
    try server.output.fileHandleForReading.close()
    for _ in 0..<20 {
      let client = try #require(RawClient(port: port))
      client.willReset()
      let request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n"
      client.send(String(repeating: request, count: 20))
    }
    #expect(isAlive(port))
    #expect(server.process.isRunning)
    #expect(server.ended().status == 130)
  }

  @Test func `a taken port is an error, the next port, or the page that is open`() throws {
    let port: UInt16 = 39_475
    let first = try Server(port: port, ["--quiet"])
    #expect(first.line.contains(":\(port)/") && !first.line.contains("reused"))

    let refused = try Server(port: port)
    let refusal = refused.ended(byTerminating: false)
    #expect(refused.line.isEmpty && refusal.status == 74)
    #expect(refusal.errors.split(separator: "\n").count == 2)
    #expect(refusal.errors.contains("taken by a skingpt of yours: http://127.0.0.1:\(port)/"))

    let next = try Server(port: port, ["--when-taken", "next"])
    #expect(next.line.contains(":\(port + 1)/"))
    #expect(next.ended().errors.hasPrefix("Port \(port) is taken; \(port + 1) is used.\n"))

    let reusing = try Server(port: port, ["--when-taken", "reuse"])
    let reused = reusing.ended(byTerminating: false)
    #expect(reusing.line.contains("\"reused\":true") && reusing.line.contains(":\(port)/"))
    #expect(reused.status == 0 && reused.errors == "The page is open already at http://127.0.0.1:\(port)/.\n")
    #expect(isAlive(port))
    _ = first.ended()
  }

  @Test func `another program on the port keeps it, and is not taken for a skingpt`() throws {
    let port: UInt16 = 39_485
    // It listens and answers nothing that a skingpt would.
    let stranger = Process()
    stranger.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    stranger.arguments = ["python3", "-m", "http.server", "--bind", "127.0.0.1", "\(port)"]
    stranger.standardOutput = FileHandle.nullDevice
    stranger.standardError = FileHandle.nullDevice
    try stranger.run()
    defer { stranger.terminate() }
    for _ in 0..<200 where RawClient(port: port) == nil { Thread.sleep(forTimeInterval: 0.05) }
    let server = try Server(port: port, ["--when-taken", "reuse"])
    #expect(server.line.contains(":\(port + 1)/") && !server.line.contains("reused"))
    #expect(server.ended().errors.hasPrefix("Port \(port) is taken; \(port + 1) is used.\n"))
    let refusal = try Server(port: port).ended(byTerminating: false)
    #expect(refusal.status == 74 && refusal.errors.contains("another program has it"))
  }
}
