import CSkinPlatform

/// What a file says about the colours of its numbers; sRGB where it says nothing.
///
/// Damaged profiles never make a photo unreadable: the picture is then taken as sRGB, as viewers do.
///
/// Source: ICC.1:2022, annex B.4 (JPEG: APP2 segments); PNG 3rd edition, section 4.3 (which chunk takes precedence);
/// RIFF container of WebP (chunk ICCP).
enum ColourProfile: Hashable, Sendable {
  /// Nothing to convert.
  case standard
  /// An ICC profile.
  case icc([UInt8])
  /// A PNG's gAMA and cHRM: the exponent of the light, and x and y of white, red, green and blue.
  case gamma(exponent: Double, xy: [Double])

  /// Bytes of a profile that are read; larger ones are tables for printers.
  private static let greatestByteCount = 16 << 20
  /// x and y of white, red, green and blue in sRGB (IEC 61966-2-1).
  private static let standardXY = [0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06]
  /// Exponents that stand for sRGB's own curve.
  private static let standardExponents = 2.1...2.3
  /// The tolerance for rounding in sRGB's coordinates.
  private static let xyTolerance = 0.005

  /// The profile in a JPEG's APP2 segments, which may split it among several.
  init(jpeg bytes: [UInt8]) {
    let opening = Array("ICC_PROFILE\0".utf8)
    var pieces: [Int: ArraySlice<UInt8>] = [:]
    for (marker, segment) in JPEGSegments(bytes)
    where marker == 0xE2 && segment.count > opening.count + 2 && segment.starts(with: opening) {
      pieces[Int(segment[segment.startIndex + opening.count])] = segment.dropFirst(opening.count + 2)
    }
    let joined = pieces.sorted { $0.key < $1.key }.flatMap(\.value)
    self = joined.isEmpty || joined.count > Self.greatestByteCount ? .standard : .icc(joined)
  }

  /// What a PNG's chunks before the picture say: iCCP, else sRGB, else gAMA and cHRM.
  init(png bytes: [UInt8]) {
    self = .standard
    var isStandard = false
    var exponent: Double?
    var xy = Self.standardXY
    for (kind, data) in PNGChunks(bytes) {
      if kind == "IDAT" { break }
      switch kind {
      case "iCCP":
        // The name, a zero, the compression method, the compressed profile.
        guard let end = data.prefix(80).firstIndex(of: 0), end + 2 < data.endIndex else { break }
        let profile = Self.inflated(Array(data[(end + 2)...]), capacity: Self.greatestByteCount)
        if !profile.isEmpty {
          self = .icc(profile)
          return
        }
      case "sRGB": isStandard = true
      case "gAMA" where data.count == 4:
        let stored = Self.bigEndian(data)
        if stored > 0 { exponent = 100_000 / Double(stored) }
      case "cHRM" where data.count == 32:
        xy = (0..<8).map { Double(Self.bigEndian(data.dropFirst(4 * $0))) / 100_000 }
      default: break
      }
    }
    let hasStandardXY = zip(xy, Self.standardXY).allSatisfy { abs($0 - $1) <= Self.xyTolerance }
    guard let exponent, !isStandard, !(hasStandardXY && Self.standardExponents.contains(exponent)) else { return }
    self = .gamma(exponent: exponent, xy: xy)
  }

  /// The profile in a WebP's ICCP chunk.
  init(webp bytes: [UInt8]) {
    let chunk = RIFFChunks(bytes).first("ICCP") ?? []
    self = chunk.isEmpty || chunk.count > Self.greatestByteCount ? .standard : .icc(Array(chunk))
  }

  /// The bytes of an ICC profile, if there is one.
  var iccBytes: [UInt8]? { if case .icc(let bytes) = self { bytes } else { nil } }

  /// Converts pixels to sRGB, in place; a profile that is as good as sRGB changes nothing.
  func convert(_ rgb: inout [UInt8]) {
    let pixelCount = rgb.count / 3
    switch self {
    case .standard: break
    case .icc(let profile):
      // SAFETY: the function reads the profile's bytes and changes 3 bytes for each pixel.
      _ = unsafe rgb.withUnsafeMutableBufferPointer { pixels in
        unsafe profile.withUnsafeBufferPointer {
          unsafe skin_colours_from_profile($0.baseAddress, $0.count, pixels.baseAddress, pixelCount)
        }
      }
    case .gamma(let exponent, let xy):
      guard xy.count == Self.standardXY.count else { return }
      // SAFETY: the function reads eight numbers and changes 3 bytes for each pixel.
      _ = unsafe rgb.withUnsafeMutableBufferPointer { pixels in
        unsafe skin_colours_from_gamma(exponent, xy, pixels.baseAddress, pixelCount)
      }
    }
  }

  /// A decompressed zlib stream; of a damaged one, what came before the damage.
  static func inflated(_ packed: [UInt8], capacity: Int) -> [UInt8] {
    // No stream decompresses to more than about a thousand times its length (zlib, technical details).
    let capacity = min(capacity, max(packed.count, 1) * 1032)
    // SAFETY: the function reads `packed.count` bytes and writes at most the capacity.
    return unsafe [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
      count = unsafe packed.withUnsafeBufferPointer {
        unsafe skin_inflate($0.baseAddress, $0.count, target.baseAddress, capacity)
      }
    }
  }

  private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
  }
}

/// The chunks of a WebP: four letters, a length, the bytes, padded to an even length.
///
/// Source: WebP Container Specification.
struct RIFFChunks {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The bytes of the first chunk of a name; nil if there is none.
  func first(_ name: String) -> ArraySlice<UInt8>? {
    var position = 12
    while position + 8 <= bytes.count {
      let length = bytes[position + 4..<position + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - position - 8 else { return nil }
      if bytes[position..<position + 4].elementsEqual(name.utf8) { return bytes[position + 8..<position + 8 + length] }
      position += 8 + length + length % 2
    }
    return nil
  }
}
