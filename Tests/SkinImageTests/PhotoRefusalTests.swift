import Foundation
import SkinTestSupport
import Testing

@testable import SkinImage

/// What is no photo, and how that is said.
struct PhotoRefusalTests {
  static let pictures = ImageGoldens.all.pictures
  /// Keeps damaged headers from taking the tests' time.
  static let limits = PhotoLimits(pixelCount: 1_000_000)

  @Test(arguments: pictures)
  func `the beginning of a picture is refused, or is all of it`(picture: ImageGoldens.Picture) throws {
    let bytes = try picture.bytes()
    let whole = try Photo.decode(bytes)
    let counts = Set(stride(from: 0, to: bytes.count, by: 11)).union(max(0, bytes.count - 40)..<bytes.count)
    for count in counts.sorted() {
      do throws(ImageError) {
        #expect(try Photo.decode(Array(bytes.prefix(count))) == whole, "the first \(count) bytes")
      } catch {
        #expect(count < 64 || error == .truncated || error == .damaged, "the first \(count) bytes: \(error)")
      }
    }
    #expect(throws: ImageError.self) { try Photo.decode(Array(bytes.prefix(bytes.count * 2 / 3))) }
  }

  @Test(arguments: pictures) func `changed bytes never stop the program`(picture: ImageGoldens.Picture) throws {
    let bytes = try picture.bytes()
    var generator = SeededGenerator(state: 20_261_124)
    for round in 0..<40 {
      var damaged = bytes
      for _ in 0...round % 4 {
        damaged[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      if let photo = try? Photo.decode(damaged, limits: Self.limits) {
        #expect(photo.rgb.count == 3 * photo.width * photo.height)
      }
    }
  }

  @Test func `a wrong checksum of a PNG's picture is damage`() throws {
    var bytes = try Goldens.bytes("image/rgb-8.png")
    let data = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("IDAT".utf8)) })
    bytes[data - 4 + 8 + Int(bytes[data - 1]) + 3] ^= 1
    #expect(throws: ImageError.damaged) { try Photo.decode(bytes) }
  }

  @Test func `a PNG that claims 900 megapixels is refused by its header`() throws {
    let bytes = try Goldens.bytes("image/claims-30000.png")
    #expect(throws: ImageError.sizeOutOfRange(width: 30_000, height: 30_000, pixelLimit: 120_000_000)) {
      try Photo.decode(bytes)
    }
  }

  @Test func `a JPEG that claims 900 megapixels is refused by its header`() throws {
    var bytes = try Goldens.bytes("image/baseline-444.jpg")
    let frame = try Self.frame(bytes)
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x75, 0x30, 0x75, 0x30])
    #expect(throws: ImageError.sizeOutOfRange(width: 30_000, height: 30_000, pixelLimit: 500_000_000)) {
      try Photo.decode(bytes)
    }
  }

  @Test func `a photo at the pixel limit is read, one above is not`() throws {
    let bytes = try Goldens.bytes("image/rgb-8.png")
    #expect(try Photo.decode(bytes, limits: PhotoLimits(pixelCount: 21 * 13)).width == 21)
    #expect(throws: ImageError.sizeOutOfRange(width: 21, height: 13, pixelLimit: 272)) {
      try Photo.decode(bytes, limits: PhotoLimits(pixelCount: 272))
    }
  }

  @Test(arguments: [(1, 12), (-1, 0xC3)])
  func `JPEGs of 12 bits or without loss are refused as such`(offset: Int, value: UInt8) throws {
    var bytes = try Goldens.bytes("image/baseline-444.jpg")
    // The precision stands 4 bytes behind the marker, the marker says the coding.
    bytes[try Self.frame(bytes) + (offset > 0 ? 4 : 1)] = value
    #expect(throws: ImageError.unsupportedKind) { try Photo.decode(bytes) }
  }

  @Test func `a JPEG with more scans than its size allows is refused before it is decoded`() throws {
    let bytes = try Goldens.bytes("image/progressive-444.jpg")
    let whole = try Photo.decode(bytes)
    let (width, height) = (whole.width, whole.height)
    // libjpeg's progression for three colours has 10 scans.
    #expect(try Photo.decode(bytes, limits: PhotoLimits(scannedPixelCount: 10 * width * height)) == whole)
    #expect(throws: ImageError.tooManyScans(10, width: width, height: height, limit: 9)) {
      try Photo.decode(bytes, limits: PhotoLimits(scannedPixelCount: 10 * width * height - 1))
    }
  }

  @Test func `no picture may have more than two hundred scans`() throws {
    let bytes = try Goldens.bytes("image/progressive-444.jpg")
    let scan = try #require(bytes.indices.last { bytes[$0...].starts(with: [0xFF, 0xDA]) })
    let again = bytes[scan..<bytes.count - 2]
    var hostile = Array(bytes.dropLast(2))
    for _ in 0..<191 { hostile += again }
    hostile += [0xFF, 0xD9]
    #expect(throws: ImageError.tooManyScans(201, width: 43, height: 29, limit: 200)) { try Photo.decode(hostile) }
  }

  /// Where the start of frame stands.
  private static func frame(_ bytes: [UInt8]) throws -> Int {
    try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
  }

  @Test(arguments: [
    ("GIF89a", "GIF"), ("1234ftypheic", "HEIC"), ("1234ftypavif", "AVIF"),
    ("%PDF-1.7", "PDF"), ("BM123", "BMP"), ("II*\u{0}1234", "TIFF"), ("MM\u{0}*1234", "TIFF"), ("P6 1 1", "PPM"),
    ("PK\u{3}\u{4}", "ZIP"), ("1234ftypcrx ", "camera raw"), ("1234ftypisom", "a film"), ("1234ftyp????", "a film"),
    (String(repeating: "\u{0}", count: 128) + "DICM", "DICOM"),
  ])
  func `another format is named by its first bytes`(opening: String, name: String) {
    #expect(throws: ImageError.unsupportedFormat(name)) { try Photo.decode(Array(opening.utf8)) }
  }

  @Test(arguments: ["a text about moles", "\u{89}", "GIF", "ftyp", "<!DOCTYPE html>"])
  func `what has no known beginning is not a picture`(text: String) {
    #expect(throws: ImageError.notAnImage) { try Photo.decode(Array(text.utf8)) }
  }

  @Test func `no bytes are refused`() { #expect(throws: ImageError.empty) { try Photo.decode([]) } }
}
