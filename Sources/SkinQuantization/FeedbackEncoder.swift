/// Chooses the codes of 16 rows so that the layer's outputs change least, column by column, passing errors on.
///
/// A lane is a row. For each group of 32 columns several scales are tried; for each, the group is rounded with feedback
/// inside it, and the scale of least cost stays. Then its errors are passed on to the columns after the group.
struct FeedbackEncoder {
  typealias Lanes = SIMD16<Float>

  /// What a group was rounded to.
  struct Group {
    /// The scales' bits, one for each row.
    var scales: [Binary16]
    /// The integers, one vector for each column.
    var integers: [Lanes]
  }

  /// The integers that the largest element would get.
  private static let int4Targets: [Float] = [
    -8, -7.75, -7.5, -7.25, -7, -6.75, -6.5, -6.2, -8.25, -8.5, -8.8, -9.2, -9.7, 7, 7.3, 6.7, 7.7,
  ]
  private static let int8Targets: [Float] = [127, 126, 124.5, 122.5, 120]

  private let feedback: ErrorFeedback
  private let targets: [Float]
  private let limits: ClosedRange<Float>

  init(_ feedback: ErrorFeedback, scheme: WeightScheme) {
    self.feedback = feedback
    targets = scheme == .int4 ? Self.int4Targets : Self.int8Targets
    limits = scheme == .int4 ? -8...7 : -127...127
  }

  /// The groups of some columns, nil if a scale is beyond binary16.
  ///
  /// `columns[c]` has column `c` of the 16 rows.
  func encode(_ columns: [Lanes]) -> [Group]? {
    var columns = columns
    var groups: [Group] = []
    for block in feedback.blocks {
      let width = block.columns.count
      for first in stride(from: 0, to: width, by: WeightScheme.groupSize) {
        let range = first..<min(first + WeightScheme.groupSize, width)
        let start = block.columns.lowerBound
        guard
          let (group, errors) = encode(
            Array(columns[start + range.lowerBound..<start + range.upperBound]), block, range)
        else { return nil }
        groups.append(group)
        for (offset, error) in errors.enumerated() {
          let row = (first + offset) * width
          for k in range.upperBound..<max(width, range.upperBound) {
            columns[start + k] -= error * block.shares[row + k]
          }
        }
      }
    }
    return groups
  }

  /// The best codes of one group, and the error that they leave in each column.
  private func encode(
    _ elements: [Lanes], _ block: ErrorFeedback.Block, _ range: Range<Int>
  ) -> (group: Group, errors: [Lanes])? {
    let extreme = Self.extreme(elements)
    var best = Lanes(repeating: .infinity)
    var integers = [Lanes](repeating: .zero, count: WeightScheme.groupSize)
    var errors = [Lanes](repeating: .zero, count: elements.count)
    var bits = [Binary16](repeating: Binary16(0), count: 16)
    for target in targets {
      var candidate = Lanes.zero
      var candidateBits = bits
      for lane in 0..<16 {
        candidateBits[lane] = Binary16(extreme[lane] / target)
        candidate[lane] = candidateBits[lane].value
        guard candidate[lane].isFinite else { return nil }
      }
      let (found, lacks, cost) = rounded(elements, scale: candidate, block, range)
      let isBetter = cost .< best
      best.replace(with: cost, where: isBetter)
      for lane in 0..<16 where isBetter[lane] { bits[lane] = candidateBits[lane] }
      for index in elements.indices {
        integers[index].replace(with: found[index], where: isBetter)
        errors[index].replace(with: lacks[index], where: isBetter)
      }
    }
    return (Group(scales: bits, integers: integers), errors)
  }

  /// Rounds a group with one scale for each row, passing errors on inside the group.
  private func rounded(
    _ elements: [Lanes], scale: Lanes, _ block: ErrorFeedback.Block, _ range: Range<Int>
  ) -> (integers: [Lanes], errors: [Lanes], cost: Lanes) {
    let width = block.columns.count
    let inverse = Lanes(repeating: 1) / scale.replacing(with: 1, where: scale .== 0)
    let usable = inverse.replacing(with: 0, where: scale .== 0)
    let (lowest, highest) = (Lanes(repeating: limits.lowerBound), Lanes(repeating: limits.upperBound))
    let magic = Lanes(repeating: 12_582_912)  // 1.5 * 2^23: adding it rounds what is small
    var rest = elements
    var integers: [Lanes] = []
    var errors: [Lanes] = []
    integers.reserveCapacity(elements.count)
    errors.reserveCapacity(elements.count)
    var cost = Lanes.zero
    for j in elements.indices {
      var scaled = rest[j] * usable
      scaled.replace(with: lowest, where: scaled .< lowest)
      scaled.replace(with: highest, where: scaled .> highest)
      let integer = (scaled + magic) - magic
      let error = rest[j] - integer * scale
      integers.append(integer)
      errors.append(error)
      cost += error * error * block.costs[range.lowerBound + j]
      let row = (range.lowerBound + j) * width + range.lowerBound
      for k in j + 1..<max(elements.count, j + 1) { rest[k] -= error * block.shares[row + k] }
    }
    return (integers, errors, cost)
  }

  /// The element of the largest magnitude in each row.
  private static func extreme(_ elements: [Lanes]) -> Lanes {
    var extreme = Lanes.zero
    for element in elements {
      let isLarger = magnitude(element) .> magnitude(extreme)
      extreme.replace(with: element, where: isLarger)
    }
    return extreme
  }

  private static func magnitude(_ v: Lanes) -> Lanes { v.replacing(with: -v, where: v .< 0) }
}
