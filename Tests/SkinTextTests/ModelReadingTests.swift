import SkinText
import Testing

struct ModelReadingTests {
  private func error(_ file: [UInt8]) -> TextError? {
    do throws(TextError) {
      _ = try Tokenizer(model: file)
      return nil
    } catch {
      return error
    }
  }

  @Test func `the smallest model is read`() throws {
    let tokenizer = try Tokenizer(model: ModelWriter.minimal([("▁", 1), ("a", 1)]).bytes)
    #expect(tokenizer.encode("a") == [3, 4])
    #expect(tokenizer.encode("ab皮a") == [3, 4, 0, 4])
    #expect(try tokenizer.decode([3, 4, 0]) == "a \u{2047} ")
  }

  @Test func `the fields of a piece may stand in any order`() throws {
    var writer = ModelWriter.minimal([("a", 1), ("b", 1)])
    for (text, score) in [("ab", -2), ("ba", -1)] as [(String, Float)] {
      var piece = ModelWriter()
      piece.integer(3, 4)
      piece.float(2, score)
      piece.raw(1, Array(text.utf8))
      writer.message(1, piece)
    }
    var usual = ModelWriter.minimal([("a", 1), ("b", 1)])
    for (text, score) in [("ab", -2), ("ba", -1)] as [(String, Float)] { usual.piece(text, score: score, type: 4) }
    for text in ["abba", "baab", "aabb"] {
      #expect(try Tokenizer(model: writer.bytes).encode(text) == Tokenizer(model: usual.bytes).encode(text))
    }
    // User-defined, as the kind says: found before anything is merged.
    #expect(try Tokenizer(model: writer.bytes).encode("abba").suffix(2) == [5, 6])
  }

  @Test func `an empty file has no unknown symbol`() {
    var trainer = ModelWriter()
    trainer.message(2, .bytePair)
    #expect(error(trainer.bytes) == .missingSymbol("<unk>"))
    #expect(error([]) == .unsupported(.modelType(1)))
  }

  @Test func `a length beyond the file is refused`() {
    let start = ModelWriter.minimal().bytes
    for length: [UInt8] in [[0x05], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [UInt8](repeating: 0xFF, count: 9) + [0x01]] {
      let file = start + [0x0A] + length + [0x0A, 0x01]
      guard case .malformed(start.count, .lengthTooLarge(_, available: 2)) = error(file) else {
        Issue.record("\(String(describing: error(file)))")
        continue
      }
    }
  }

  @Test func `a file of nothing but pieces is refused at the limit`() {
    var one = ModelWriter()
    one.raw(1, Array("a".utf8))
    var piece = ModelWriter()
    piece.message(1, one)
    let limit = 1 << 20
    let file = Array(repeatElement(piece.bytes, count: limit + 1).joined())
    #expect(error(file) == .vocabularyTooLarge(offset: limit * piece.bytes.count, limit: limit))
  }

  @Test func `a length beyond its message is refused though the file goes on`() {
    var writer = ModelWriter()
    writer.raw(1, [0x0A, 0x03, 0x61])
    writer.append(ModelWriter.minimal().bytes)
    #expect(error(writer.bytes) == .malformed(offset: 2, .lengthTooLarge(length: 3, available: 1)))
  }

  /// Bytes behind a sound model, and what is wrong with them.
  static let brokenTails: [([UInt8], TextError.WireFault)] = [
    ([0x0A], .truncated),
    ([0x80], .truncated),
    ([0x15, 0x00, 0x00], .truncated),
    ([0x11, 0x00], .truncated),
    ([UInt8](repeating: 0x80, count: 9) + [0x02], .numberTooLong),
    ([UInt8](repeating: 0x80, count: 12), .numberTooLong),
    ([0x00], .fieldNumber(0)),
    ([0xFA, 0xFF, 0xFF, 0xFF, 0x1F], .fieldNumber(1_073_741_823)),
    ([0x0B], .wireType(field: 1, found: 3)),
    ([0x0F], .wireType(field: 1, found: 7)),
    ([0x08, 0x01], .wireType(field: 1, found: 0)),
  ]

  @Test(arguments: brokenTails)
  func `a broken tail is refused`(tail: [UInt8], fault: TextError.WireFault) {
    guard case .malformed(_, fault) = error(ModelWriter.minimal().bytes + tail) else {
      Issue.record("\(tail): \(String(describing: error(ModelWriter.minimal().bytes + tail)))")
      return
    }
  }

  @Test func `fields without meaning are skipped`() throws {
    var writer = ModelWriter.minimal()
    writer.raw(200, [1, 2, 3])
    writer.integer(201, .max)
    writer.float(202, 1)
    writer.append([0x99, 0x0D] + [UInt8](repeating: 0, count: 8))
    #expect(error(writer.bytes) == nil)
  }

