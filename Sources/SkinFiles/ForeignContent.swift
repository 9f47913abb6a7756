/// What a file that was taken for weights or a model really is, if it is something well known.
package enum ForeignContent: String, Hashable, Sendable, CaseIterable {
  /// No bytes.
  case empty = "empty"
  /// A pointer that Git LFS keeps in place of a large file.
  case largeFilePointer = "a pointer of Git LFS, not the file itself"
  /// A web page, as from a download that needs a login.
  case webPage = "a web page"
  /// A message from a server, JSON or XML.
  case serverMessage = "a message of a server"
  /// An archive.
  case archive = "a packed archive"

  /// What a file with this beginning is; nil if it is none of these.
  package init?(beginning bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(200))
    if start.isEmpty {
      self = .empty
      return
    }
    let text = String(decoding: start, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
    if text.hasPrefix("version https://git-lfs") {
      self = .largeFilePointer
    } else if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.hasPrefix("<head") {
      self = .webPage
    } else if text.hasPrefix("<?xml") || text.hasPrefix("{\"error\"") || text.hasPrefix("{\"message\"") {
      self = .serverMessage
    } else if start.starts(with: [0x1F, 0x8B]) || start.starts(with: Array("7z\u{BC}".utf8.prefix(2)))
      || start.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A]) || start.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    {
      self = .archive
    } else {
      return nil
    }
  }

  /// What to do.
  package var help: String {
    switch self {
    case .empty: "Download or copy the file again."
    case .largeFilePointer: "Get the file itself: git lfs pull, or download it from the repository's page."
    case .webPage: "Download the file again; where the page asks for it, log in or accept its terms first."
    case .serverMessage: "Download the file again; the server answered with a message in its place."
    case .archive: "Unpack it first."
    }
  }
}
