import CSkinPlatform
import Foundation

/// What a photo may be at most, checked before memory is taken.
public struct PhotoLimits: Hashable, Sendable {
  /// Bytes of the file.
  public var fileByteCount: Int
  /// Pixels of the picture.
  public var pixelCount: Int

  /// 256 MiB and 120 megapixels, more than telephones take, unless told otherwise.
  public init(fileByteCount: Int = 256 << 20, pixelCount: Int = 120_000_000) {
    self.fileByteCount = fileByteCount
    self.pixelCount = pixelCount
  }
}

/// A photo: 8-bit RGB, upright.
///
/// The public code of SkinGPT-4 ignores how the camera was held; here the photo is turned first, because telephones
/// store photos sideways.
public struct Photo: Hashable, Sendable {
  /// Pixels of a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Red, green, blue of each pixel, row after row.
  public let rgb: [UInt8]

  /// A photo of the given pixels.
  ///
  /// - Precondition: `rgb.count == 3 * width * height`.
  public init(width: Int, height: Int, rgb: [UInt8]) {
    precondition(rgb.count == 3 * width * height, "\(rgb.count) bytes for \(width) x \(height) pixels")
    self.width = width
    self.height = height
    self.rgb = rgb
  }

  /// The bytes of a photo's file.
  ///
  /// - Throws: ``ImageError`` if it is not there, a folder, or too large.
  public static func fileBytes(path: String, limits: PhotoLimits = PhotoLimits()) throws(ImageError) -> [UInt8] {
    var isDirectory: ObjCBool = false
    // SAFETY: the pointer is to a local variable.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .notFound(path: path)
    }
    guard !isDirectory.boolValue else { throw .isDirectory(path: path) }
    guard let file = FileHandle(forReadingAtPath: path) else { throw .unreadable(path: path) }
    defer { try? file.close() }
    let data: Data?
    do { data = try file.read(upToCount: limits.fileByteCount + 1) } catch { throw .unreadable(path: path) }
    guard let data, !data.isEmpty else { throw .empty }
    guard data.count <= limits.fileByteCount else {
      throw .fileTooLarge(byteCount: data.count, limit: limits.fileByteCount)
    }
    return [UInt8](data)
  }

  /// Decodes a JPEG or PNG and turns it upright.
  ///
  /// - Throws: ``ImageError``
  public static func decode(_ bytes: [UInt8], limits: PhotoLimits = PhotoLimits()) throws(ImageError) -> Photo {
    guard !bytes.isEmpty else { throw .empty }
    switch ImageFormat(bytes) {
    case .jpeg:
      return try unsafe decode(bytes, limits, skin_jpeg_size, skin_jpeg_decode).upright(Orientation(jpeg: bytes))
    case .png:
      return try unsafe decode(bytes, limits, skin_png_size, skin_png_decode).upright(Orientation(png: bytes))
    case .other(let name): throw .unsupportedFormat(name)
    case .unknown: throw .notAnImage
    }
  }

  /// The longest side that a JPEG can have; a PNG with a longer one is no photo.
  private static let greatestSide = 65_535

  private typealias SizeReader =
    (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<UInt32>?) -> Int32
  private typealias Decoder = (UnsafePointer<UInt8>?, Int, UInt32, UInt32, UnsafeMutablePointer<UInt8>?) -> Int32

  private static func decode(
    _ bytes: [UInt8], _ limits: PhotoLimits, _ readSize: SizeReader, _ decode: Decoder
  ) throws(ImageError) -> Photo {
    var width: UInt32 = 0
    var height: UInt32 = 0
    // SAFETY: the decoder reads `bytes.count` bytes and writes two numbers.
    try check(unsafe bytes.withUnsafeBufferPointer { unsafe readSize($0.baseAddress, $0.count, &width, &height) })
    let pixelCount = Int(width) * Int(height)
    guard pixelCount > 0, pixelCount <= limits.pixelCount, max(width, height) <= greatestSide else {
      throw .sizeOutOfRange(width: Int(width), height: Int(height), pixelLimit: limits.pixelCount)
    }
    var status: Int32 = 0
    // SAFETY: the decoder reads `bytes.count` bytes and writes at most 3 * width * height; what it leaves out after
    // an error is zero and thrown away.
    let rgb = unsafe [UInt8](unsafeUninitializedCapacity: 3 * pixelCount) { target, count in
      unsafe target.initialize(repeating: 0)
      status = unsafe bytes.withUnsafeBufferPointer {
        unsafe decode($0.baseAddress, $0.count, width, height, target.baseAddress)
      }
      count = 3 * pixelCount
    }
    try check(status)
    return Photo(width: Int(width), height: Int(height), rgb: rgb)
  }

  private static func check(_ status: Int32) throws(ImageError) {
    switch status {
    case SKIN_PHOTO_OK: return
    case SKIN_PHOTO_TRUNCATED: throw .truncated
    case SKIN_PHOTO_MEMORY: throw .outOfMemory
    default: throw .damaged
    }
  }
}