  /// Pieces behind the needed ones, and why the last of them is refused.
  static let wrongPieces: [([(String, UInt64)], TextError.PieceFault)] = [
    ([("a", 1), ("a", 1)], .duplicate(of: 3)),
    ([("<s>", 1)], .duplicate(of: 1)),
    ([("", 1)], .empty),
    ([("a\0", 1)], .containsNull),
    ([("x", 2)], .secondUnknown(first: 0)),
    ([("<0x00>", 6)], .unexpectedByte),
    ([(String(repeating: "a", count: 8000), 1)], .tooLong(byteCount: 8000)),
  ]

  @Test(arguments: wrongPieces)
  func `a piece that cannot be is refused`(pieces: [(String, UInt64)], fault: TextError.PieceFault) {
    #expect(error(ModelWriter.minimal(pieces).bytes) == .invalidPiece(index: 2 + pieces.count, fault))
  }

  @Test func `a piece of unknown type, not UTF-8, or without a finite score is refused`() {
    guard case .malformed(_, .enumeration(field: 3, value: 9)) = error(ModelWriter.minimal([("a", 9)]).bytes) else {
      Issue.record("type 9 was taken")
      return
    }
    var writer = ModelWriter.minimal()
    writer.piece("a", score: .nan)
    #expect(error(writer.bytes) == .invalidPiece(index: 3, .score))
    var broken = ModelWriter.minimal()
    let offset = broken.bytes.count
    broken.raw(1, [0x0A, 0x01, 0xFF])
    #expect(error(broken.bytes) == .malformed(offset: offset, .notUTF8(field: 1)))
    // A character whose second byte is the tag of the next field, 16.
    var cut = ModelWriter.minimal()
    cut.raw(1, [0x0A, 0x01, 0xC3, 0x80, 0x01, 0x00])
    #expect(error(cut.bytes) == .malformed(offset: offset, .notUTF8(field: 1)))
  }

  @Test func `byte fallback needs all bytes, well spelled`() {
    var trainer = ModelWriter.bytePair
    trainer.integer(35, 1)
    let bytes = (0..<256).map { value in
      let digits = String(value, radix: 16, uppercase: true)
      return ("<0x" + (value < 16 ? "0" : "") + digits + ">", UInt64(6))
    }
    #expect(error(ModelWriter.minimal(bytes, trainer: trainer).bytes) == nil)
    #expect(error(ModelWriter.minimal(bytes.dropLast(), trainer: trainer).bytes) == .missingSymbol("<0xFF>"))
    #expect(
      error(ModelWriter.minimal([("<0xaF>", 6)], trainer: trainer).bytes) == .invalidPiece(index: 3, .byteSpelling))
  }

  @Test func `missing control symbols are named`() {
    var trainer = ModelWriter.bytePair
    trainer.raw(47, Array("<end>".utf8))
    #expect(error(ModelWriter.minimal(trainer: trainer).bytes) == .missingSymbol("<end>"))
    #expect(error(ModelWriter.minimal([("<end>", 1)], trainer: trainer).bytes) == .missingSymbol("<end>"))
    #expect(error(ModelWriter.minimal([("<end>", 3)], trainer: trainer).bytes) == nil)
  }

  @Test func `what would change the tokens unseen is refused`() {
    var unigram = ModelWriter()
    unigram.integer(3, 1)
    #expect(error(ModelWriter.minimal(trainer: unigram).bytes) == .unsupported(.modelType(1)))
    var suffix = ModelWriter.bytePair
    suffix.integer(24, 1)
    #expect(error(ModelWriter.minimal(trainer: suffix).bytes) == .unsupported(.whitespaceAsSuffix))

    var normalizer = ModelWriter()
    normalizer.raw(1, Array("nmt_nfkc".utf8))
    normalizer.raw(2, [1, 2, 3, 4])
    var writer = ModelWriter.minimal()
    writer.message(3, normalizer)
    #expect(error(writer.bytes) == .unsupported(.normalization(name: "nmt_nfkc", byteCount: 4)))
    writer = .minimal()
    writer.message(5, normalizer)
    #expect(error(writer.bytes) == .unsupported(.denormalization(byteCount: 4)))
  }

  @Test(arguments: TextGoldens.models)
  func `damaged files are refused or read, but never stop the program`(model: String) throws {
    let file = try TextGoldens.modelBytes(model)
    var generator = SeededGenerator(state: 3)
    var refused = 0
    for round in 0..<60 {
      var damaged = file
      if round % 3 == 0 {
        damaged.removeLast(Int.random(in: 1..<file.count, using: &generator))
      } else {
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          damaged[Int.random(in: 0..<file.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
      }
      do {
        let tokenizer = try Tokenizer(model: damaged)
        let tokens = tokenizer.encode("the red patch ### 皮 <Img> \u{0}")
        _ = try tokenizer.decode(tokens)
      } catch {
        refused += 1
      }
    }
    #expect(refused >= 20)
  }
}
