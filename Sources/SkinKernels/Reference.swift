#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif
internal import SkinKernelTable
internal import SkinQuantization
internal import SkinTensor

/// The plain counterpart of every kernel: what is computed, in the order that the fast ones follow.
///
/// Goals: to be readable, correct, and for ``multiply`` to give the same bits as AVX2 and AVX-512. Everything else
/// computes in `Double`, so that a comparison measures the fast kernel's error.
///
/// SAFETY of all pointers here: the callers in ``ComputeBackend`` checked that each holds the rows and columns named.
enum Reference {
  /// `y = x · Wᵀ + bias`, `[rowCount, in] -> [rowCount, out]`.
  ///
  /// Float schemes add up the columns in order with fused multiply-adds. Integer schemes first quantize each group of
  /// 32 columns of x (see ``quantize``), sum the group's products exactly, then compute
  /// `y = fma(float(sum) · scaleW, scaleX, y)` group by group. Where rows have one scale, x is quantized in whole rows
  /// too, around the row's middle, and
  /// `y = (float(sum) · scaleX + float(sum of the row's weights) · middle) · scaleW`.
  static func multiply(
    _ x: UnsafePointer<Float>, _ rowCount: Int, _ w: WeightMatrix, _ bias: UnsafePointer<Float>?,
    into y: UnsafeMutablePointer<Float>
  ) {
    let (outputs, inputs) = (w.shape.rowCount, w.shape.columnCount)
    for row in 0..<rowCount {
      let source = unsafe x + row * inputs
      let groups = w.scheme.isGrouped ? unsafe quantize(source, inputs) : []
      let whole = w.scheme == .int8PerRow ? quantizeRow((0..<inputs).map { unsafe source[$0] }) : nil
      for output in 0..<outputs {
        let sum =
          switch w.scheme {
          case .float32, .float16: unsafe floatDot(source, w, output)
          case .int8, .int4: integerDot(groups, w, output)
          case .int8PerRow: perRowDot(whole, w, output)
          }
        unsafe y[row * outputs + output] = if let bias = unsafe bias { unsafe sum + bias[output] } else { sum }
      }
    }
  }

  private static func floatDot(_ x: UnsafePointer<Float>, _ w: WeightMatrix, _ output: Int) -> Float {
    let layout = WeightLayout(shape: w.shape, scheme: w.scheme)
    let panel = unsafe w.unsafeBase + output / 16 * layout.panelByteCount
    let lane = output % 16
    var sum: Float = 0
    for column in 0..<w.shape.columnCount {
      let weight =
        w.scheme == .float32
        ? unsafe panel.load(fromByteOffset: column * 64 + lane * 4, as: Float.self)
        : Binary16(bitPattern: unsafe panel.load(fromByteOffset: column * 32 + lane * 2, as: UInt16.self)).value
      unsafe sum.addProduct(weight, x[column])
    }
    return sum
  }

  private static func integerDot(_ x: [ActivationGroup], _ w: WeightMatrix, _ output: Int) -> Float {
    let layout = WeightLayout(shape: w.shape, scheme: w.scheme)
    let panel = unsafe w.unsafeBase + output / 16 * layout.panelByteCount
    let lane = output % 16
    var sum: Float = 0
    for (group, activation) in x.enumerated() {
      let superblock = unsafe panel + group / 2 * layout.superblockByteCount
      let codes = unsafe superblock + WeightLayout.scaleByteCount + group % 2 * layout.groupByteCount
      var products = 0
      for column in 0..<WeightScheme.groupSize {
        let weight = unsafe WeightMatrix.integer(codes, lane: lane, column: column, scheme: w.scheme)
        products += weight * activation.integers[column]
      }
      let scale = Binary16(
        bitPattern: unsafe superblock.load(fromByteOffset: group % 2 * 32 + lane * 2, as: UInt16.self))
      sum.addProduct(Float(products) * scale.value, activation.scale)
    }
    return sum
  }

