import SkinConfiguration
import SkinTestSupport
import Testing

@testable import SkinImage

/// Resizing against Pillow's bicubic filter.
struct PhotoResizingTests {
  @Test(arguments: ImageGoldens.all.resizes)
  func `a resized photo has the same bytes as in Pillow`(golden: ImageGoldens.Resize) throws {
    let (width, height) = (golden.to[0], golden.to[1])
    let resized = ImageGoldens.pattern(width: golden.from[0], height: golden.from[1])
      .resized(width: width, height: height)
    try #require((resized.width, resized.height) == (width, height))
    // Some rows first: they say where the fault is, the digest only that there is one.
    var offset = golden.offset
    for y in stride(from: 0, to: height, by: 16) {
      let row = resized.rgb[3 * width * y..<3 * width * (y + 1)]
      #expect(row.elementsEqual(ImageGoldens.resizeValues[offset..<offset + 3 * width]), "row \(y)")
      offset += 3 * width
    }
    #expect(ImageGoldens.digest(resized.rgb) == golden.digest)
  }

  @Test func `one colour stays that colour`() {
    let photo = Photo(width: 61, height: 47, rgb: (0..<61 * 47).flatMap { _ in [255, 0, 131] as [UInt8] })
    let expected = (0..<30 * 90).flatMap { _ in [255, 0, 131] as [UInt8] }
    #expect(photo.resized(width: 30, height: 90).rgb == expected)
  }

  @Test(arguments: [(1, 1), (7, 224), (224, 7), (4032, 224), (224, 224), (12_000, 1)])
  func `all windows lie inside the photo and weigh one`(count: Int, newCount: Int) {
    let weights = ResizingWeights(from: count, to: newCount, isLinear: false)
    #expect(weights.windows.count == newCount)
    for window in weights.windows {
      #expect(window.start >= 0 && !window.factors.isEmpty && window.start + window.factors.count <= count)
      let sum = weights.factors[window.factors].reduce(0) { $0 + Int($1) }
      #expect(abs(sum - 1 << 22) <= window.factors.count)
    }
    #expect(weights.windows.last?.factors.upperBound == weights.factors.count)
  }

  @Test func `pixels are normalized channel by channel`() {
    let photo = Photo(width: 2, height: 2, rgb: [255, 0, 51, 0, 255, 51, 255, 0, 51, 0, 255, 51])
    let pixels = photo.pixels(ImageConfiguration(size: 2, mean: [0.5, 0.25, 0], standardDeviation: [0.5, 0.25, 0.1]))
    let blue = Float(51) / 255 / 0.1
    #expect(pixels.size == 2)
    #expect(pixels.values == [1, -1, 1, -1, -1, 3, -1, 3, blue, blue, blue, blue])
  }
}
