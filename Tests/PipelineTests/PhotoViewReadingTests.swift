import SkinConfiguration
import SkinImage
import SkinQuantization
import SkinRecognition
import SkinRuntime
import SkinTensor
import Testing

/// A photo seen in several ways: one vector for the head, and nothing changes for the decoder.
@Suite struct PhotoViewReadingTests {
  private static let views = [
    PhotoView.plain, PhotoView(zoom: 1, isMirrored: true), PhotoView(zoom: 1.25, isMirrored: false),
    PhotoView(zoom: 1.5, isMirrored: true),
  ]

  @Test(arguments: [1, 2])
  func `the features are the mean over the views, each read as a photo of its own`(threadCount: Int) throws {
    let golden = try Golden("tiny", .int8, threadCount: threadCount)
    let (model, photo) = (golden.model, golden.photo)
    let cut = photo.centre(zoom: 1.25)
    let turned = photo.centre(zoom: 1.5).mirrored()
    let single = try [photo, photo.mirrored(), cut, turned].map { try model.read($0, views: [.plain]).features.values }
    #expect(Set(single).count == single.count, "every view gives something else")
    let found = try model.read(photo, views: Self.views).features.values
    try #require(found.count == model.configuration.pooledFeatureCount && found.count == single[0].count)
    for column in found.indices {
      let sum = single.reduce(0.0) { $0 + Double($1[column]) }
      #expect(found[column] == Float(sum / 4), "feature \(column)")
    }
  }

  @Test func `the decoder reads the photo as it is`() throws {
    let golden = try Golden("tiny", .int8)
    let expected = try golden.model.softPrompt(of: golden.photo).takeRows()
    let found = try golden.model.read(golden.photo, views: Self.views).takeSoftPrompt().takeRows()
    #expect(found.rowCount == expected.rowCount)
    #expect(Array(found.elements) == Array(expected.elements))
  }
}