  private static func perRowDot(_ x: ActivationRow?, _ w: WeightMatrix, _ output: Int) -> Float {
    guard let x else { return 0 }
    let layout = WeightLayout(shape: w.shape, scheme: w.scheme)
    let panel = unsafe w.unsafeBase + output / 16 * layout.panelByteCount
    var products: Int32 = 0
    var weights: Int32 = 0
    for column in 0..<w.shape.columnCount {
      let weight = Int32(unsafe WeightMatrix.integer(perRow: panel, lane: output % 16, column: column))
      products += weight * x.integers[column]
      weights += weight
    }
    let scale = Binary16(bitPattern: unsafe panel.load(fromByteOffset: output % 16 * 2, as: UInt16.self))
    return (Float(products) * x.scale + Float(weights) * x.middle) * scale.value
  }

  /// A whole activation row: `middle + scale * integer`, integers -127 to 127.
  struct ActivationRow {
    var middle: Float
    var scale: Float
    var integers: [Int32]
  }

  /// An activation row between its least and greatest element; nil if it has no columns.
  ///
  /// Half the range under 2^-110 gives the integers 0; an element that is not finite gives the scale NaN.
  static func quantizeRow(_ elements: [Float]) -> ActivationRow? {
    let zeros = Array(repeating: Int32(0), count: elements.count)
    guard let least = elements.min(), let greatest = elements.max() else { return nil }
    if elements.contains(where: { !$0.isFinite }) { return ActivationRow(middle: 0, scale: .nan, integers: zeros) }
    let middle = least * 0.5 + greatest * 0.5
    let half = greatest * 0.5 - least * 0.5
    if half < 0x1p-110 { return ActivationRow(middle: middle, scale: 0, integers: zeros) }
    let inverse = 127 / half
    return ActivationRow(
      middle: middle, scale: half / 127,
      integers: elements.map { Int32((($0 - middle) * inverse).rounded(.toNearestOrEven)) })
  }

  /// 32 columns of an activation row: integers -127 to 127 and their scale.
  struct ActivationGroup {
    var scale: Float
    var integers: [Int]
  }

  /// Groups of an activation row: scale is the largest magnitude / 127, integers round to nearest, ties to even.
  ///
  /// A group whose largest magnitude is under 2^-110 becomes zeros. A group with an element that is not finite gets the
  /// scale NaN, so that all products of the row are NaN.
  static func quantize(_ x: UnsafePointer<Float>, _ columnCount: Int) -> [ActivationGroup] {
    stride(from: 0, to: columnCount, by: WeightScheme.groupSize).map { first in
      let width = min(WeightScheme.groupSize, columnCount - first)
      let elements =
        (0..<width).map { unsafe x[first + $0] } + Array(repeating: 0, count: WeightScheme.groupSize - width)
      let zeros = Array(repeating: 0, count: WeightScheme.groupSize)
      if elements.contains(where: { !$0.isFinite }) { return ActivationGroup(scale: .nan, integers: zeros) }
      let largest = elements.map(\.magnitude).max() ?? 0
      if largest < 0x1p-110 { return ActivationGroup(scale: 0, integers: zeros) }
      let inverse = 127 / largest
      return ActivationGroup(
        scale: largest / 127, integers: elements.map { Int(($0 * inverse).rounded(.toNearestOrEven)) })
    }
  }

  /// `(x - mean) / sqrt(variance + epsilon) * weight + bias`, row by row.
  static func layerNorm(_ norm: NormArguments, _ bias: UnsafePointer<Float>) {
    let (x, y, width) = unsafe (norm.rows, norm.output, norm.width)
    let (weight, epsilon) = unsafe (norm.weight, norm.epsilon)
    for row in unsafe 0..<norm.rowCount {
      let offset = row * width
      var sum = 0.0
      for column in 0..<width { unsafe sum += Double(x[offset + column]) }
      let mean = sum / Double(width)
      var squares = 0.0
      for column in 0..<width {
        let difference = unsafe Double(x[offset + column]) - mean
        squares += difference * difference
      }
      let factor = 1 / (squares / Double(width) + Double(epsilon)).squareRoot()
      for column in 0..<width {
        let normal = unsafe (Double(x[offset + column]) - mean) * factor
        unsafe y[offset + column] = Float(normal * Double(weight[column]) + Double(bias[column]))
      }
    }
  }

