#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// The plain counterparts of the kernels for keys and values in 8 bits; see ``ByteRows``.
extension Reference {
  /// Writes rows of heads as bytes from position `first` on.
  static func storeBytes(
    _ x: UnsafePointer<Float>, _ stride: Int, _ rowCount: Int, _ headCount: Int, _ width: Int,
    _ codes: UnsafeMutableRawPointer, _ scales: UnsafeMutablePointer<Float>, _ capacity: Int, _ first: Int
  ) {
    let size = (width + 15) / 16 * 16
    for row in 0..<rowCount {
      for head in 0..<headCount {
        let place = head * capacity + first + row
        let elements = (0..<width).map { unsafe x[row * stride + head * width + $0] }
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
  static func attendBytes(
    _ q: UnsafePointer<Float>, _ k: UnsafeRawPointer, _ keyScales: UnsafePointer<Float>, _ v: UnsafeRawPointer,
    _ valueScales: UnsafePointer<Float>, _ width: Int, _ scale: Float, _ keyCount: Int,
    _ y: UnsafeMutablePointer<Float>, _ scratch: UnsafeMutablePointer<Float>
  ) {
    var keys = [Float](repeating: 0, count: keyCount * width)
    var values = keys
    // SAFETY: both arrays hold `keyCount` rows of `width` floats.
    unsafe keys.withUnsafeMutableBufferPointer { keys in
      unsafe values.withUnsafeMutableBufferPointer { values in
        guard let keys = keys.baseAddress, let values = values.baseAddress else { return }
        unsafe decodeBytes(k, keyScales, keyCount, width, keys)
        unsafe decodeBytes(v, valueScales, keyCount, width, values)
        unsafe attend(q, 0, 1, keys, width, values, width, width, scale, keyCount, 0, y, width, scratch)
      }
    }
  }
}
