import CSkinPlatform
import Foundation

extension Photo {
  /// The longest side that libjpeg writes (`JPEG_MAX_DIMENSION`).
  private static let greatestWrittenSide = 65_500

  /// The photo as a baseline JPEG with colours at half the resolution, as telephones write them; nothing but its pixels.
  ///
  /// - Parameter quality: libjpeg's, 1...100; what lies outside is moved to the nearest end.
  /// - Throws: ``ImageError/sizeOutOfRange(width:height:pixelLimit:)`` or ``ImageError/outOfMemory``
  package func jpeg(quality: Int) throws(ImageError) -> [UInt8] {
    guard (1...Self.greatestWrittenSide).contains(width), (1...Self.greatestWrittenSide).contains(height) else {
      throw .sizeOutOfRange(width: width, height: height, pixelLimit: Self.greatestWrittenSide)
    }
    var target: UnsafeMutablePointer<UInt8>?
    var count = 0
    // SAFETY: the encoder reads 3 * width * height bytes and hands over a buffer of `count` bytes, or none.
    let status = unsafe rgb.withUnsafeBufferPointer {
      unsafe skin_jpeg_encode(
        $0.baseAddress, UInt32(width), UInt32(height), Int32(clamping: quality), &target, &count)
    }
    defer { unsafe free(target) }
    switch status {
    case SKIN_PHOTO_OK: return unsafe Array(UnsafeBufferPointer(start: target, count: count))
    case SKIN_PHOTO_MEMORY: throw .outOfMemory
    default: throw .unsupportedKind
    }
  }
}
