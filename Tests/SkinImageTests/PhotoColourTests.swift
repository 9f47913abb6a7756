import Foundation
import SkinTestSupport
import Testing

@testable import SkinImage

/// Colour profiles, and the formats and damages that telephones and their programs leave; see
/// `Tools/reference/colour_goldens.py`.
struct PhotoColourTests {
  struct Expected: Decodable {
    var width: Int
    var height: Int
    var rgb: [Int]
  }

  static let expected =
    (try? JSONDecoder().decode([String: Expected].self, from: Data(Goldens.bytes("image/colours.json")))) ?? [:]
  static let names = expected.keys.sorted()

  @Test func `there are pictures with profiles`() { #expect(Self.names.count == 9) }

  @Test(arguments: names) func `colours become those of sRGB`(name: String) throws {
    let expected = try #require(Self.expected[name])
    let photo = try Photo.decode(try Goldens.bytes("image/\(name)"))
    #expect(photo.width == expected.width && photo.height == expected.height)
    try #require(photo.rgb.count == expected.rgb.count)
    for (index, (found, wanted)) in zip(photo.rgb, expected.rgb).enumerated() where abs(Int(found) - wanted) > 2 {
      Issue.record("\(name): byte \(index) is \(found), expected \(wanted)")
      return
    }
  }

  @Test func `a profile that is sRGB under another name changes no bit`() throws {
    let plain = try Photo.decode(try Goldens.bytes("image/plain.webp"))
    #expect(try Photo.decode(try Goldens.bytes("image/colour-gamma-22.png")) == plain)
    #expect(try Photo.decode(try Goldens.bytes("image/colour-damaged-profile.png")) == plain)
  }

  @Test func `a WebP that was cut is cut`() throws {
    let bytes = try Goldens.bytes("image/plain.webp")
    for count in [20, 40, bytes.count / 2, bytes.count - 4] {
      #expect(throws: ImageError.self, "\(count) bytes") { try Photo.decode(Array(bytes.prefix(count))) }
    }
  }

  @Test func `a PNG without its end mark, or with a damaged one, has lost nothing`() throws {
    for name in ["rgb-8.png", "colour-p3.png"] {
      let bytes = try Goldens.bytes("image/\(name)")
      let whole = try Photo.decode(bytes)
      for count in 1...16 { #expect(try Photo.decode(Array(bytes.dropLast(count))) == whole, "\(count) bytes less") }
      #expect(throws: ImageError.truncated) { try Photo.decode(Array(bytes.dropLast(17))) }
      var damaged = bytes
      damaged[bytes.count - 1] ^= 1
      #expect(try Photo.decode(damaged) == whole)
    }
  }

  @Test func `texts of a PNG are not unpacked, however long they are`() throws {
    let bytes = try Goldens.bytes("image/rgb-8.png")
    // A zlib stream of a stored block that claims more than is there.
    let text = Array("k\0\0".utf8) + [0x78, 0x01, 0x01, 0xFF, 0xFF, 0x00, 0x00]
    var chunk: [UInt8] = [0, 0, 0, UInt8(text.count)]
    chunk += Array("zTXt".utf8) + text + [0, 0, 0, 0]
    let bomb = Array(bytes[..<33]) + Array(repeatElement(chunk, count: 2000).joined()) + Array(bytes[33...])
    #expect(try Photo.decode(bomb) == Photo.decode(bytes))
  }

  @Test func `scan parameters that a sequential JPEG does not use are ignored, as Samsung's zeros`() throws {
    var bytes = try Goldens.bytes("image/baseline-420.jpg")
    let whole = try Photo.decode(bytes)
    let scan = try #require(bytes.indices.last { bytes[$0...].starts(with: [0xFF, 0xDA]) })
    let parameters = scan + 4 + 1 + 2 * Int(bytes[scan + 4])
    #expect(Array(bytes[parameters..<parameters + 3]) == [0, 63, 0])
    bytes[parameters + 1] = 0
    #expect(try Photo.decode(bytes) == whole)
  }

  @Test func `a progressive JPEG whose scans are all there needs no end marker`() throws {
    let bytes = try Goldens.bytes("image/progressive-420.jpg")
    #expect(try Photo.decode(bytes.dropLast(2)) == Photo.decode(bytes))
    let last = try #require(bytes.indices.last { bytes[$0...].starts(with: [0xFF, 0xDA]) })
    #expect(throws: ImageError.truncated) { try Photo.decode(Array(bytes[..<last])) }
  }

  @Test func `a JPEG above the limit is decoded smaller, and says so`() throws {
    let bytes = try Goldens.bytes("image/baseline-444.jpg")
    let whole = try Photo.decode(bytes)
    let half = try Photo.decode(bytes, limits: PhotoLimits(pixelCount: whole.width * whole.height - 1))
    #expect(half.width == (whole.width + 1) / 2 && half.height == (whole.height + 1) / 2 && half.divisor == 2)
    #expect(throws: ImageError.self) { try Photo.decode(bytes, limits: PhotoLimits(pixelCount: 3)) }
  }
}
