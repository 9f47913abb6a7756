package import SkinConfiguration
package import SkinQuantization
package import SkinTensor

/// A named part of a container that is not a tensor.
package struct ResourceName: RawRepresentable, Hashable, Sendable, Codable {
  /// The name in the file.
  package let rawValue: String

  /// The resource with a given name.
  package init(rawValue: String) { self.rawValue = rawValue }

  /// The SentencePiece model, `tokenizer.model`.
  package static let tokenizer = ResourceName(rawValue: "tokenizer.model")
  /// The model card, Markdown.
  package static let modelCard = ResourceName(rawValue: "model-card.md")
  /// How scores become probabilities, JSON.
  package static let calibration = ResourceName(rawValue: "calibration.json")
  /// Linear layers over the pooled features of a photo, safetensors; see `RecognitionHead`.
  package static let recognitionHead = ResourceName(rawValue: "recognition-head.safetensors")
  /// A small encoder that tells what a typed question is about, safetensors; see `QuestionReader`.
  package static let questionReader = ResourceName(rawValue: "question-reader.safetensors")
  /// Every sentence that the model may say, CSV; see `SentenceTable`.
  package static let sentences = ResourceName(rawValue: "sentences.csv")
  /// Texts like those that the model writes, as tokens; see `TokenTexts`.
  package static let draftTokens = ResourceName(rawValue: "draft-tokens")
  /// The most bytes that such a resource may take in memory: far more than any ever made.
  var greatestByteCount: Int {
    switch self {
    case .calibration, .modelCard: 16 << 20
    case .opening: 2 << 30
    case .draftTokens: 512 << 20
    default: 128 << 20
    }
  }

  /// Keys and values of what precedes every image; see `StoredPrefix`.
  package static let opening = ResourceName(rawValue: "opening")
}

/// How the elements of a tensor lie in the file.
package enum TensorStorage: String, Hashable, Sendable, Codable {
  /// Float32, row after row.
  case rowMajor = "rows"
  /// The kernels' layout; see `WeightLayout`.
  case panels
}

/// What the catalogue says about a tensor.
package struct TensorRecord: Hashable, Sendable, Codable {
  /// The tensor's name.
  package let name: TensorName
  /// Its shape; a vector is `[1, count]`.
  package let shape: Shape
  /// How its elements are written; float32 in row-major storage.
  package let scheme: WeightScheme
  /// How its elements lie in the file.
  package let storage: TensorStorage
  /// What quantization cost, by measure; see `EncodingMeasures`.
  package let errorMeasures: [String: Double]?
  let blob: Blob

  /// Bytes in memory.
  package var rawByteCount: Int { blob.rawByteCount }
  /// Bytes in the file.
  package var storedByteCount: Int { blob.chunks.reduce(0) { $0 + $1.byteCount } }
  /// Chunks in the file.
  package var chunkCount: Int { blob.chunks.count }
  /// Chunks that are compressed.
  package var compressedChunkCount: Int { blob.chunks.filter { $0.coding != .raw }.count }
  /// Chunks whose bits were shuffled before they were compressed.
  package var shuffledChunkCount: Int { blob.chunks.filter { $0.coding.shuffledElementByteCount != nil }.count }

  /// Bytes that a tensor of some shape has in memory.
  static func byteCount(_ shape: Shape, _ scheme: WeightScheme, _ storage: TensorStorage) -> Int {
    switch storage {
    case .rowMajor: shape.rowCount * shape.columnCount * 4
    case .panels: WeightLayout(shape: shape, scheme: scheme).byteCount
    }
  }
}

/// Bytes that lie in the file as a series of chunks.
struct Blob: Hashable, Sendable, Codable {
  var chunks: [Chunk] = []

  /// Bytes in memory.
  var rawByteCount: Int { chunks.reduce(0) { $0 + $1.rawByteCount } }

  /// The range in the file, if all chunks are raw and follow each other, so that they can be used in place.
  var contiguousRange: Range<Int>? {
    guard let first = chunks.first else { return 0..<0 }
    var end = first.offset
    for chunk in chunks {
      guard chunk.coding == .raw, chunk.offset == end else { return nil }
      end += chunk.byteCount
    }
    return first.offset..<end
  }
}

/// A piece of a blob, with a digest of its own.
struct Chunk: Hashable, Sendable, Codable {
  enum Coding: String, Hashable, Sendable, Codable {
    case raw, lz4
    /// LZ4 of bits regrouped by ``BitShuffle``; elements of 8, 16 or 32 bits. Since version 2 of the format.
    case lz4Bits8 = "lz4-bits8"
    case lz4Bits16 = "lz4-bits16"
    case lz4Bits32 = "lz4-bits32"

    /// Bytes of the elements whose bits are shuffled; nil if none are.
    var shuffledElementByteCount: Int? {
      switch self {
      case .raw, .lz4: nil
      case .lz4Bits8: 1
      case .lz4Bits16: 2
      case .lz4Bits32: 4
      }
    }
  }

  /// First byte in the file, a multiple of 64.
  let offset: Int
  /// Bytes in the file.
  let byteCount: Int
  /// Bytes in memory.
  let rawByteCount: Int
  let coding: Coding
  /// SHA-256 of the bytes in the file, lowercase hexadecimal.
  let digest: String
}

/// A resource and where it lies.
struct ResourceRecord: Hashable, Sendable, Codable {
  let name: ResourceName
  let blob: Blob
}

/// The table of contents at the end of the file, JSON.
struct Catalogue: Hashable, Sendable, Codable {
  var configuration: ModelConfiguration
  var tensors: [TensorRecord] = []
  var resources: [ResourceRecord] = []
}
