import Foundation
package import SkinImage

/// What the gate does with photos as they are, and with degraded versions of those that it accepts.
package struct GateTrial: Hashable, Sendable, Codable {
  /// A way to degrade a photo, the same for photos of every size.
  package enum Harm: String, Hashable, Sendable, Codable, CaseIterable {
    /// Gaussian blur; sigma is 1/128 of the shorter side (4 pixels at 512).
    case blurred
    /// All pixels multiplied so that the mean is 24 of 255.
    case darkened
    /// The shorter side shrunk to 60 pixels.
    case shrunk
    /// All pixels multiplied by 3.5 and clipped at 255.
    case brightened

    /// Sigma of the blur, as a share of the shorter side.
    private static let blurShare = 4.0 / 512
    private static let darkMean = 24.0
    private static let smallSide = 60
    private static let brightFactor = 3.5

    /// The degraded photo.
    package func applied(to photo: Photo) -> Photo {
      switch self {
      case .blurred: photo.blurred(sigma: Self.blurShare * Double(min(photo.width, photo.height)))
      case .darkened:
        photo.scaled(by: Self.darkMean / max(1, photo.rgb.reduce(0) { $0 + Double($1) } / Double(photo.rgb.count)))
      case .brightened: photo.scaled(by: Self.brightFactor)
      case .shrunk:
        photo.resized(
          width: max(1, photo.width * Self.smallSide / min(photo.width, photo.height)),
          height: max(1, photo.height * Self.smallSide / min(photo.width, photo.height)))
      }
    }
  }

  /// Photos that were tried.
  package private(set) var photos = 0
  /// Those of them that the gate refuses as they are.
  package private(set) var refused = 0
  /// Degraded versions of the others that it refuses, by harm.
  package private(set) var caught: [String: Int] = [:]

  /// A trial without photos.
  package init() {}

  /// Tries one photo.
  package mutating func add(_ photo: Photo, gate: PhotoGate = PhotoGate()) {
    photos += 1
    guard gate.inspect(photo).usable else {
      refused += 1
      return
    }
    for harm in Harm.allCases {
      caught[harm.rawValue, default: 0] += gate.inspect(harm.applied(to: photo)).usable ? 0 : 1
    }
  }

  /// The share of photos that are refused as they are.
  package var refusedShare: Double { Double(refused) / Double(max(1, photos)) }

  /// The share of degraded versions that are refused.
  package func caughtShare(_ harm: Harm) -> Double {
    Double(caught[harm.rawValue] ?? 0) / Double(max(1, photos - refused))
  }
}

extension Photo {
  /// Every pixel multiplied and clipped at 255.
  fileprivate func scaled(by factor: Double) -> Photo {
    let table = (0...255).map { UInt8(clamping: Int((Double($0) * factor).rounded())) }
    return Photo(width: width, height: height, rgb: rgb.map { table[Int($0)] })
  }

  /// Gaussian blur, cut off at three sigma; edge pixels are repeated.
  fileprivate func blurred(sigma: Double) -> Photo {
    let radius = max(1, Int((3 * sigma).rounded(.up)))
    var weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum }
    let rows = filtered(rgb.map(Float.init), weights.map(Float.init), count: width, stride: 3)
    let both = filtered(rows, weights.map(Float.init), count: height, stride: 3 * width)
    return Photo(width: width, height: height, rgb: both.map { UInt8(clamping: Int($0.rounded())) })
  }

  /// One pass along rows (a stride of 3) or columns (a stride of a row).
  private func filtered(_ source: [Float], _ weights: [Float], count: Int, stride: Int) -> [Float] {
    let radius = weights.count / 2
    var target = [Float](repeating: 0, count: source.count)
    for index in source.indices {
      let place = index / stride % count
      var sum: Float = 0
      for (number, weight) in weights.enumerated() {
        let other = min(max(place + number - radius, 0), count - 1)
        sum += weight * source[index + (other - place) * stride]
      }
      target[index] = sum
    }
    return target
  }
}
