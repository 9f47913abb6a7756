import SkinImage
import SkinSafety
import Testing

@testable import SkinEvaluation

/// Changed photos and what is said about them.
@Suite struct ConsistencyTests {
  private typealias Said = Consistency.Said

  /// A picture whose every pixel tells where it is.
  private func drawn(width: Int, height: Int) -> Photo {
    var rgb: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width { rgb += [UInt8(40 + x * 150 / width), UInt8(40 + y * 150 / height), 120] }
    }
    return Photo(width: width, height: height, rgb: rgb)
  }

  @Test func `a photo has ten changes, the same for its name and seed`() {
    let changes = Alteration.drawn(for: "a.jpg", seed: 3)
    #expect(changes == Alteration.drawn(for: "a.jpg", seed: 3))
    #expect(changes != Alteration.drawn(for: "b.jpg", seed: 3) && changes != Alteration.drawn(for: "a.jpg", seed: 4))
    #expect(changes.map(\.kind) == [.crop, .crop, .crop, .light, .light, .light, .jpeg, .jpeg, .turn, .turn])
    #expect(Set(changes).count == 10)
  }

  @Test func `a crop is a part of the photo, to the pixel`() throws {
    let photo = drawn(width: 41, height: 30)
    let part = try Alteration.crop(share: 0.8, left: 1, top: 0).applied(to: photo)
    #expect(part.width == 33 && part.height == 24)
    for (x, y) in [(0, 0), (32, 0), (0, 23), (32, 23)] {
      let (from, to) = (3 * (y * 41 + x + 8), 3 * (y * 33 + x))
      #expect(Array(photo.rgb[from..<from + 3]) == Array(part.rgb[to..<to + 3]))
    }
  }

  @Test func `light moves all pixels one way, and none without a change`() throws {
    let photo = drawn(width: 9, height: 7)
    #expect(try Alteration.light(exponent: 1, red: 1, blue: 1).applied(to: photo) == photo)
    let dark = try Alteration.light(exponent: 1.3, red: 1, blue: 0.5).applied(to: photo)
    #expect(zip(dark.rgb, photo.rgb).allSatisfy { $0 < $1 })
    #expect(dark.rgb[2] < 60)
  }

  @Test(arguments: [(64, 48), (17, 9), (1, 1)]) func `a JPEG keeps the size, and nearly the picture`(
    width: Int, height: Int
  ) throws {
    let photo = drawn(width: width, height: height)
    let written = try Alteration.jpeg(quality: 90).applied(to: photo)
    #expect(written.width == width && written.height == height)
    #expect(zip(written.rgb, photo.rgb).allSatisfy { abs(Int($0) - Int($1)) <= 24 })
  }

  @Test func `a tilt keeps the form and the middle, and nothing from outside`() throws {
    let photo = drawn(width: 101, height: 61)
    #expect(try Alteration.turn(degrees: 0).applied(to: photo) == photo)
    let turned = try Alteration.turn(degrees: -8).applied(to: photo)
    #expect(turned.width < 101 && turned.height < 61)
    #expect(abs(Double(turned.width) / Double(turned.height) - 101.0 / 61) < 0.05)
    let (middle, old) = (3 * (turned.height / 2 * turned.width + turned.width / 2), 3 * (30 * 101 + 50))
    for channel in 0..<3 { #expect(abs(Int(turned.rgb[middle + channel]) - Int(photo.rgb[old + channel])) <= 4) }
    // Blue is the same everywhere, so anything else came from outside.
    #expect(stride(from: 2, to: turned.rgb.count, by: 3).allSatisfy { turned.rgb[$0] == 120 })
    let back = try Alteration.turn(degrees: 8).applied(to: photo)
    #expect(back != turned)
  }

  @Test func `shares are counted by hand, by kind and by what was said before`() throws {
    let sure = Said(class: "a", level: .withinTwoWeeks, outcome: .answered)
    let unsure = Said(class: "b", level: .notAssessed, outcome: .uncertain)
    let refused = Said(class: "a", level: .withinTwoWeeks, outcome: .refused)
    let lower = Said(class: "a", level: .notAssessed, outcome: .answered)
    let found = Consistency(
      [
        .init(
          name: "1", original: sure,
          versions: [
            .init(kind: .crop, said: sure), .init(kind: .jpeg, said: lower), .init(kind: .turn, said: refused),
          ]),
        .init(name: "2", original: unsure, versions: [.init(kind: .crop, said: sure)]),
        .init(name: "3", original: refused, versions: [.init(kind: .crop, said: sure)]),
      ], sample: [], seed: 0)
    #expect(found.photos == 2 && found.refusedOriginals == 1)
    #expect(
      found.rows.map(\.versions) == ["all", "crop", "jpeg", "turn", "answered as it is", "uncertain as it is"])
    let all = try #require(found.rows.first)
    #expect(all.sameClass.value == 0.5 && all.sameLevel.value == 0.25 && all.sameBoth.value == 0.25)
    #expect(all.lowerLevel.value == 0.25 && all.refused.value == 0.25 && all.sameClass.photos == 4)
    #expect(found.rows[2].sameClass.value == 1 && found.rows[2].lowerLevel.value == 1)
    #expect(found.rows[5].sameBoth.value == 0)
  }

  @Test func `without a photo to compare with there is no row`() {
    let refused = Said(class: nil, level: nil, outcome: .refused)
    let found = Consistency([.init(name: "1", original: refused, versions: [])], sample: [], seed: 0)
    #expect(found.rows.isEmpty && found.refusedOriginals == 1)
  }
}
