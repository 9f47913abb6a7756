import Foundation
import SkinDiagnosis
import SkinImage
import SkinRuntime
import SkinTestSupport
import Testing

/// A photo is decoded once, for the model and for the page.
@Suite struct CasePictureTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func `each photo of a case is decoded once, and the page's picture is made of these pixels`() throws {
    let file = Self.root.appending(path: "quantized/skingpt-mini.skgpt")
    let model = try SkinModel(path: file.path(percentEncoded: false))
    let names = ["safety/drawn.png", "image/baseline-444.jpg"]
    let photos = try names.map { CasePhoto(name: $0, bytes: Array(try Goldens.bytes($0))) }
    var decoded: [(name: String, photo: Photo)] = []
    let options = ConsultationOptions(prompts: [], force: true)
    let report = try Consultation(model, loadMilliseconds: 0).diagnose(
      case: photos + [photos[0]], options: options, decoded: { decoded.append(($1.name, $0)) })
    #expect(decoded.map(\.name) == names)
    #expect(Set(report.photos?.map(\.sha256) ?? []) == Set(photos.map(\.digest)))
    for (file, found) in zip(photos, decoded) {
      #expect(ReportPicture.png(found.photo) == ReportPicture.png(try Photo.decode(file.bytes)))
    }
  }
}
