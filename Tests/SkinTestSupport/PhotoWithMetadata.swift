public import Foundation

/// A drawn photo whose file tells who, where and when, as telephones' files do.
public enum PhotoWithMetadata {
  /// Words that must not leave the file.
  public static let secrets = ["Exif", "SECRET-CAMERA", "SECRET-OWNER", "GPSLatitude"]

  /// A JPEG with an Exif block, a comment and XMP put into a golden picture.
  public static func jpeg() throws -> [UInt8] {
    // A TIFF header and one entry: the camera's make, 14 bytes at offset 26.
    var exif = Array("Exif".utf8) + [0, 0] + Array("II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0]
    exif += [0x0F, 0x01, 2, 0, 14, 0, 0, 0, 26, 0, 0, 0] + [0, 0, 0, 0] + Array("SECRET-CAMERA".utf8) + [0]
    let xmp = Array("http://ns.adobe.com/xap/1.0/".utf8) + [0] + Array("<x GPSLatitude='46,12N'/>".utf8)
    let comment = Array("SECRET-OWNER".utf8)
    let picture = try Goldens.bytes("image/baseline-444.jpg")
    let segments = segment(0xE1, exif) + segment(0xE1, xmp) + segment(0xFE, comment)
    return Array(picture[..<2]) + segments + Array(picture[2...])
  }

  /// Whether some data holds one of the secrets.
  public static func isIn(_ data: Data) -> Bool { secrets.contains { data.range(of: Data($0.utf8)) != nil } }

  private static func segment(_ marker: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    let length = bytes.count + 2
    return [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + bytes
  }
}
