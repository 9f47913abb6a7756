/// What changes between two models on the same photos, for example float weights and quantized ones.
package struct Degradation: Hashable, Sendable, Codable {
  /// Photos.
  package var photos: Int
  /// Top-1 of the second model minus top-1 of the first.
  package var top1Difference: Double
  /// Photos for which a different class comes first.
  package var flips: Int
  /// Photos for which a malignant class came first and a benign one does now.
  package var malignantToBenign: [String]
  /// The mean over photos of the largest change of a class's probability.
  package var probabilityChange: Double

  private enum CodingKeys: String, CodingKey {
    case photos, flips
    case top1Difference = "top1_difference"
    case malignantToBenign = "malignant_to_benign"
    case probabilityChange = "probability_change"
  }

  private static let malignant = ["malignant", "melanoma_nevi"]

  /// Compares.
  ///
  /// - Precondition: the same photos in the same order.
  package init(from first: [Assessment], to second: [Assessment], classes: [String]) {
    precondition(first.map(\.photo) == second.map(\.photo), "other photos")
    photos = first.count
    let tops = zip(first, second).map { pair in
      (from: classes[pair.0.ranking[0]], to: classes[pair.1.ranking[0]], photo: pair.0.photo)
    }
    flips = tops.count { $0.from != $0.to }
    malignantToBenign = tops.filter { Self.malignant.contains($0.from) && !Self.malignant.contains($0.to) }
      .map(\.photo.file)
    let changes = zip(first, second).map { pair in
      zip(pair.0.probabilities, pair.1.probabilities).map { abs($0 - $1) }.max() ?? 0
    }
    probabilityChange = changes.reduce(0, +) / Double(max(photos, 1))
    let difference = tops.count { $0.to == $0.photo.label } - tops.count { $0.from == $0.photo.label }
    top1Difference = Double(difference) / Double(max(photos, 1))
  }
}
