/// Resizes the position embeddings of a square grid of patches; the class token's row stays as it is.
///
/// Source: PyTorch, `aten/src/ATen/native/UpSample.h`, bicubic with `align_corners` false, as SkinGPT-4's
/// `models/eva_vit.py`, `interpolate_pos_embed`, calls it.
struct PositionGrid: Sendable {
  /// PyTorch's parameter of the cubic kernel.
  private static let sharpness: Float = -0.75

  /// Patches along an edge in the checkpoint.
  let side: Int
  /// Patches along an edge in the model.
  let newSide: Int
  /// Elements of a row.
  let width: Int

  /// Turns `[1 + side * side, width]` into `[1 + newSide * newSide, width]`.
  func resized(_ elements: [Float]) -> [Float] {
    precondition(elements.count == (1 + side * side) * width, "\(elements.count) elements for a grid of \(side)")
    let taps = (0..<newSide).map(taps)
    var result = Array(elements[..<width])
    result.reserveCapacity((1 + newSide * newSide) * width)
    for row in taps {
      for column in taps {
        for feature in 0..<width {
          var sum: Float = 0
          for (y, rowWeight) in row {
            var line: Float = 0
            for (x, columnWeight) in column {
              line += columnWeight * elements[(1 + y * side + x) * width + feature]
            }
            sum += rowWeight * line
          }
          result.append(sum)
        }
      }
    }
    return result
  }

  /// The four places that a new place is made of, and their weights; places beyond the edge are clamped to it.
  private func taps(_ place: Int) -> [(index: Int, weight: Float)] {
    let source = (Float(place) + 0.5) * (Float(side) / Float(newSide)) - 0.5
    let first = source.rounded(.down)
    let t = source - first
    let a = Self.sharpness
    func near(_ x: Float) -> Float { ((a + 2) * x - (a + 3)) * x * x + 1 }
    func far(_ x: Float) -> Float { ((a * x - 5 * a) * x + 8 * a) * x - 4 * a }
    return [far(t + 1), near(t), near(1 - t), far(2 - t)].enumerated().map { offset, weight in
      (min(max(Int(first) + offset - 1, 0), side - 1), weight)
    }
  }
}
