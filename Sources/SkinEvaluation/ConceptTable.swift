package import Foundation

/// How often each concept is noted for photos of a fine label: weak labels, for want of annotations of the photos.
///
/// Values between commas, semicolons or tabs, with a header; the column `fine_label` and one for each concept, shares 0...1.
package struct ConceptTable: Hashable, Sendable {
  /// Shares by fine label, in the order of the requested concepts.
  private let shares: [String: [Double]]

  /// Reads a table.
  ///
  /// - Parameter concepts: the model's concepts; the table must have a column for each. Only the letters of names
  ///   count.
  /// - Throws: ``LabelError``
  package init(csv: Data, concepts: [String]) throws(LabelError) {
    let table = try DelimitedTable(csv, needed: ["fine_label"])
    guard let label = table.head.firstIndex(of: "fine_label") else { throw .missingColumn("fine_label") }
    var columns: [Int] = []
    for concept in concepts {
      guard let column = table.head.firstIndex(where: { Self.letters($0) == Self.letters(concept) }) else {
        throw .missingColumn(concept)
      }
      columns.append(column)
    }
    var shares: [String: [Double]] = [:]
    for (line, fields) in table.rows {
      var row: [Double] = []
      for column in columns {
        guard let share = Double(fields[column]), (0...1).contains(share) else {
          throw .notAShare(line: line, fields[column])
        }
        row.append(share)
      }
      shares[fields[label]] = row
    }
    guard !shares.isEmpty else { throw .noRows }
    self.shares = shares
  }

  /// The shares of a fine label, if the table has it.
  package func shares(of fineLabel: String) -> [Double]? { shares[fineLabel] }

  private static func letters(_ text: String) -> String { text.lowercased().filter(\.isLetter) }
}

/// How well the concepts of the report agree with how often they are noted for such photos.
package struct ConceptAgreement: Hashable, Sendable, Codable {
  /// Photos whose fine label the table has.
  package var photos: Int
  /// Mean over photos and concepts, in nats.
  package var crossEntropy: Double
  /// The same for the mean of the table's shares over these photos: what is known without looking.
  package var crossEntropyWithoutPhoto: Double
  /// The entropy of the shares themselves: nothing can be below it.
  package var leastPossible: Double
  /// Mean average precision with which the ranking of a photo's concepts finds those with a share of 0.3 or more.
  package var averagePrecision: Double?
  /// The same for the ranking by mean share.
  package var averagePrecisionWithoutPhoto: Double?

  private enum CodingKeys: String, CodingKey {
    case photos
    case crossEntropy = "cross_entropy"
    case crossEntropyWithoutPhoto = "cross_entropy_without_photo"
    case leastPossible = "least_possible"
    case averagePrecision = "average_precision"
    case averagePrecisionWithoutPhoto = "average_precision_without_photo"
  }

  /// The share from which a concept belongs to a condition.
  private static let presence = 0.3
  /// Keeps logarithms finite where a probability is 0 or 1.
  private static let least = 1e-6

  /// Compares; nil if there is nothing to compare.
  ///
  /// - Precondition: each prediction is as long as its target.
  package init?(_ pairs: [(predicted: [Double], target: [Double])]) {
    guard let width = pairs.first?.target.count, width > 0 else { return nil }
    precondition(pairs.allSatisfy { $0.predicted.count == width && $0.target.count == width }, "other concepts")
    let mean = (0..<width).map { index in pairs.reduce(0) { $0 + $1.target[index] } / Double(pairs.count) }
    func average(_ predict: (Int) -> [Double]) -> Double {
      pairs.indices.reduce(0) { $0 + Self.crossEntropy(predict($1), pairs[$1].target) } / Double(pairs.count)
    }
    func precision(_ predict: (Int) -> [Double]) -> Double? {
      let found = pairs.indices.compactMap { Self.averagePrecision(predict($0), pairs[$0].target) }
      return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
    }
    photos = pairs.count
    crossEntropy = average { pairs[$0].predicted }
    crossEntropyWithoutPhoto = average { _ in mean }
    leastPossible = average { pairs[$0].target }
    averagePrecision = precision { pairs[$0].predicted }
    averagePrecisionWithoutPhoto = precision { _ in mean }
  }

  private static func crossEntropy(_ predicted: [Double], _ target: [Double]) -> Double {
    let sum = zip(predicted, target).reduce(0.0) { sum, pair in
      let p = min(max(pair.0, least), 1 - least)
      return sum - pair.1 * log(p) - (1 - pair.1) * log(1 - p)
    }
    return sum / Double(target.count)
  }

  /// Nil if no concept is present.
  private static func averagePrecision(_ predicted: [Double], _ target: [Double]) -> Double? {
    var (hits, sum) = (0.0, 0.0)
    let order = predicted.indices.sorted { (predicted[$0], $1) > (predicted[$1], $0) }
    for (rank, place) in order.enumerated() where target[place] >= presence {
      hits += 1
      sum += hits / Double(rank + 1)
    }
    return hits == 0 ? nil : sum / hits
  }
}
