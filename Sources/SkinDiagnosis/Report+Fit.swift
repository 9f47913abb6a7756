package import SkinRecognition

extension Report {
  /// What was learned from a clinic's own photos and is used in a report.
  package struct Fit: Hashable, Sendable, Codable {
    /// How well the program does on the clinic's photos, each left out in turn with its group.
    package struct Measured: Hashable, Sendable, Codable {
      /// The right class came first.
      package let top1: Double
      /// The right class was among the first three.
      package let top3: Double
      /// The mean recall of the classes.
      package let balanced: Double
      /// Expected calibration error.
      package let calibrationError: Double

      private enum CodingKeys: String, CodingKey {
        case top1, top3, balanced
        case calibrationError = "calibration_error"
      }

      init(_ measures: FitMeasures) {
        top1 = measures.top1
        top3 = measures.top3
        balanced = measures.balanced
        calibrationError = measures.calibrationError
      }
    }

    /// What one clinic's photos taught.
    package struct Clinic: Hashable, Sendable, Codable {
      /// When, as year, month and day.
      package let date: String
      /// Photos.
      package let photos: Int
      /// Photos of each class that has some.
      package let counts: [String: Int]
      /// Folds of the cross-validation.
      package let folds: Int
      /// Without what was learned.
      package let before: Measured
      /// With it.
      package let after: Measured
    }

    /// SHA-256 of the file, lowercase hexadecimal.
    package let digest: String
    /// One for each clinic.
    package let clinics: [Clinic]

    /// What is in use.
    package init(_ used: UsedFit) {
      digest = used.digest
      clinics = used.prepared.fit.members.map {
        Clinic(
          date: $0.date, photos: $0.photos, counts: $0.counts, folds: $0.folds, before: Measured($0.before),
          after: Measured($0.after))
      }
    }
  }
}
