import SkinCheckpoint
import SkinQuantization

/// Rows of a base and a delta, added as PyTorch adds binary16: exact inputs, one rounding.
///
/// Vicuna v0 is published this way. Both sides are rounded to binary16 first, as the public script loads them. A delta
/// may have more rows than the base, whose missing rows are zeros: `[PAD]` in the vocabulary.
///
/// Source: FastChat, `fastchat/model/apply_delta.py`.
struct DeltaSum: Sendable {
  let base: SourceTensor
  let delta: SourceTensor

  func rows(_ range: Range<Int>) throws(CheckpointError) -> [Float] {
    added(try base.rows(range.clamped(to: 0..<base.rowCount)), try delta.rows(range))
  }

  func elements() throws(CheckpointError) -> [Float] { added(try base.elements(), try delta.elements()) }

  private func added(_ base: [Float], _ delta: [Float]) -> [Float] {
    var sums = delta
    for index in sums.indices {
      let start = index < base.count ? Binary16(base[index]).value : 0
      sums[index] = Binary16(start + Binary16(delta[index]).value).value
    }
    return sums
  }
}

/// What a low-rank adapter adds to a weight: `W + scale · B · A`, in float32.
///
/// Source: Hu et al. 2021, arXiv:2106.09685, section 4.1; PEFT, `tuners/lora/layer.py`, `get_delta_weight`.
struct LowRankFactors: Sendable {
  /// `[rank, columns]`.
  let down: SourceTensor
  /// `[rows, rank]`.
  let up: SourceTensor
  let scale: Float

  /// Adds the update of some rows to them.
  func add(to rows: inout [Float], _ range: Range<Int>) throws(CheckpointError) {
    let rank = down.rowCount
    let columnCount = down.rowElementCount
    let downRows = try down.elements()
    let upRows = try up.rows(range)
    for row in 0..<range.count {
      var update = [Float](repeating: 0, count: columnCount)
      for index in 0..<rank {
        let factor = upRows[row * rank + index]
        let start = index * columnCount
        for column in 0..<columnCount { update[column] += factor * downRows[start + column] }
      }
      for column in 0..<columnCount { rows[row * columnCount + column] += scale * update[column] }
    }
  }
}
