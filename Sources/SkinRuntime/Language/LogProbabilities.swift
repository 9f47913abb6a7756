#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The logarithm of the softmax of some logits.
struct LogProbabilities {
  private let logits: ArraySlice<Float>
  /// The logarithm of the sum of the exponentials.
  let normalizer: Float

  init(_ logits: ArraySlice<Float>) {
    self.logits = logits
    let greatest = logits.max() ?? 0
    var sum = 0.0
    for logit in logits { sum += Double(expf(logit - greatest)) }
    normalizer = greatest + Float(log(sum))
  }

  init(_ logits: [Float]) { self.init(logits[...]) }

  subscript(token: Int32) -> Float { logits[logits.startIndex + Int(token)] - normalizer }
}
