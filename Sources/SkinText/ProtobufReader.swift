/// Walks over the fields of one protobuf message without copying or allocating; each step is given the file, which a
/// reader of its own would retain and release for every piece.
///
/// Every length is compared with what is left of the message before anything is read. Groups, which SentencePiece
/// does not use, are refused. Source: Protocol Buffers, "Encoding".
struct ProtobufReader {
  /// The value of a field as it lies on the wire; ranges are positions in the file.
  enum Value {
    case number(UInt64)
    case fixed32(UInt32)
    case fixed64
    case bytes(Range<Int>)
  }

  /// A field: its number, where its tag starts, and its value.
  struct Field {
    var number: Int
    var offset: Int
    var value: Value
  }

  /// The largest field number of the format, 2^29 - 1.
  private static let largestFieldNumber: UInt64 = 536_870_911

  private var position: Int
  private let end: Int

  /// A reader of the message in a range of the file.
  ///
  /// - Precondition: the range lies inside the file; ranges of ``Value/bytes(_:)`` do.
  init(_ file: [UInt8], in range: Range<Int>) {
    precondition(range.upperBound <= file.count, "range \(range) in \(file.count) bytes")
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next field of the message, or nil at its end; the file is the one that the reader was made for.
  mutating func next(in file: [UInt8]) throws(TextError) -> Field? {
    guard position < end else { return nil }
    let offset = position
    let tag = try number(in: file)
    let fieldNumber = tag >> 3
    guard fieldNumber >= 1, fieldNumber <= Self.largestFieldNumber else {
      throw .malformed(offset: offset, .fieldNumber(fieldNumber))
    }
    let field = Int(fieldNumber)
    let value: Value
    switch tag & 7 {
    case 0: value = .number(try number(in: file))
    case 1:
      _ = try take(8)
      value = .fixed64
    case 2:
      let length = try number(in: file)
      guard length <= UInt64(end - position) else {
        throw .malformed(offset: offset, .lengthTooLarge(length: length, available: end - position))
      }
      value = .bytes(try take(Int(length)))
    case 5:
      let first = try take(4).lowerBound
      value = .fixed32(Self.fixed32(in: file, at: first))
    default: throw .malformed(offset: offset, .wireType(field: field, found: Int(tag & 7)))
    }
    return Field(number: field, offset: offset, value: value)
  }

  /// The four bytes of a number at a place, the lowest first.
  static func fixed32(in file: [UInt8], at place: Int) -> UInt32 {
    UInt32(file[place]) | UInt32(file[place + 1]) << 8 | UInt32(file[place + 2]) << 16 | UInt32(file[place + 3]) << 24
  }

  private mutating func take(_ count: Int) throws(TextError) -> Range<Int> {
    guard count <= end - position else { throw .malformed(offset: position, .truncated) }
    defer { position += count }
    return position..<position + count
  }

  /// A variable-length number: seven bits per byte, lowest first, at most 64 bits in ten bytes.
  private mutating func number(in file: [UInt8]) throws(TextError) -> UInt64 {
    let start = position
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while position < end {
      let byte = UInt64(file[position])
      position += 1
      if shift == 63, byte > 1 { throw .malformed(offset: start, .numberTooLong) }
      result |= (byte & 0x7F) << shift
      if byte < 0x80 { return result }
      shift += 7
    }
    throw .malformed(offset: start, .truncated)
  }
}

extension ProtobufReader.Field {
  /// The number of a variable-length field.
  func integer() throws(TextError) -> UInt64 {
    guard case .number(let value) = value else { throw unexpected }
    return value
  }

  /// The Boolean of a variable-length field.
  func flag() throws(TextError) -> Bool { try integer() != 0 }

  /// The floating-point number of a 32-bit field.
  func float() throws(TextError) -> Float {
    guard case .fixed32(let bits) = value else { throw unexpected }
    return Float(bitPattern: bits)
  }

  /// Where a text, a byte string or a message lies.
  func bytes() throws(TextError) -> Range<Int> {
    guard case .bytes(let range) = value else { throw unexpected }
    return range
  }

  /// A text field.
  func text(in file: [UInt8]) throws(TextError) -> String {
    guard let text = String(validating: file[try bytes()], as: UTF8.self) else {
      throw .malformed(offset: offset, .notUTF8(field: number))
    }
    return text
  }

  private var unexpected: TextError {
    let found =
      switch value {
      case .number: 0
      case .fixed64: 1
      case .bytes: 2
      case .fixed32: 5
      }
    return .malformed(offset: offset, .wireType(field: number, found: found))
  }
}
