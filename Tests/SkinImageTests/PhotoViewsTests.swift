import Testing

@testable import SkinImage

@Suite("Views of a photo") struct PhotoViewsTests {
  /// A photo of which every pixel is another.
  private static func photo(_ width: Int, _ height: Int) -> Photo {
    Photo(
      width: width, height: height, rgb: (0..<3 * width * height).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 251) })
  }

  private static func pixel(_ photo: Photo, _ x: Int, _ y: Int) -> [UInt8] {
    let start = 3 * (y * photo.width + x)
    return Array(photo.rgb[start..<start + 3])
  }

  @Test("the centre is cut pixel by pixel", arguments: [(7, 5), (1, 1), (2, 9), (64, 33), (5, 4)], [1.25, 1.6, 4.0])
  func cutsCentre(size: (Int, Int), zoom: Double) {
    let whole = Self.photo(size.0, size.1)
    let centre = whole.centre(zoom: zoom)
    #expect(centre.width == max(1, Int((Double(size.0) / zoom).rounded())))
    #expect(centre.height == max(1, Int((Double(size.1) / zoom).rounded())))
    let (left, top) = ((size.0 - centre.width) / 2, (size.1 - centre.height) / 2)
    for y in 0..<centre.height {
      for x in 0..<centre.width { #expect(Self.pixel(centre, x, y) == Self.pixel(whole, left + x, top + y)) }
    }
  }

  @Test("a zoom of 1 is the photo itself")
  func keepsWhole() { #expect(Self.photo(7, 5).centre(zoom: 1) == Self.photo(7, 5)) }

  @Test("the mirror image changes left and right", arguments: [(7, 5), (1, 3), (64, 33)])
  func mirrors(size: (Int, Int)) {
    let photo = Self.photo(size.0, size.1)
    let mirrored = photo.mirrored()
    #expect(mirrored.width == size.0 && mirrored.height == size.1)
    for y in 0..<size.1 {
      for x in 0..<size.0 { #expect(Self.pixel(mirrored, x, y) == Self.pixel(photo, size.0 - 1 - x, y)) }
    }
    #expect(mirrored.mirrored() == photo)
  }
}
