import SkinTestSupport
import Testing

@testable import SkinImage

/// Pictures of every kind against what Pillow read from them.
struct PhotoDecodingTests {
  static let pictures = ImageGoldens.all.pictures

  @Test func `the goldens are there`() {
    #expect(Self.pictures.count >= 60)
    #expect(ImageGoldens.all.resizes.count >= 12)
  }

  @Test(arguments: pictures.filter(\.isLossless))
  func `a PNG has the same pixels as in Pillow`(picture: ImageGoldens.Picture) throws {
    #expect(try Photo.decode(picture.bytes()) == picture.expected())
  }

  /// Versions of libjpeg round differently; no version may differ by more in the mean.
  @Test(arguments: pictures.filter { !$0.isLossless })
  func `a JPEG has nearly the same pixels as in Pillow`(picture: ImageGoldens.Picture) throws {
    let found = try Photo.decode(picture.bytes())
    let expected = try picture.expected()
    try #require(found.width == expected.width && found.height == expected.height)
    let differences = zip(found.rgb, expected.rgb).map { abs(Int($0) - Int($1)) }
    #expect(differences.reduce(0, +) <= differences.count / 2)
    #expect(differences.allSatisfy { $0 <= 8 })
  }

  @Test(arguments: 1...8) func `the byte order of EXIF data changes nothing`(orientation: Int) throws {
    let little = try Photo.decode(Goldens.bytes("image/turned-\(orientation)-little.jpg"))
    let big = try Photo.decode(Goldens.bytes("image/turned-\(orientation)-big.jpg"))
    #expect(little == big)
    #expect((little.width, little.height) == (orientation < 5 ? (21, 13) : (13, 21)))
  }

  @Test func `turning moves each pixel to where EXIF says`() {
    // 70 x 45: larger than a block of the turning loop, and no multiple of it.
    let photo = ImageGoldens.pattern(width: 70, height: 45)
    for orientation in Orientation.allCases {
      let turned = photo.upright(orientation)
      var expected: [UInt8] = []
      for y in 0..<turned.height {
        for x in 0..<turned.width {
          let source = orientation.source(x: x, y: y, width: 70, height: 45)
          expected += photo.rgb[3 * (source.y * 70 + source.x)..<3 * (source.y * 70 + source.x) + 3]
        }
      }
      #expect(turned.rgb == expected, "\(orientation)")
    }
  }

  @Test(arguments: ["little", "big"])
  func `damaged EXIF data never make a photo unreadable`(order: String) throws {
    let bytes = try Goldens.bytes("image/turned-6-\(order).jpg")
    let variants = try Set((1...8).map { try Photo.decode(Goldens.bytes("image/turned-\($0)-\(order).jpg")) })
    let stored = try Photo.decode(Goldens.bytes("image/turned-1-\(order).jpg"))
    let header = Array("Exif\0\0".utf8)
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: header) })
    let end = start - 2 + Int(bytes[start - 2]) << 8 + Int(bytes[start - 1])
    var readAsStored = 0
    for position in start..<end {
      for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
        var damaged = bytes
        damaged[position] = value
        let photo = try Photo.decode(damaged)
        #expect(variants.contains(photo), "byte \(position) is \(value)")
        if photo == stored { readAsStored += 1 }
      }
    }
    #expect(readAsStored > 20)
  }

  @Test func `a JPEG without its end marker has lost nothing`() throws {
    let bytes = try Goldens.bytes("image/baseline-420.jpg")
    #expect(try Photo.decode(bytes.dropLast(2)) == Photo.decode(bytes))
  }

  @Test func `bytes behind a picture are ignored`() throws {
    for name in ["baseline-420.jpg", "rgb-8.png"] {
      let bytes = try Goldens.bytes("image/\(name)")
      #expect(try Photo.decode(bytes + Array("a trailer".utf8)) == Photo.decode(bytes))
    }
  }
}
