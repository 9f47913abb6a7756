import SkinFailure

/// Why a file is not a photo that can be used.
package enum ImageError: ReportableError, Hashable, Sendable, CustomStringConvertible {
  /// The file does not exist.
  case notFound(path: String)
  /// The path names a folder.
  case isDirectory(path: String)
  /// The system refused to read the file.
  case unreadable(path: String)
  /// The file has no bytes.
  case empty
  /// The file is larger than any photo.
  case fileTooLarge(byteCount: Int, limit: Int)
  /// A picture in a format that is not read, with the format's name.
  case unsupportedFormat(String)
  /// No picture in any known format.
  case notAnImage
  /// The picture has too many pixels, or none, or a side longer than 65,535.
  case sizeOutOfRange(width: Int, height: Int, pixelLimit: Int)
  /// A JPEG with so many scans that it would take long; a small one may have more than a large one.
  case tooManyScans(Int, width: Int, height: Int, limit: Int)
  /// A JPEG of a kind that is not read: not 8 bits for a colour, lossless, hierarchical, or of two components.
  case unsupportedKind
  /// The file ends before the picture does.
  case truncated
  /// The file's data are damaged, or of a kind that the decoder does not know.
  case damaged
  /// The machine does not have enough memory for the picture.
  case outOfMemory

  /// One line for developers.
  package var description: String {
    switch self {
    case .notFound(let path): "\(path): not there"
    case .isDirectory(let path): "\(path): a folder"
    case .unreadable(let path): "\(path): cannot be read"
    case .empty: "no bytes"
    case .fileTooLarge(let byteCount, let limit): "\(byteCount) bytes, at most \(limit) are read"
    case .unsupportedFormat(let name): "a picture in the format \(name)"
    case .notAnImage: "not a picture"
    case .sizeOutOfRange(let width, let height, let limit): "\(width) x \(height) pixels, at most \(limit) are read"
    case .tooManyScans(let count, let width, let height, let limit):
      "\(count) scans of \(width) x \(height) pixels, at most \(limit) are read"
    case .unsupportedKind: "a rare kind of JPEG"
    case .truncated: "ends before the picture does"
    case .damaged: "damaged picture data"
    case .outOfMemory: "not enough memory"
    }
  }
}
