import Foundation
import Testing

@testable import SkinRecognition

@Suite("How a photo is seen") struct PhotoViewTests {
  @Test("a view is its text", arguments: ["1", "1m", "1.25", "1.6m", "4"])
  func hasText(text: String) throws {
    let view = try #require(PhotoView(text: text))
    #expect(view.description == text)
    #expect(try JSONDecoder().decode([PhotoView].self, from: JSONEncoder().encode([view])) == [view])
  }

  @Test("texts of no view are refused", arguments: ["", "m", "0.9", "4.1", "nan", "inf", "1mm", "1,25", "-1"])
  func refuses(text: String) {
    #expect(PhotoView(text: text) == nil)
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([PhotoView].self, from: Data("[\"\(text)\"]".utf8)) }
  }

  @Test("a head says how it wants a photo seen, and begins with the photo as it is")
  func headSaysViews() throws {
    func head(_ views: Any?) throws -> RecognitionHead {
      var file = HeadBytes.small
      file.description["views"] = views
      return try RecognitionHead(file.bytes, featureCount: 2, classes: ["a", "b", "c"])
    }
    #expect(try head(nil).description.views == nil)
    #expect(
      try head(["1", "1m", "1.25"]).description.views == [
        .plain, PhotoView(zoom: 1, isMirrored: true), PhotoView(zoom: 1.25, isMirrored: false),
      ])
    let unusable: [Any] = [["1m", "1"], [String](), ["1", "1"], ["1", "wide"], [1]]
    for views in unusable { #expect(throws: RecognitionError.self) { try head(views) } }
  }
}
