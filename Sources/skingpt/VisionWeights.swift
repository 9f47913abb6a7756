import ArgumentParser
import SkinMeasurement
import SkinQuantization

/// How ViT and Q-Former are written: in one scheme, or each weight as photos tell.
enum VisionWeights: ExpressibleByArgument, Equatable {
  case scheme(WeightScheme)
  /// int8-row where it costs little on calibration photos, int8 elsewhere; see `VisionSchemes`.
  case automatic

  private static let automaticName = "auto"

  init?(argument: String) {
    if argument == Self.automaticName {
      self = .automatic
    } else {
      guard let scheme = WeightScheme(argument: argument) else { return nil }
      self = .scheme(scheme)
    }
  }

  static var allValueStrings: [String] { WeightScheme.allCases.map(\.rawValue) + [automaticName] }

  /// The scheme of the weights that are not measured.
  var scheme: WeightScheme {
    switch self {
    case .scheme(let scheme): scheme
    case .automatic: .int8
    }
  }
}

extension VisionSchemes {
  /// Like `vision weights: 106 of 108 in int8-row; least cosines soft_prompt 0.99991, vision 0.99980`.
  var words: String {
    let least = cosines.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.shown($0.value))" }
    return
      "vision weights: \(rules.count) of \(candidateCount) in int8-row; least cosines \(least.joined(separator: ", "))"
  }

  /// Five places, never rounded up.
  private static func shown(_ cosine: Double) -> String {
    let places = 1e5
    return "\((cosine * places).rounded(.down) / places)"
  }
}
