import Foundation

/// How probable the model's concepts usually are, so that only what exceeds that is worth a sentence.
///
/// The default model notes redness or a plaque on nearly every photo, whatever it shows; about a single photo, that is
/// noise. A concept is unusual if its odds are at least twice those expected for the differential.
///
/// Means over the 1,077 of 1,147 validation photos that were not refused, weighted by the probabilities of the classes;
/// `Tools/train/concept_norms.py` makes the table from the reports of `diagnose --json`. A quarter of the photos have
/// an unusual concept.
enum ConceptNorms {
  /// The probability from which a concept counts as noted.
  private static let notedProbability = 0.2
  /// The multiple of the expected odds from which a concept is unusual.
  private static let oddsRatio = 2.0
  /// The probability expected of a concept that is not in the table.
  private static let rareProbability = 0.03

  /// The noted concepts that are unusual for a differential, most probable first.
  static func unusual(_ concepts: [ConceptProbability], differential: [ClassProbability]) -> [ConceptProbability] {
    concepts.filter { entry in
      guard entry.probability >= notedProbability else { return false }
      let expected = names.firstIndex(of: entry.name).map { column in
        differential.reduce(0) { sum, part in
          sum + part.probability * (percents[part.class].map { Double($0[column]) / 100 } ?? 0)
        }
      }
      return odds(entry.probability) >= oddsRatio * odds(expected ?? rareProbability)
    }
  }

  /// Whether a concept is more probable than on the mean photo.
  static func isMoreThanUsual(_ entry: ConceptProbability) -> Bool {
    let mean = names.firstIndex(of: entry.name).map { Double(overall[$0]) / 100 } ?? rareProbability
    return odds(entry.probability) >= oddsRatio * odds(mean)
  }

  private static func odds(_ probability: Double) -> Double {
    let bounded = min(max(probability, 1e-3), 1 - 1e-3)
    return bounded / (1 - bounded)
  }

  /// The table's columns.
  private static let names = [
    "Black", "Brown(Hyperpigmentation)", "Crust", "Dome-shaped", "Erosion",
    "Erythema", "Exudate", "Friable", "Nodule", "Papule",
    "Patch", "Plaque", "Purple", "Pustule", "Scale",
    "Scar", "Telangiectasia", "Ulcer", "White(Hypopigmentation)", "Yellow",
  ]

  /// Mean probabilities over all photos, percent.
  private static let overall = [
    4, 21, 15, 4, 4, 67, 3, 3, 6, 33, 6, 58, 2, 5, 23, 5, 2, 3, 8, 8,
  ]

  /// Mean probabilities by class, percent.
  private static let percents: [String: [Int]] = [
    "acne_rosacea": [1, 20, 12, 3, 5, 84, 2, 2, 5, 61, 3, 44, 2, 16, 13, 3, 1, 3, 7, 7],
    "bacterial": [1, 11, 16, 4, 5, 84, 2, 2, 4, 31, 2, 56, 1, 5, 16, 3, 2, 3, 3, 7],
    "benign_tumor": [5, 24, 16, 5, 5, 51, 4, 5, 13, 41, 8, 46, 3, 4, 16, 14, 4, 5, 6, 9],
    "bullous": [3, 13, 13, 3, 5, 78, 3, 2, 5, 40, 3, 54, 2, 6, 21, 4, 2, 3, 5, 7],
    "connective_tissue": [3, 22, 14, 4, 4, 73, 2, 2, 5, 28, 6, 70, 2, 4, 18, 8, 3, 3, 8, 8],
    "dermatitis": [2, 22, 13, 3, 4, 75, 3, 2, 3, 27, 3, 71, 1, 4, 31, 4, 2, 2, 9, 9],
    "fungal": [2, 26, 15, 4, 4, 70, 3, 2, 4, 33, 6, 71, 1, 5, 34, 4, 2, 3, 14, 10],
    "herpes": [4, 17, 15, 4, 5, 72, 3, 4, 5, 34, 4, 72, 2, 4, 19, 7, 5, 3, 6, 11],
    "infestation_bites": [2, 20, 16, 3, 5, 80, 2, 4, 5, 37, 5, 51, 1, 3, 17, 5, 2, 2, 7, 6],
    "light": [6, 25, 13, 4, 4, 41, 2, 2, 4, 22, 43, 42, 1, 3, 17, 5, 2, 3, 19, 6],
    "malignant": [4, 23, 34, 5, 7, 70, 5, 3, 9, 36, 6, 66, 1, 4, 22, 6, 6, 4, 11, 11],
    "melanoma_nevi": [19, 24, 13, 5, 7, 26, 3, 5, 11, 30, 6, 53, 2, 2, 13, 7, 3, 4, 5, 7],
    "normal_skin": [2, 5, 4, 1, 1, 15, 1, 1, 1, 8, 3, 11, 0, 1, 5, 1, 1, 1, 2, 2],
    "others": [4, 18, 13, 4, 4, 74, 3, 2, 5, 33, 4, 60, 2, 4, 23, 5, 2, 3, 7, 7],
    "psoriasis_lichen": [2, 28, 17, 3, 3, 70, 2, 2, 2, 26, 3, 75, 1, 6, 44, 4, 2, 2, 13, 10],
    "urticaria": [1, 19, 8, 3, 3, 86, 2, 1, 3, 29, 2, 51, 1, 2, 13, 2, 1, 2, 6, 4],
    "vascular_tumor": [3, 14, 12, 4, 5, 80, 4, 4, 11, 40, 3, 43, 3, 3, 21, 5, 2, 2, 6, 6],
  ]
}
