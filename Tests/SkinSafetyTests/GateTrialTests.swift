import SkinImage
import SkinSafety
import Testing

@Suite struct GateTrialTests {
  /// Fine and coarse detail in mid tones, of odd size.
  private static func photo(width: Int = 201, height: Int = 157) -> Photo {
    var state: UInt32 = 1
    let rgb = (0..<3 * width * height).map { index -> UInt8 in
      state = state &* 1_664_525 &+ 1_013_904_223
      let stripe = index / 3 % width / 16 % 2
      return UInt8(90 + Int(state >> 26) + stripe * 40)
    }
    return Photo(width: width, height: height, rgb: rgb)
  }

  private static func mean(_ photo: Photo) -> Double {
    photo.rgb.reduce(0) { $0 + Double($1) } / Double(photo.rgb.count)
  }

  @Test func `blur keeps size and mean and takes detail away`() {
    let photo = Self.photo()
    let blurred = GateTrial.Harm.blurred.applied(to: photo)
    #expect(blurred.width == photo.width && blurred.height == photo.height)
    #expect(abs(Self.mean(blurred) - Self.mean(photo)) <= 1)
    func roughness(_ photo: Photo) -> Int {
      zip(photo.rgb, photo.rgb.dropFirst(3)).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    }
    #expect(roughness(blurred) * 2 < roughness(photo))
  }

  @Test func `blur of one colour is that colour`() {
    let photo = Photo(width: 9, height: 300, rgb: [UInt8](repeating: 77, count: 3 * 9 * 300))
    #expect(GateTrial.Harm.blurred.applied(to: photo) == photo)
  }

  @Test func `the other harms do what they say`() {
    let photo = Self.photo()
    #expect(abs(Self.mean(GateTrial.Harm.darkened.applied(to: photo)) - 24) <= 1)
    let small = GateTrial.Harm.shrunk.applied(to: photo)
    #expect(min(small.width, small.height) == 60 && small.width == 76)
    #expect(Self.mean(GateTrial.Harm.brightened.applied(to: photo)) >= 240)
  }

  @Test func `a good photo passes, and what spoils it is caught`() {
    var trial = GateTrial()
    trial.add(Self.photo())
    #expect(trial.photos == 1 && trial.refused == 0)
    for harm in [GateTrial.Harm.darkened, .shrunk, .brightened] { #expect(trial.caughtShare(harm) == 1) }
    trial.add(Photo(width: 40, height: 40, rgb: [UInt8](repeating: 120, count: 4_800)))
    #expect(trial.photos == 2 && trial.refused == 1 && trial.refusedShare == 0.5)
    #expect(trial.caughtShare(.shrunk) == 1)
  }
}
