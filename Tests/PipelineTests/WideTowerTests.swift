import Foundation
import SkinConfiguration
import SkinConversion
import SkinImage
import SkinKernels
import SkinQuantization
import SkinTensor
import SkinTestSupport
import Testing

@testable import SkinRuntime

/// One layer of MedGemma's tower in its real widths: 4304 columns are 67 superblocks of 64 and a quarter.
@Suite struct WideTowerTests {
  private static let configuration = {
    var configuration = PublishedShape.medGemma4B.configuration
    configuration.image.size = 56
    configuration.vision.layerCount = 1
    configuration.language.hiddenWidth = 64
    configuration.language.feedForwardWidth = 64
    configuration.language.layerCount = 1
    configuration.language.vocabularySize = 512
    configuration.language.contextLength = 64
    configuration.language.gemma?.isWindowed = [false]
    return configuration
  }()

  @Test(arguments: [WeightScheme.int8, .int8PerRow, .int4, .float16])
  func `a feed-forward width that fills no superblock gives what the plain kernels give`(scheme: WeightScheme) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).skgpt")
      .path(percentEncoded: false)
    defer { for name in [path, path + ".verified"] { try? FileManager.default.removeItem(atPath: name) } }
    _ = try SyntheticModel(Self.configuration, weights: WeightPlan(language: .int8, vision: scheme)).write(to: path)
    let photo = try Photo.decode(try Goldens.bytes("pipeline/tiny/photo.png"))
    let rows = try [KernelName.reference, .best].map { name in
      let model = try SkinModel(path: path, options: RuntimeOptions(kernels: name, threadCount: 2))
      return model.vision.encode(photo.pixels(model.configuration.image), with: model.backend).rows.elements
    }
    try #require(rows[0].count == 16 * 1152 && rows[1].count == rows[0].count)
    let error = zip(rows[0], rows[1]).reduce(0.0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
    let size = rows[0].reduce(0.0) { $0 + pow(Double($1), 2) }
    // With a scale for each row attention is in integers too: a weight of it that falls on the other side of a rounding
    // moves the result by 1/255.
    #expect(size > 0 && (error / size).squareRoot() <= (scheme == .int8PerRow ? 0.02 : 1e-3))
  }
}
