import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A client that sends bytes as they are and reads what comes.
public final class RawClient {
  private let descriptor: Int32

  /// Connects; nil if nobody listens.
  public init?(port: UInt16) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // Only so that a test which waits in vain ends; an emulated processor takes half a minute for a diagnosis.
    var timeout = timeval(tv_sec: 300, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      _ = unsafe setsockopt(descriptor, SOL_SOCKET, option, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let status = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if status != 0 { return nil }
  }

  deinit { Glibc.close(descriptor) }

  /// The connection ends without a farewell when the client goes, as if its program had been killed.
  public func willReset() {
    var at = linger(l_onoff: 1, l_linger: 0)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at, socklen_t(MemoryLayout<linger>.size))
  }

  /// Sends bytes; what the other side no longer takes is not sent.
  public func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes; what the other side no longer takes is not sent.
  public func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Nothing more will be sent.
  public func shutWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// What comes until `isEnough` or the other side closes.
  public func read(until isEnough: (String) -> Bool = { _ in false }) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while !isEnough(String(decoding: bytes, as: UTF8.self)) {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The status line's number of the first response.
  public func status() -> Int? {
    let text = read { $0.contains("\r\n") }
    return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
  }
}
