import Testing

@testable import SkinFiles

/// Digests of FIPS 180-4's examples.
struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `a digest is the standard's`(text: String, digest: String) {
    #expect(SHA256.hash(data: text.utf8).hexadecimal == digest)
    #expect(SHA256.hash(data: Array(text.utf8)[...]).hexadecimal == digest)
  }

  @Test func `pieces give the digest of the whole`() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var hash = SHA256()
    for start in stride(from: 0, to: bytes.count, by: 63) {
      hash.update(data: bytes[start..<min(start + 63, bytes.count)])
    }
    let copy = hash
    hash.update(data: [1])
    #expect(copy.finalize() == SHA256.hash(data: bytes))
    #expect(hash.finalize() == SHA256.hash(data: bytes + [1]))
  }
}
