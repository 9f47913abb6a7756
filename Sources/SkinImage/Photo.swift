import CSkinPlatform
import SkinFiles

/// Upper limits for a photo, checked before memory is allocated.
package struct PhotoLimits: Hashable, Sendable {
  /// Bytes of the file.
  package var fileByteCount: Int
  /// Pixels of the decoded picture.
  package var pixelCount: Int
  /// Pixels of a JPEG's file: one with more than ``pixelCount`` is decoded at a half, a quarter or an eighth of its
  /// sides.
  package var storedPixelCount: Int
  /// Pixels times scans of a JPEG: each scan of a progressive one touches every pixel again.
  package var scannedPixelCount: Int

  /// More than phones take, unless told otherwise: 256 MiB, 500 megapixels of which 120 are decoded, and 20 scans of
  /// these.
  ///
  /// A progressive file of three colours has 10 scans, one of four has 18 (libjpeg, `jpeg_simple_progression`).
  package init(
    fileByteCount: Int = 256 << 20, pixelCount: Int = 120_000_000, storedPixelCount: Int = 500_000_000,
    scannedPixelCount: Int = 2_400_000_000
  ) {
    self.storedPixelCount = max(pixelCount, storedPixelCount)
    self.fileByteCount = fileByteCount
    self.pixelCount = pixelCount
    self.scannedPixelCount = scannedPixelCount
  }

  /// More scans than any program writes, whatever the size.
  private static let mostScans = 200

  /// How many scans a picture of a size may have.
  func scanCount(width: Int, height: Int) -> Int {
    min(Self.mostScans, max(1, scannedPixelCount / max(1, width * height)))
  }
}