  /// `x / sqrt(mean(x²) + epsilon) * weight`, row by row.
  static func rmsNorm(_ norm: NormArguments) {
    let (x, y, width) = unsafe (norm.rows, norm.output, norm.width)
    let (weight, epsilon) = unsafe (norm.weight, norm.epsilon)
    for row in unsafe 0..<norm.rowCount {
      let offset = row * width
      var squares = 0.0
      for column in 0..<width { unsafe squares += Double(x[offset + column]) * Double(x[offset + column]) }
      let factor = 1 / (squares / Double(width) + Double(epsilon)).squareRoot()
      for column in 0..<width {
        unsafe y[offset + column] = Float(Double(x[offset + column]) * factor * Double(weight[column]))
      }
    }
  }

  /// `x / 2 · (1 + erf(x / √2))` in place.
  static func gelu(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    for index in 0..<count {
      let value = unsafe Double(x[index])
      unsafe x[index] = Float(value / 2 * erfc(-value * 0.5.squareRoot()))
    }
  }

  /// `silu(gate) · up`, `[rowCount, 2 width] -> [rowCount, width]`; the gates are the left half.
  static func siluGate(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rowCount: Int, _ width: Int
  ) {
    for row in 0..<rowCount {
      for column in 0..<width {
        let gate = unsafe Double(x[2 * row * width + column])
        let up = unsafe Double(x[(2 * row + 1) * width + column])
        unsafe y[row * width + column] = Float(gate / (1 + exp(-gate)) * up)
      }
    }
  }

  /// `x / 2 · (1 + tanh(√(2 / π) (x + 0.044715 x³)))` in place.
  static func tanhGelu(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    for index in 0..<count { unsafe x[index] = Float(tanhGelu(Double(x[index]))) }
  }

  private static func tanhGelu(_ x: Double) -> Double {
    x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
  }

  /// `gelu(gate) · up` with the GELU by tanh, `[rowCount, 2 width] -> [rowCount, width]`; the gates are the left half.
  static func geluGate(
    _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ rowCount: Int, _ width: Int
  ) {
    for row in 0..<rowCount {
      for column in 0..<width {
        let gate = unsafe Double(x[2 * row * width + column])
        let up = unsafe Double(x[(2 * row + 1) * width + column])
        unsafe y[row * width + column] = Float(tanhGelu(gate) * up)
      }
    }
  }

  /// `y += x`.
  static func add(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
    for index in 0..<count { unsafe y[index] += x[index] }
  }

  /// Rotates the pairs (i, i + width / 2) of each head by the row's angles.
  static func rotate(_ rotation: RotationArguments) {
    let (cosines, sines) = unsafe (rotation.cosines, rotation.sines)
    let (headWidth, half) = unsafe (rotation.headWidth, rotation.headWidth / 2)
    for row in unsafe 0..<rotation.rowCount {
      for head in unsafe 0..<rotation.headCount {
        let first = unsafe rotation.rows + row * rotation.stride + head * headWidth
        for index in 0..<half {
          let (a, b) = unsafe (first[index], first[index + half])
          let (c, s) = unsafe (cosines[row * half + index], sines[row * half + index])
          unsafe first[index] = a * c - b * s
          unsafe first[index + half] = b * c + a * s
        }
      }
    }
  }

  /// Softmax of scaled scores times values, for one head.
  static func attend(_ attention: AttentionArguments) {
    let width = unsafe attention.width
    for row in unsafe 0..<attention.queryCount {
      let keyCount = unsafe attention.visible + attention.growth * row
      let query = unsafe attention.queries + row * attention.queryStride
      let scores = (0..<keyCount).map { key in
        let row = unsafe attention.keys + key * attention.keyStride
        var sum = 0.0
        for column in 0..<width { unsafe sum += Double(query[column]) * Double(row[column]) }
        return unsafe sum * Double(attention.scale)
      }
      let largest = scores.max() ?? 0
      let weights = scores.map { exp($0 - largest) }
      let total = weights.reduce(0, +)
      for column in 0..<width {
        var sum = 0.0
        for key in 0..<keyCount {
          unsafe sum += weights[key] * Double(attention.values[key * attention.valueStride + column])
        }
        unsafe attention.output[row * attention.outputStride + column] = Float(sum / total)
      }
    }
  }
}
