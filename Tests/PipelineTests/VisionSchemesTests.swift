import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinImage
import SkinMeasurement
import SkinQuantization
import SkinRuntime
import SkinTensor
import SkinTestSupport
import Testing

/// `convert --vision-weights auto` on golden models: which weights have one scale for each row.
@Suite struct VisionSchemesTests {
  private static func chosen(
    _ golden: Golden, _ least: Double, _ plan: WeightPlan = WeightPlan(language: .float32, vision: .int8)
  ) throws -> VisionSchemes {
    try VisionSchemes(
      in: golden.model.container, plan, photos: [golden.photo], leastCosine: least, rounding: { _, _ in .searched },
      options: RuntimeOptions(threadCount: 2))
  }

  /// The cosine of each stage of one model with another's, measured without what is tested here.
  private static func cosines(_ golden: Golden, _ float: Golden) throws -> [Double] {
    func stages(_ golden: Golden) throws -> [[Float]] {
      let tokens = golden.model.vision.encode(
        golden.photo.pixels(golden.model.configuration.image), with: golden.model.backend)
      return [tokens.rows.elements, try golden.model.softPrompt(of: golden.photo).takeRows().elements]
    }
    return zip(try stages(golden), try stages(float)).map { Agreement($0, $1).cosine }
  }

  private static func least(_ schemes: VisionSchemes) throws -> Double { try #require(schemes.cosines.values.min()) }

  @Test(arguments: ["tiny", "tiny-joined"])
  func `a limit that all keep leaves none in groups, and one that nothing keeps leaves all`(preset: String) throws {
    let float = try Golden(preset, .float32)
    let (all, none) = (try Self.chosen(float, -1), try Self.chosen(float, 2))
    #expect(all.candidateCount >= 8 && all.rules.count == all.candidateCount && none.rules.isEmpty)
    #expect(all.rules.allSatisfy { $0.weights == .int8PerRow })
    let stages = preset == "tiny" ? ["vision", "queries", "soft_prompt"] : ["vision", "soft_prompt"]
    #expect(Set(all.cosines.keys) == Set(stages) && Set(none.cosines.keys) == Set(stages))
    for (schemes, rules) in [(all, all.rules), (none, [])] {
      let written = try Golden(preset, .float32, vision: .int8, visionRules: rules)
      let measured = try Self.cosines(written, float)
      #expect(abs(measured[0] - (schemes.cosines["vision"] ?? 0)) <= 1e-6 && measured[0] > 0.99)
      #expect(abs(measured[1] - (schemes.cosines["soft_prompt"] ?? 0)) <= 1e-6 && measured[1] > 0.99)
    }
  }

  @Test func `of a limit between, as many as keep it have one scale per row`() throws {
    let float = try Golden("tiny-joined", .float32)
    let (low, high) = (try Self.least(Self.chosen(float, -1)), try Self.least(Self.chosen(float, 2)))
    try #require(low > 0.99 && low < high && high < 1, "\(low) \(high)")
    let limit = (low + high) / 2
    let some = try Self.chosen(float, limit)
    #expect(some.rules.count > 0 && some.rules.count < some.candidateCount)
    #expect(try Self.least(some) >= limit)
    // What is written has these schemes, and keeps what was measured.
    let written = try Golden("tiny-joined", .float32, vision: .int8, visionRules: some.rules)
    for record in written.model.container.records {
      let isChosen = some.rules.contains { $0.fits(record.name) }
      #expect((record.scheme == .int8PerRow) == isChosen, "\(record.name)")
    }
    for cosine in try Self.cosines(written, float) { #expect(cosine >= limit - 1e-6) }
  }

  @Test func `a recipe's weights are left as it says`() throws {
    let float = try Golden("tiny", .float32)
    var plan = WeightPlan(language: .float32, vision: .int8)
    plan.rules = [RecipeRule(tensors: "vision.layer.1.*", weights: .float16)]
    let chosen = try Self.chosen(float, -1, plan)
    let free = try Self.chosen(float, -1)
    #expect(chosen.candidateCount == free.candidateCount - 4 && chosen.rules.count == chosen.candidateCount)
    #expect(!chosen.rules.contains { $0.tensors.hasPrefix("vision.layer.1.") })
    #expect(try Self.least(chosen) != Self.least(free))
  }
}
