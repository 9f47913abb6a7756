#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif
internal import SkinKernelTable

/// The plain counterparts of the kernels for keys and values in 8 bits; see ``ByteRows``.
extension Reference {
  /// Writes rows of heads as bytes from position `first` on.
  static func storeBytes(_ storing: ByteStoringArguments) {
    let (width, codes, scales) = unsafe (storing.headWidth, storing.codes, storing.scales)
    let size = (width + 15) / 16 * 16
    for row in unsafe 0..<storing.rowCount {
      for head in unsafe 0..<storing.headCount {
        let place = unsafe head * storing.capacity + storing.firstPosition + row
        let source = unsafe storing.rows + row * storing.stride + head * width
        let elements = (0..<width).map { unsafe source[$0] }
        let largest = elements.map(\.magnitude).max() ?? 0
        let isFinite = elements.allSatisfy(\.isFinite)
        let isZero = !isFinite || largest < 0x1p-110
        let inverse = 127 / largest
        for column in 0..<size {
          let code =
            isZero || column >= width ? Int8(0) : Int8((elements[column] * inverse).rounded(.toNearestOrEven))
          unsafe codes.storeBytes(of: code, toByteOffset: place * size + column, as: Int8.self)
        }
        unsafe scales[place] = !isFinite ? .nan : isZero ? 0 : largest / 127
      }
    }
  }

  /// Floats of a head's first rows, `[count, width]`.
  static func decodeBytes(
    _ codes: UnsafeRawPointer, _ scales: UnsafePointer<Float>, _ count: Int, _ width: Int,
    _ y: UnsafeMutablePointer<Float>
  ) {
    let size = (width + 15) / 16 * 16
    for row in 0..<count {
      for column in 0..<width {
        let code = unsafe codes.load(fromByteOffset: row * size + column, as: Int8.self)
        unsafe y[row * width + column] = Float(code) * scales[row]
      }
    }
  }

  /// Attention of one query row of one head: decodes its keys and values, then attends to them.
  static func attendBytes(_ attention: ByteAttentionArguments) {
    let (width, keyCount) = unsafe (attention.width, attention.keyCount)
    var keys = [Float](repeating: 0, count: keyCount * width)
    var values = keys
    // SAFETY: both arrays hold `keyCount` rows of `width` floats.
    unsafe keys.withUnsafeMutableBufferPointer { keys in
      unsafe values.withUnsafeMutableBufferPointer { values in
        guard let keys = keys.baseAddress, let values = values.baseAddress else { return }
        unsafe decodeBytes(attention.keys, attention.keyScales, keyCount, width, keys)
        unsafe decodeBytes(attention.values, attention.valueScales, keyCount, width, values)
        unsafe attend(
          AttentionArguments(
            queries: attention.query, queryStride: 0, queryCount: 1, keys: keys, keyStride: width, values: values,
            valueStride: width, width: width, scale: attention.scale, visible: keyCount, growth: 0,
            output: attention.output, outputStride: width, scratch: attention.scratch))
      }
    }
  }
}
