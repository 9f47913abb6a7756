import Foundation
import SkinTestSupport
import Testing

@testable import SkinImage

/// Paths that do and do not lead to a photo.
struct PhotoFileTests {
  @Test func `a file's bytes are read as they are`() throws {
    let path = Goldens.url("image/rgb-8.png").path
    #expect(try Photo.fileBytes(path: path) == Goldens.bytes("image/rgb-8.png"))
  }

  @Test(arguments: ["/no/such/photo.jpg", ""]) func `a path without a file is named`(path: String) {
    #expect(throws: ImageError.notFound(path: path)) { try Photo.fileBytes(path: path) }
  }

  @Test func `a folder is not a photo`() {
    let path = Goldens.url("image").path
    #expect(throws: ImageError.isDirectory(path: path)) { try Photo.fileBytes(path: path) }
  }

  @Test func `a file without bytes is empty`() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "empty-\(UUID().uuidString).jpg")
    try Data().write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(throws: ImageError.empty) { try Photo.fileBytes(path: url.path) }
  }

  @Test func `a file above the limit is refused, one at the limit is not`() throws {
    let path = Goldens.url("image/rgb-8.png").path
    let count = try Goldens.bytes("image/rgb-8.png").count
    #expect(try Photo.fileBytes(path: path, limits: PhotoLimits(fileByteCount: count)).count == count)
    #expect(throws: ImageError.fileTooLarge(byteCount: count, limit: count - 1)) {
      try Photo.fileBytes(path: path, limits: PhotoLimits(fileByteCount: count - 1))
    }
  }
}
