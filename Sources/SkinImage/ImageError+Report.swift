package import SkinFailure

extension ImageError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    let file = file ?? "the photo"
    let again = "Choose another photo, or take it again."
    switch self {
    case .notFound(let path):
      return FailureReport(problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
    case .isDirectory(let path):
      return FailureReport(
        problem: "'\(path)' is a folder, not a photo.",
        help: "Name a photo inside it; skingpt diagnose FOLDER --jsonl FILE takes all of its photos.", status: .badInput
      )
    case .unreadable(let path):
      return FailureReport(
        problem: "'\(path)' cannot be read.", help: "Check that you may read the file.", status: .inputOutput)
    case .empty:
      return FailureReport(problem: "'\(file)' is empty.", help: again, status: .badInput)
    case .fileTooLarge(let byteCount, let limit):
      return FailureReport(
        problem: "'\(file)' has \(byteCount) bytes; at most \(limit) are read.",
        help: "Save the photo smaller, 1000 pixels wide are enough.", status: .badInput)
    case .unsupportedFormat("HEIC"), .unsupportedFormat("HEIF"):
      return FailureReport(
        problem: "'\(file)' is a photo in the format HEIC, which skingpt does not read.",
        help: "Export it as JPEG. An iPhone takes JPEG with Settings, Camera, Formats, Most Compatible; on Linux,"
          + " heif-convert makes one.", status: .badInput)
    case .unsupportedFormat(let name):
      return FailureReport(
        problem: "'\(file)' is not a photo skingpt can read; its first bytes are those of \(name).",
        help: "Save it as JPEG, PNG or WebP and try again.", status: .badInput)
    case .notAnImage:
      return FailureReport(
        problem: "'\(file)' is not a photo; its first bytes belong to no picture format.",
        help: "Name a JPEG or PNG file.", status: .badInput)
    case .sizeOutOfRange(let width, let height, let limit):
      return FailureReport(
        problem: "'\(file)' has \(width) x \(height) pixels; at most \(limit) in all are read.",
        help: "Save the photo smaller, 1000 pixels wide are enough.", status: .badInput)
    case .tooManyScans(let count, let width, let height, let limit):
      return FailureReport(
        problem: "'\(file)' has \(count) scans of \(width) x \(height) pixels; at most \(limit) are read at this size.",
        help: "Save the photo again, as an ordinary JPEG, and smaller.", status: .badInput)
    case .unsupportedKind:
      return FailureReport(
        problem: "'\(file)' is a JPEG of a rare kind: not 8 bits per colour, lossless, or hierarchical.",
        help: "Save it as an ordinary JPEG or PNG and try again.", status: .badInput)
    case .truncated:
      return FailureReport(
        problem: "'\(file)' is cut short: the file ends before the picture does.",
        help: "Copy the file again, or take the photo again.",
        status: .badInput)
    case .damaged:
      return FailureReport(
        problem: "'\(file)' is damaged: its picture data cannot be decoded.",
        help: "Copy the file again, or take the photo again.", status: .badInput)
    case .outOfMemory:
      return FailureReport(
        problem: "'\(file)' needs more memory than this machine has.",
        help: "Save the photo smaller, 1000 pixels wide are enough.", status: .badInput)
    }
  }
}
