/// What the gate found about a photo, with the keys of the report.
package struct PhotoQuality: Codable, Hashable, Sendable {
  /// What can be wrong with a photo.
  package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Out of focus or shaken; the value is the sharpness.
    case blurred
    /// Too little light; the value is the 95th percentile of luma, 0...255.
    case tooDark = "too-dark"
    /// Washed out; the value is the share of pixels at the upper end, 0...1.
    case tooBright = "too-bright"
    /// Too few pixels to see anything; the value is the shorter side.
    case tooSmall = "too-small"
    /// Nothing but one colour; the value is the range of luma, 0...255.
    case blank
    /// Fewer pixels than the model reads; the value is the shorter side.
    case small
    /// Glare in part of the photo; the value is the share of pixels at the upper end, 0...1.
    case glare
    /// Little difference between light and dark; the value is the range of luma, 0...255.
    case lowContrast = "low-contrast"
    /// Coloured light; the value is the binary logarithm of the strongest channel over green.
    case colourCast = "colour-cast"

    /// Whether a photo with this finding is refused; the other findings are advice.
    package var refuses: Bool {
      switch self {
      case .blurred, .tooDark, .tooBright, .tooSmall, .blank: true
      case .small, .glare, .lowContrast, .colourCast: false
      }
    }
  }

  /// One thing that is wrong.
  package struct Finding: Codable, Hashable, Sendable {
    /// What is wrong.
    package let kind: Kind
    /// How much, in the kind's unit.
    package let value: Double
    /// What to do about it, one sentence to the user.
    package let advice: String
  }

  /// Whether no finding refuses the photo.
  package let usable: Bool
  /// What is wrong, the refusing findings first.
  package let findings: [Finding]

  init(findings: [Finding]) {
    usable = !findings.contains { $0.kind.refuses }
    self.findings = findings.filter(\.kind.refuses) + findings.filter { !$0.kind.refuses }
  }
}
