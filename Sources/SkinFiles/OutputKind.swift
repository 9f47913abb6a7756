/// What a written file is, so that a file of another kind is never replaced by it.
package struct OutputKind: Hashable, Sendable {
  /// The kind in words, for errors: `a container`.
  package let name: String
  /// One of these begins a file of the kind.
  private let openings: [[UInt8]]
  /// Bytes before the opening.
  private let offset: Int
  /// Whether any text is of the kind.
  private let isText: Bool

  /// A kind whose files begin with one of some strings.
  package init(_ name: String, openings: [String], offset: Int = 0) {
    self.init(name: name, openings: openings.map { Array($0.utf8) }, offset: offset, isText: false)
  }

  private init(name: String, openings: [[UInt8]], offset: Int, isText: Bool) {
    self.name = name
    self.openings = openings
    self.offset = offset
    self.isText = isText
  }

  /// A container.
  package static let container = OutputKind("a container", openings: ["SKINGPT\n"])
  /// An alignment pack.
  package static let pack = OutputKind("an alignment pack", openings: ["SKINPACK"])
  /// A GGUF.
  package static let gguf = OutputKind("a GGUF", openings: ["GGUF"])
  /// A safetensors file: a length, then JSON.
  package static let safetensors = OutputKind("a safetensors file", openings: ["{"], offset: 8)
  /// A page.
  package static let page = OutputKind("a page", openings: ["<!doctype", "<!DOCTYPE", "<html"])
  /// A picture.
  package static let drawing = OutputKind("a drawing", openings: ["<svg", "<?xml"])
  /// JSON.
  package static let json = OutputKind("a JSON file", openings: ["{", "["])
  /// A SentencePiece model; its first field is a piece.
  package static let tokenizer = OutputKind("a tokenizer", openings: ["\n"])
  /// Text of any kind, without a zero byte in it.
  package static let text = OutputKind(name: "text", openings: [], offset: 0, isText: true)

  /// Bytes that must be seen to tell the kind.
  static let seenByteCount = 512

  /// Whether a file with this beginning may be replaced by one of this kind; an empty one always may.
  func fits(_ start: [UInt8]) -> Bool {
    if start.isEmpty { return true }
    if isText { return !start.contains(0) && ContentSignature.text(start) }
    let rest = start.dropFirst(offset)
    return openings.contains { rest.starts(with: $0) }
  }
}

/// Whether bytes are those of text.
private enum ContentSignature {
  /// Whether the bytes are UTF-8, except for a character that is cut off at the end.
  static func text(_ bytes: [UInt8]) -> Bool {
    (0..<4).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
  }
}
