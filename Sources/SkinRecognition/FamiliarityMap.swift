import Foundation

/// How far a photo lies from what a head was trained on.
///
/// The distance is that to the nearest centre, in a space where the spread within the classes is 1 in every direction.
///
/// Source: Lee et al. 2018, arXiv:1807.03888 (Mahalanobis distance to class means).
struct FamiliarityMap: Hashable, Sendable {
  /// Smaller distances count as this, so that their logarithms are finite.
  private static let leastDistance = 1e-9
  /// The greatest factor by which probabilities become flatter.
  private static let greatestFlattening = 20.0

  private let projection: LinearLayer
  private let centres: [Float]
  private let reading: HeadDescription.Familiarity

  init(
    _ tensors: ResourceTensors, featureCount: Int, reading: HeadDescription.Familiarity
  ) throws(RecognitionError) {
    let name = (projection: "familiarity.projection", centres: "familiarity.centres")
    guard let directions = tensors.shape(name.projection)?.first, directions > 0 else {
      throw .missingTensor(name.projection)
    }
    guard let count = tensors.shape(name.centres)?.first, count > 0 else { throw .missingTensor(name.centres) }
    let weights = try tensors.values(name.projection, shape: [directions, featureCount])
    projection = LinearLayer(
      inputCount: featureCount, weights: weights, bias: [Float](repeating: 0, count: directions))
    centres = try tensors.values(name.centres, shape: [count, directions])
    self.reading = reading
  }

  /// How far standardized features lie from the nearest centre, in spreads from a typical photo.
  func unfamiliarity(of input: [Float]) -> Double {
    let point = projection.apply(input)
    var least = Double.infinity
    for start in stride(from: 0, to: centres.count, by: point.count) {
      var sum = 0.0
      for (index, value) in point.enumerated() {
        let difference = value - Double(centres[start + index])
        sum += difference * difference
      }
      least = min(least, sum / Double(point.count))
    }
    return (log(max(least, Self.leastDistance)) - reading.centre) / reading.spread
  }

  /// The factor that multiplies temperatures.
  func flattening(at unfamiliarity: Double) -> Double {
    min(exp(reading.slope * max(0, unfamiliarity - reading.start)), Self.greatestFlattening)
  }
}
