import CSkinPlatform

/// SHA-256, piece by piece or at once.
///
/// Source: FIPS 180-4; computed by libcrypto.
package struct SHA256: Sendable {
  /// Bytes of a digest.
  package static let byteCount = 32
  private var state = skin_sha256()

  /// A digest of nothing so far.
  package init() { unsafe skin_sha256_begin(&state) }

  /// Goes on with more bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    // SAFETY: the buffer's own length goes with its address; libcrypto reads nothing of an empty one.
    guard let base = bytes.baseAddress else { return }
    unsafe skin_sha256_update(&state, base.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// Goes on with more bytes.
  package mutating func update(data: some Collection<UInt8>) {
    let done: Void? = data.withContiguousStorageIfAvailable { bytes in
      unsafe update(UnsafeRawBufferPointer(bytes))
    }
    if done == nil { update(data: Array(data)) }
  }

  /// The digest, ``byteCount`` bytes.
  package consuming func finalize() -> [UInt8] {
    var state = state
    return unsafe [UInt8](unsafeUninitializedCapacity: Self.byteCount) { digest, count in
      // SAFETY: the buffer has room for the 32 bytes that are written.
      if let base = digest.baseAddress { unsafe skin_sha256_end(&state, base) }
      count = Self.byteCount
    }
  }

  /// The digest of bytes, ``byteCount`` bytes.
  package static func hash(data: some Collection<UInt8>) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: data)
    return hash.finalize()
  }
}

extension [UInt8] {
  /// Lowercase hexadecimal.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
