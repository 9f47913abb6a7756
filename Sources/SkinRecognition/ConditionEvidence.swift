import Foundation

/// What the conditions of a head say about the classes and the danger groups.
///
/// A class is the sum of its conditions. A danger group is the sum of the conditions' shares of it, each condition as
/// probable as its class times its share of the class.
struct ConditionEvidence: Hashable, Sendable {
  /// The name of the tensor `[conditions, groups]`: how probable each group is, given the condition.
  private static let groupsName = "groups.conditions"

  /// The class of each condition, as an index of the model's classes.
  private let classPlaces: [Int]
  private let classCount: Int
  /// One row per condition; nil if the head judges the groups by a separate layer.
  private let groupShares: [Float]?
  private let groupCount: Int

  init(
    _ tensors: ResourceTensors, description: HeadDescription, classes: [String]
  ) throws(RecognitionError) {
    let places = Dictionary(classes.enumerated().map { ($1, $0) }) { first, _ in first }
    classPlaces = description.conditions.compactMap { places[$0.class] }
    classCount = classes.count
    groupCount = description.groups.count
    guard tensors.shape(Self.groupsName) != nil else {
      groupShares = nil
      return
    }
    let shares = try tensors.values(Self.groupsName, shape: [description.conditions.count, groupCount])
    let width = groupCount
    let sums = description.conditions.indices.map { shares[$0 * width..<($0 + 1) * width].reduce(0, +) }
    guard Set(classPlaces).count == classCount, shares.allSatisfy({ $0 >= 0 }),
      sums.allSatisfy({ abs($0 - 1) < 1e-3 })
    else { throw .unusableNumber(Self.groupsName) }
    groupShares = shares
  }

  /// The logarithms of the classes' probabilities, in the model's order; a class without a condition has none.
  func classLogProbabilities(_ conditionLogits: [Double]) -> [Double] {
    guard !conditionLogits.isEmpty else { return [Double](repeating: 0, count: classCount) }
    var sums = [Double](repeating: 0, count: classCount)
    let greatest = conditionLogits.max() ?? 0
    for (place, logit) in zip(classPlaces, conditionLogits) { sums[place] += exp(logit - greatest) }
    // The least logarithm keeps a class without conditions, or one far behind, above minus infinity.
    let total = sums.reduce(0, +)
    return sums.map { log(max($0 / total, .leastNormalMagnitude)) }
  }

  /// The probabilities of the danger groups; nil if the head judges them by a separate layer.
  func groups(classLogProbabilities: [Double], conditionLogits: [Double]) -> [Double]? {
    guard groupShares != nil else { return nil }
    var greatest = [Double](repeating: -.infinity, count: classCount)
    for (place, logit) in zip(classPlaces, conditionLogits) { greatest[place] = max(greatest[place], logit) }
    let exponentials = zip(classPlaces, conditionLogits).map { exp($1 - greatest[$0]) }
    var sums = [Double](repeating: 0, count: classCount)
    for (place, value) in zip(classPlaces, exponentials) { sums[place] += value }
    return groups(
      conditionProbabilities: classPlaces.indices.map { condition in
        let place = classPlaces[condition]
        return exp(classLogProbabilities[place]) * exponentials[condition] / sums[place]
      })
  }

  /// The probabilities of the danger groups; nil if the head judges them by a separate layer.
  func groups(conditionProbabilities: [Double]) -> [Double]? {
    guard let groupShares else { return nil }
    var result = [Double](repeating: 0, count: groupCount)
    for (condition, probability) in conditionProbabilities.enumerated() {
      for group in result.indices {
        result[group] += probability * Double(groupShares[condition * groupCount + group])
      }
    }
    return result
  }
}
