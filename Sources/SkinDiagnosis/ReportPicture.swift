package import SkinImage

/// A small copy of a photo as PNG, made from its pixels: nothing of the file's metadata can be in it.
package enum ReportPicture {
  /// The longest side of the copy, pixels.
  private static let longestSide = 480

  /// The PNG's bytes: 8 bits of red, green and blue, not compressed.
  ///
  /// Source: PNG (ISO/IEC 15948:2004), zlib (RFC 1950), stored blocks (RFC 1951, 3.2.4).
  package static func png(_ photo: Photo) -> [UInt8] {
    let step = max(1, (max(photo.width, photo.height) + longestSide - 1) / longestSide)
    let (width, height) = (max(1, photo.width / step), max(1, photo.height / step))
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (1 + 3 * width))
    for row in 0..<height {
      rows.append(0)
      for column in 0..<width {
        for channel in 0..<3 { rows.append(mean(photo, row * step, column * step, step, channel)) }
      }
    }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 2, 0, 0, 0])
    file += chunk("IDAT", stored(rows))
    return file + chunk("IEND", [])
  }

  /// The mean of a square of pixels; squares at the edge are cut off.
  private static func mean(_ photo: Photo, _ top: Int, _ left: Int, _ step: Int, _ channel: Int) -> UInt8 {
    var (sum, count) = (0, 0)
    for row in top..<min(top + step, photo.height) {
      for column in left..<min(left + step, photo.width) {
        sum += Int(photo.rgb[(row * photo.width + column) * 3 + channel])
        count += 1
      }
    }
    return UInt8(clamping: (sum + count / 2) / max(count, 1))
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
  }

  private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + bytes
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in body {
      remainder ^= UInt32(byte)
      for _ in 0..<8 { remainder = remainder >> 1 ^ (remainder & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return bigEndian(UInt32(bytes.count)) + body + bigEndian(~remainder)
  }

  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    let longestBlock = 65_535
    for start in stride(from: 0, to: bytes.count, by: longestBlock) {
      let block = bytes[start..<min(start + longestBlock, bytes.count)]
      let length = UInt16(block.count)
      stream.append(start + longestBlock >= bytes.count ? 1 : 0)
      for number in [length, ~length] {
        stream += [UInt8(truncatingIfNeeded: number), UInt8(truncatingIfNeeded: number >> 8)]
      }
      stream += block
    }
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    return stream + bigEndian(b << 16 | a)
  }
}
