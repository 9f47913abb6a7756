/// How a camera was held, from a photo's EXIF data or XMP; the values are EXIF's.
///
/// Damaged EXIF data are ignored: they never make a photo unreadable, and the picture is then taken as it is.
///
/// Source: EXIF 2.32, section 4.6.4, tag 0x0112.
enum Orientation: Int, CaseIterable, Sendable {
  case upright = 1
  case mirrored, upsideDown, mirroredUpsideDown, transposed, turnedRight, transverse, turnedLeft

  private static let orientationTag = 0x0112
  /// Bytes of a whole number by its type; some programs write the orientation as a long one.
  private static let widths = [3: 2, 4: 4]
  /// What follows the two letters of the byte order.
  private static let tiffVersion = 42

  /// The orientation that a JPEG's first EXIF segment states or, if it states none, its XMP.
  init(jpeg bytes: [UInt8]) {
    var fromXMP: Orientation?
    self = .upright
    for (marker, segment) in JPEGSegments(bytes) where marker == 0xE1 {
      if segment.starts(with: Self.exifOpening) {
        if let found = Self(tiff: Array(segment.dropFirst(Self.exifOpening.count))) {
          self = found
          return
        }
      } else if fromXMP == nil, segment.starts(with: Array("http://ns.adobe.com/xap/1.0/\0".utf8)) {
        fromXMP = Self(xmp: segment)
      }
    }
    self = fromXMP ?? .upright
  }

  /// The orientation that a PNG's `eXIf` chunk states or, if it states none, ImageMagick's raw profile or XMP.
  init(png bytes: [UInt8]) {
    var profile: Orientation?
    var fromXMP: Orientation?
    self = .upright
    for (kind, data) in PNGChunks(bytes) {
      if kind == "eXIf", let found = Self(tiff: Array(data)) {
        self = found
        return
      }
      if profile == nil, let text = PNGText(kind, data, keyword: "Raw profile type exif") {
        profile = Self(rawProfile: text.bytes)
      }
      if fromXMP == nil, let text = PNGText(kind, data, keyword: "XML:com.adobe.xmp") {
        fromXMP = Self(xmp: text.bytes[...])
      }
    }
    self = profile ?? fromXMP ?? .upright
  }

  /// The orientation that a WebP's EXIF chunk states or, if it states none, its XMP.
  init(webp bytes: [UInt8]) {
    let chunks = RIFFChunks(bytes)
    let exif = chunks.first("EXIF") ?? []
    let tiff = exif.starts(with: Self.exifOpening) ? exif.dropFirst(Self.exifOpening.count) : exif
    self = Self(tiff: Array(tiff)) ?? Self(xmp: chunks.first("XMP ") ?? []) ?? .upright
  }

  private static let exifOpening = Array("Exif\0\0".utf8)

  /// ImageMagick's form: a line break, the name, the length, and the EXIF data in hexadecimal digits.
  private init?(rawProfile text: [UInt8]) {
    let digits = text.split(separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
      .dropFirst(3).joined().compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    self.init(tiff: Array(bytes.starts(with: Self.exifOpening) ? bytes.dropFirst(Self.exifOpening.count) : bytes[...]))
  }

  /// The property `tiff:Orientation`, as an attribute or an element.
  ///
  /// Source: XMP Specification Part 2 (Adobe, 2016), section 3.1.
  private init?(xmp text: ArraySlice<UInt8>) {
    let name = Array("tiff:Orientation".utf8)
    var rest = text
    while let start = rest.firstIndex(of: name[0]) {
      rest = rest[start...]
      guard rest.starts(with: name) else {
        rest = rest.dropFirst()
        continue
      }
      let value = String(decoding: rest.dropFirst(name.count).prefix(3), as: UTF8.self)
      guard
        let digit = ["=\"", "='", ">"].lazy.compactMap({ value.hasPrefix($0) ? value.dropFirst($0.count).first : nil })
          .first
      else { return nil }
      self.init(rawValue: digit.wholeNumberValue ?? 0)
      return
    }
    return nil
  }

  private init?(tiff bytes: [UInt8]) {
    guard bytes.count >= 8, bytes.starts(with: "II".utf8) || bytes.starts(with: "MM".utf8) else { return nil }
    let isLittle = bytes[0] == UInt8(ascii: "I")
    func number(_ offset: Int, _ count: Int) -> Int? {
      guard offset >= 0, offset <= bytes.count - count else { return nil }
      let slice = bytes[offset..<offset + count]
      return isLittle ? slice.reversed().reduce(0) { $0 << 8 | Int($1) } : slice.reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(2, 2) == Self.tiffVersion, let directory = number(4, 4), let count = number(directory, 2) else {
      return nil
    }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = number(entry, 2) else { return nil }
      if tag == Self.orientationTag {
        guard let type = number(entry + 2, 2), let width = Self.widths[type], let value = number(entry + 8, width)
        else { return nil }
        self.init(rawValue: value)
        return
      }
    }
    return nil
  }

  /// Whether width and height are swapped.
  var swapsAxes: Bool { rawValue >= Self.transposed.rawValue }

  /// Where the pixel at `(x, y)` of the upright picture is in the stored one of the given size.
  func source(x: Int, y: Int, width: Int, height: Int) -> (x: Int, y: Int) {
    switch self {
    case .upright: (x, y)
    case .mirrored: (width - 1 - x, y)
    case .upsideDown: (width - 1 - x, height - 1 - y)
    case .mirroredUpsideDown: (x, height - 1 - y)
    case .transposed: (y, x)
    case .turnedRight: (y, height - 1 - x)
    case .transverse: (width - 1 - y, height - 1 - x)
    case .turnedLeft: (width - 1 - y, x)
    }
  }
}
