import Foundation
import SkinImage
import SkinSafety
import Testing

struct PhotoGateTests {
  /// Drawn skin: one colour with soft shade, pores and a few darker spots with sharp borders.
  private func drawn(width: Int = 240, height: Int = 180, gain: Double = 1, spots: Bool = true) -> Photo {
    var random = Random(state: 3)
    var rgb: [UInt8] = []
    rgb.reserveCapacity(3 * width * height)
    let scale = Double(min(width, height)) / 180
    for y in 0..<height {
      for x in 0..<width {
        let (u, v) = (Double(x) / scale, Double(y) / scale)
        let shade = 1 + 0.15 * sin(u / 90) * cos(v / 70)
        let (du, dv) = (u.truncatingRemainder(dividingBy: 60) - 30, v.truncatingRemainder(dividingBy: 50) - 25)
        let isSpot = spots && du * du + dv * dv < 110
        let pore = (random.unit() - 0.5) * 6
        for base in isSpot ? [120.0, 60, 50] : [205.0, 150, 125] {
          rgb.append(UInt8(max(0, min(255, (base * shade + pore) * gain))))
        }
      }
    }
    return Photo(width: width, height: height, rgb: rgb)
  }

  /// A box blur, three times: near a Gaussian of variance 3 * ((2 r + 1)² - 1) / 12.
  private func blurred(_ photo: Photo, radius: Int) -> Photo {
    var values = photo.rgb.map(Int.init)
    for _ in 0..<3 {
      for (step, count) in [(3, photo.width), (3 * photo.width, photo.height)] {
        let source = values
        for index in source.indices {
          let position = step == 3 ? index / 3 % photo.width : index / (3 * photo.width)
          var sum = 0
          for offset in -radius...radius {
            sum += source[index + (min(count - 1, max(0, position + offset)) - position) * step]
          }
          values[index] = sum / (2 * radius + 1)
        }
      }
    }
    return Photo(width: photo.width, height: photo.height, rgb: values.map { UInt8($0) })
  }

  private func kinds(_ photo: Photo) -> [PhotoQuality.Kind] { PhotoGate().inspect(photo).findings.map(\.kind) }

  @Test func `a sharp picture in good light passes without a word`() {
    let quality = PhotoGate().inspect(drawn())
    #expect(quality.usable && quality.findings.isEmpty)
  }

  @Test func `smooth skin without spots is not taken for blur`() {
    #expect(!kinds(drawn(spots: false)).contains(.blurred))
    #expect(PhotoGate().inspect(drawn(spots: false)).usable)
  }

  @Test func `dark skin in good light passes`() { #expect(PhotoGate().inspect(drawn(gain: 0.55)).usable) }

  @Test func `a blurred picture is refused at every size`() {
    let photo = blurred(drawn(), radius: 1)
    #expect(kinds(photo).contains(.blurred))
    #expect(kinds(photo.resized(width: 960, height: 720)).contains(.blurred))
    #expect(!kinds(drawn().resized(width: 480, height: 360)).contains(.blurred))
  }

  @Test func `dark, washed out, tiny and empty pictures are refused`() {
    #expect(kinds(drawn(gain: 0.15)).contains(.tooDark))
    #expect(kinds(drawn(gain: 6)).contains(.tooBright))
    #expect(kinds(drawn(width: 63, height: 90)).contains(.tooSmall))
    let grey = Photo(width: 300, height: 300, rgb: [UInt8](repeating: 128, count: 270_000))
    #expect(kinds(grey) == [.blank])
    for photo in [drawn(gain: 0.15), drawn(gain: 6), drawn(width: 63, height: 90), grey] {
      #expect(!PhotoGate().inspect(photo).usable)
    }
  }

  @Test func `coloured light and a small picture are mentioned, not refused`() {
    let photo = drawn()
    var blue = photo.rgb
    for pixel in stride(from: 0, to: blue.count, by: 3) { blue.swapAt(pixel, pixel + 2) }
    let quality = PhotoGate().inspect(Photo(width: photo.width, height: photo.height, rgb: blue))
    #expect(quality.usable && quality.findings.map(\.kind) == [.colourCast])
    let small = PhotoGate().inspect(drawn(width: 150, height: 120))
    #expect(small.usable && small.findings.contains { $0.kind == .small && $0.value == 120 })
  }

  @Test(arguments: [(1, 1), (1, 500), (700, 1), (17, 16), (5000, 70)])
  func `a picture of any shape is judged`(width: Int, height: Int) {
    let photo = Photo(width: width, height: height, rgb: [UInt8](repeating: 90, count: 3 * width * height))
    #expect(!PhotoGate().inspect(photo).usable)
  }

  @Test func `the report has the keys of the contract`() throws {
    let json = try JSONEncoder().encode(PhotoGate().inspect(drawn(gain: 0.15)))
    let object = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(Set(object.keys) == ["usable", "findings"])
    let findings = try #require(object["findings"] as? [[String: Any]])
    #expect(findings.first.map { Set($0.keys) } == ["kind", "value", "advice"])
    #expect(findings.first?["kind"] as? String == "too-dark")
  }
}