/// A photo: 8-bit RGB, upright.
///
/// The public code of SkinGPT-4 ignores how the camera was held; here the photo is turned first, because phones store
/// photos sideways.
package struct Photo: Hashable, Sendable {
  /// Pixels of a row.
  package let width: Int
  /// Rows.
  package let height: Int
  /// Red, green, blue of each pixel, row after row.
  package let rgb: [UInt8]
  /// How many times longer the file's sides are: 2, 4 or 8 for a picture so large that it was decoded smaller, else 1.
  package let divisor: Int

  /// A photo of the given pixels.
  ///
  /// - Precondition: `rgb.count == 3 * width * height`.
  package init(width: Int, height: Int, rgb: [UInt8]) { self.init(width: width, height: height, rgb: rgb, divisor: 1) }

  init(width: Int, height: Int, rgb: [UInt8], divisor: Int) {
    self.divisor = divisor
    precondition(rgb.count == 3 * width * height, "\(rgb.count) bytes for \(width) x \(height) pixels")
    self.width = width
    self.height = height
    self.rgb = rgb
  }

  /// The bytes of a photo's file; `-` is standard input.
  ///
  /// - Throws: ``ImageError`` if it does not exist, is a folder, or is too large.
  package static func fileBytes(path: String, limits: PhotoLimits = PhotoLimits()) throws(ImageError) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try InputBytes.read(path, limit: limits.fileByteCount) } catch {
      switch error {
      case .notFound: throw .notFound(path: path)
      case .isDirectory: throw .isDirectory(path: path)
      case .unreadable: throw .unreadable(path: path)
      case .tooLarge(let byteCount): throw .fileTooLarge(byteCount: byteCount, limit: limits.fileByteCount)
      }
    }
    guard !bytes.isEmpty else { throw .empty }
    return bytes
  }

  /// Decodes a JPEG, PNG or WebP, converts its colours to sRGB and turns the picture upright.
  ///
  /// - Throws: ``ImageError``
  package static func decode(_ bytes: [UInt8], limits: PhotoLimits = PhotoLimits()) throws(ImageError) -> Photo {
    guard !bytes.isEmpty else { throw .empty }
    switch ImageFormat(bytes) {
    case .jpeg: return try decodeJPEG(bytes, limits).upright(Orientation(jpeg: bytes))
    case .png:
      let size = try unsafe size(bytes, limits.pixelCount, skin_png_size)
      return try unsafe decode(bytes, size, ColourProfile(png: bytes), skin_png_decode).upright(Orientation(png: bytes))
    case .webp:
      let size = try unsafe size(bytes, limits.pixelCount, skin_webp_size)
      return try unsafe decode(bytes, size, ColourProfile(webp: bytes), skin_webp_decode)
        .upright(Orientation(webp: bytes))
    case .other(let name): throw .unsupportedFormat(name)
    case .unknown: throw .notAnImage
    }
  }

  /// Refuses, by its markers, a file with so many scans that it would take long, before that time is spent.
  private static func decodeJPEG(_ bytes: [UInt8], _ limits: PhotoLimits) throws(ImageError) -> Photo {
    let (width, height) = try unsafe size(bytes, limits.storedPixelCount, skin_jpeg_size)
    let mostScans = limits.scanCount(width: width, height: height)
    // SAFETY: the function reads `bytes.count` bytes.
    let scanCount = unsafe bytes.withUnsafeBufferPointer { unsafe skin_jpeg_scan_count($0.baseAddress, $0.count) }
    guard scanCount <= mostScans else {
      throw .tooManyScans(Int(scanCount), width: width, height: height, limit: mostScans)
    }
    var divisor = 1
    func side(_ stored: Int) -> Int { (stored + divisor - 1) / divisor }
    while divisor < greatestDivisor, side(width) * side(height) > limits.pixelCount { divisor *= 2 }
    guard side(width) * side(height) <= limits.pixelCount else {
      throw .sizeOutOfRange(width: width, height: height, pixelLimit: limits.storedPixelCount)
    }
    let colours = ColourProfile(jpeg: bytes)
    let profile = colours.iccBytes ?? []
    return try unsafe decode(bytes, (side(width), side(height)), colours, divisor: divisor) {
      bytes, count, width, height, target in
      unsafe profile.withUnsafeBufferPointer {
        unsafe skin_jpeg_decode(
          bytes, count, width, height, UInt32(divisor), UInt32(mostScans), $0.isEmpty ? nil : $0.baseAddress, $0.count,
          target)
      }
    }
  }

  /// The greatest number by which a JPEG's sides are divided in decoding (libjpeg: 1/8).
  private static let greatestDivisor = 8
  /// The longest side that a JPEG can have; a PNG with a longer one is not a photo.
  private static let greatestSide = 65_535

  private typealias SizeReader =
    (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<UInt32>?) -> Int32
  private typealias Decoder = (UnsafePointer<UInt8>?, Int, UInt32, UInt32, UnsafeMutablePointer<UInt8>?) -> Int32

  /// Width and height from the header, checked before memory is allocated.
  private static func size(
    _ bytes: [UInt8], _ pixelLimit: Int, _ readSize: SizeReader
  ) throws(ImageError) -> (width: Int, height: Int) {
    var width: UInt32 = 0
    var height: UInt32 = 0
    // SAFETY: the decoder reads `bytes.count` bytes and writes two numbers.
    try check(unsafe bytes.withUnsafeBufferPointer { unsafe readSize($0.baseAddress, $0.count, &width, &height) })
    let pixelCount = Int(width) * Int(height)
    guard pixelCount > 0, pixelCount <= pixelLimit, max(width, height) <= greatestSide else {
      throw .sizeOutOfRange(width: Int(width), height: Int(height), pixelLimit: pixelLimit)
    }
    return (Int(width), Int(height))
  }

  private static func decode(
    _ bytes: [UInt8], _ size: (width: Int, height: Int), _ colours: ColourProfile, divisor: Int = 1, _ decode: Decoder
  ) throws(ImageError) -> Photo {
    let (width, height) = size
    let pixelCount = width * height
    var status: Int32 = 0
    // SAFETY: the decoder reads `bytes.count` bytes and writes at most 3 * width * height; what it leaves out after an
    // error is zero and discarded.
    var rgb = unsafe [UInt8](unsafeUninitializedCapacity: 3 * pixelCount) { target, count in
      unsafe target.initialize(repeating: 0)
      status = unsafe bytes.withUnsafeBufferPointer {
        unsafe decode($0.baseAddress, $0.count, UInt32(width), UInt32(height), target.baseAddress)
      }
      count = 3 * pixelCount
    }
    try check(status)
    colours.convert(&rgb)
    return Photo(width: width, height: height, rgb: rgb, divisor: divisor)
  }

  private static func check(_ status: Int32) throws(ImageError) {
    switch status {
    case SKIN_PHOTO_OK: return
    case SKIN_PHOTO_TRUNCATED: throw .truncated
    case SKIN_PHOTO_MEMORY: throw .outOfMemory
    case SKIN_PHOTO_KIND, SKIN_PHOTO_SCANS: throw .unsupportedKind
    default: throw .damaged
    }
  }
}
