/// 32 numbers in four vectors of eight, which compilers keep in registers; they split up a vector of 32.
struct Lanes32 {
  private var a, b, c, d: SIMD8<Float>

  static let zero = Lanes32(a: .zero, b: .zero, c: .zero, d: .zero)

  private init(a: SIMD8<Float>, b: SIMD8<Float>, c: SIMD8<Float>, d: SIMD8<Float>) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  /// The first 32 elements, followed by zeros if there are fewer.
  init(_ elements: ArraySlice<Float>) {
    self = .zero
    for (lane, element) in elements.prefix(32).enumerated() { self[lane] = element }
  }

  subscript(lane: Int) -> Float {
    get {
      switch lane >> 3 {
      case 0: a[lane & 7]
      case 1: b[lane & 7]
      case 2: c[lane & 7]
      default: d[lane & 7]
      }
    }
    set {
      switch lane >> 3 {
      case 0: a[lane & 7] = newValue
      case 1: b[lane & 7] = newValue
      case 2: c[lane & 7] = newValue
      default: d[lane & 7] = newValue
      }
    }
  }

  /// The first element of the largest magnitude.
  var extreme: Float {
    let largest = Self.magnitude(a).maximum(Self.magnitude(b)).maximum(Self.magnitude(c).maximum(Self.magnitude(d)))
    let magnitude = largest.max()
    for lane in 0..<32 where self[lane].magnitude == magnitude { return self[lane] }
    return 0
  }

  @inline(__always) private static func magnitude(_ v: SIMD8<Float>) -> SIMD8<Float> {
    v.maximum(-v)
  }

  @inline(__always) static func * (v: Lanes32, x: Float) -> Lanes32 {
    Lanes32(a: v.a * x, b: v.b * x, c: v.c * x, d: v.d * x)
  }

  /// The nearest integers of `self / scale`, ties to even, inside the limits.
  @inline(__always) func nearest(scale: Float, _ limits: ClosedRange<Float>) -> Lanes32 {
    func nearest(_ v: SIMD8<Float>) -> SIMD8<Float> {
      // Clamp first: adding 1.5 * 2^23 rounds only what is small.
      let inside = (v / scale).maximum(SIMD8(repeating: limits.lowerBound)).minimum(SIMD8(repeating: limits.upperBound))
      let magic = SIMD8<Float>(repeating: 12_582_912)
      return (inside + magic) - magic
    }
    return Lanes32(a: nearest(a), b: nearest(b), c: nearest(c), d: nearest(d))
  }
}

extension SIMD8<Float> {
  @inline(__always) fileprivate func maximum(_ other: SIMD8<Float>) -> SIMD8<Float> {
    replacing(with: other, where: other .> self)
  }

  @inline(__always) fileprivate func minimum(_ other: SIMD8<Float>) -> SIMD8<Float> {
    replacing(with: other, where: other .< self)
  }
}
