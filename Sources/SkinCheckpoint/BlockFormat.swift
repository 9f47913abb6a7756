/// How a GGUF writes groups of elements: integers that share scales.
///
/// Source: ggml, `ggml-common.h` and `ggml-quants.c`, the functions `dequantize_row_*`; `gguf-py`, `quants.py`.
package enum BlockFormat: String, Hashable, Sendable, CaseIterable {
  /// 32 elements: a binary16 scale and 4-bit integers less 8.
  case q4_0 = "Q4_0"
  /// 32 elements: binary16 scale and minimum, 4-bit integers.
  case q4_1 = "Q4_1"
  /// 32 elements: a binary16 scale and 5-bit integers less 16.
  case q5_0 = "Q5_0"
  /// 32 elements: binary16 scale and minimum, 5-bit integers.
  case q5_1 = "Q5_1"
  /// 32 elements: a binary16 scale and 8-bit integers.
  case q8_0 = "Q8_0"
  /// 256 elements in groups of 32: 6-bit scales and minima of their own, 4-bit integers.
  case q4_K = "Q4_K"
  /// As ``q4_K`` with 5-bit integers.
  case q5_K = "Q5_K"
  /// 256 elements in groups of 16: 8-bit scales of their own, 6-bit integers less 32.
  case q6_K = "Q6_K"

  /// Elements of a block.
  package var elementCount: Int {
    switch self {
    case .q4_0, .q4_1, .q5_0, .q5_1, .q8_0: 32
    case .q4_K, .q5_K, .q6_K: 256
    }
  }

  /// Bytes of a block.
  package var byteCount: Int {
    switch self {
    case .q4_0: 18
    case .q4_1: 20
    case .q5_0: 22
    case .q5_1: 24
    case .q8_0: 34
    case .q4_K: 144
    case .q5_K: 176
    case .q6_K: 210
    }
  }

  /// Whether blocks are groups of 32 with one scale, as the container's integer schemes have them.
  package var isPlainGroup: Bool { self == .q4_0 || self == .q8_0 }

  /// The elements of whole blocks, in the floating-point operations of the original, in its order.
  ///
  /// - Precondition: `bytes` are whole blocks.
  func elements(_ bytes: [UInt8]) -> [Float] {
    precondition(bytes.count.isMultiple(of: byteCount), "\(bytes.count) bytes of \(rawValue)")
    var elements: [Float] = []
    elements.reserveCapacity(bytes.count / byteCount * elementCount)
    for start in stride(from: 0, to: bytes.count, by: byteCount) {
      let block = Block(bytes: bytes, start: start)
      switch self {
      case .q4_0, .q4_1, .q5_0, .q5_1: block.appendSmall(self, to: &elements)
      case .q8_0:
        let scale = block.half(0)
        for index in 0..<32 { elements.append(Float(block.signed(2 + index)) * scale) }
      case .q4_K, .q5_K: block.appendWithMinima(hasFifthBits: self == .q5_K, to: &elements)
      case .q6_K: block.appendSixBits(to: &elements)
      }
    }
    return elements
  }

  /// The binary16 scale's bits and the integers of each block of 32, for formats that are plain groups.
  ///
  /// - Precondition: ``isPlainGroup``, and `bytes` are whole blocks.
  package func groups(_ bytes: [UInt8]) -> (scales: [UInt16], integers: [Int8]) {
    precondition(isPlainGroup && bytes.count.isMultiple(of: byteCount), "\(bytes.count) bytes of \(rawValue)")
    var scales: [UInt16] = []
    var integers: [Int8] = []
    scales.reserveCapacity(bytes.count / byteCount)
    integers.reserveCapacity(bytes.count / byteCount * elementCount)
    for start in stride(from: 0, to: bytes.count, by: byteCount) {
      let block = Block(bytes: bytes, start: start)
      scales.append(UInt16(block[0]) | UInt16(block[1]) << 8)
      if self == .q8_0 {
        for index in 0..<32 { integers.append(block.signed(2 + index)) }
      } else {
        for index in 0..<16 { integers.append(Int8(block[2 + index] & 15) - 8) }
        for index in 0..<16 { integers.append(Int8(block[2 + index] >> 4) - 8) }
      }
    }
    return (scales, integers)
  }
}

/// One block in a row's bytes.
private struct Block {
  let bytes: [UInt8]
  let start: Int

  subscript(_ index: Int) -> UInt8 { bytes[start + index] }

  func half(_ index: Int) -> Float {
    Float(Float16(bitPattern: UInt16(self[index]) | UInt16(self[index + 1]) << 8))
  }

  func signed(_ index: Int) -> Int8 { Int8(bitPattern: self[index]) }

  /// The formats of 32 elements with 4 or 5 bits.
  func appendSmall(_ format: BlockFormat, to elements: inout [Float]) {
    let hasMinimum = format == .q4_1 || format == .q5_1
    let hasFifthBits = format == .q5_0 || format == .q5_1
    let scale = half(0)
    let minimum = hasMinimum ? half(2) : 0
    let fifth = hasMinimum ? 4 : 2
    let codes = fifth + (hasFifthBits ? 4 : 0)
    for index in 0..<32 {
      var code = index < 16 ? Int(self[codes + index] & 15) : Int(self[codes + index - 16] >> 4)
      if hasFifthBits { code |= Int(self[fifth + index / 8] >> UInt8(index % 8) & 1) << 4 }
      if hasMinimum {
        elements.append(scale * Float(code) + minimum)
      } else {
        elements.append(scale * Float(code - (hasFifthBits ? 16 : 8)))
      }
    }
  }

  /// The 6-bit scale and minimum of a group of ``BlockFormat/q4_K`` or ``BlockFormat/q5_K``; eight of each in 12 bytes.
  private func scaleAndMinimum(_ group: Int) -> (scale: Float, minimum: Float) {
    let first = 4
    guard group >= 4 else { return (Float(self[first + group] & 63), Float(self[first + 4 + group] & 63)) }
    let low = self[first + 4 + group]
    let scale = low & 15 | (self[first + group - 4] >> 6) << 4
    let minimum = low >> 4 | (self[first + group] >> 6) << 4
    return (Float(scale), Float(minimum))
  }

  func appendWithMinima(hasFifthBits: Bool, to elements: inout [Float]) {
    let (scale, minimum) = (half(0), half(2))
    let fifth = 16
    let codes = fifth + (hasFifthBits ? 32 : 0)
    for group in 0..<8 {
      let (groupScale, groupMinimum) = scaleAndMinimum(group)
      let factor = scale * groupScale
      let offset = minimum * groupMinimum
      for index in 0..<32 {
        let byte = self[codes + group / 2 * 32 + index]
        var code = group.isMultiple(of: 2) ? byte & 15 : byte >> 4
        if hasFifthBits { code |= (self[fifth + index] >> UInt8(group) & 1) << 4 }
        elements.append(factor * Float(code) - offset)
      }
    }
  }

  /// Two halves of 128 elements; each has 64 bytes of low nibbles, 32 of upper bits, 8 scales.
  func appendSixBits(to elements: inout [Float]) {
    let scale = half(208)
    for index in 0..<256 {
      let (half, place) = (index / 128, index % 128)
      let (quarter, lane) = (place / 32, place % 32)
      let low = self[half * 64 + quarter % 2 * 32 + lane]
      let upper = self[128 + half * 32 + lane] >> UInt8(2 * quarter) & 3
      let code = Int(quarter < 2 ? low & 15 : low >> 4) | Int(upper) << 4
      elements.append(scale * Float(signed(192 + index / 16)) * Float(code - 32))
    }
  }
}
