import Foundation
package import SkinImage

/// A change of a photo that leaves the skin as it is: a different frame, light, file or tilt of the telephone.
package enum Alteration: Hashable, Sendable {
  /// A part of the photo; `share` of each side is kept, `left` and `top` are shares of what is cut off.
  case crop(share: Double, left: Double, top: Double)
  /// Stored values to the power of `exponent`, red and blue multiplied.
  case light(exponent: Double, red: Double, blue: Double)
  /// Written as JPEG of a given quality and read again.
  case jpeg(quality: Int)
  /// Turned about the centre; only what stays inside the photo is kept.
  case turn(degrees: Double)

  /// What kind of change it is.
  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// ``Alteration/crop(share:left:top:)``
    case crop
    /// ``Alteration/light(exponent:red:blue:)``
    case light
    /// ``Alteration/jpeg(quality:)``
    case jpeg
    /// ``Alteration/turn(degrees:)``
    case turn

    /// How many of a photo's ten changes are of this kind.
    var count: Int {
      switch self {
      case .crop, .light: 3
      case .jpeg, .turn: 2
      }
    }
  }

  /// What kind of change it is.
  package var kind: Kind {
    switch self {
    case .crop: .crop
    case .light: .light
    case .jpeg: .jpeg
    case .turn: .turn
    }
  }

  private static let shares = 0.8...0.95
  private static let exponents = 0.75...1.3
  private static let gains = 0.92...1.08
  private static let qualities = 30...80
  private static let degrees = 3.0...10.0

  /// Ten changes of a photo, the same for the same name and seed: three frames, three lights, two files, two tilts.
  package static func drawn(for name: String, seed: UInt64) -> [Alteration] {
    var draw = SeededDraw(seed: seed, name: name)
    return Kind.allCases.flatMap { kind in
      (0..<kind.count).map { _ in
        switch kind {
        case .crop:
          .crop(share: draw.number(in: shares), left: draw.number(in: 0...1), top: draw.number(in: 0...1))
        case .light:
          .light(exponent: draw.number(in: exponents), red: draw.number(in: gains), blue: draw.number(in: gains))
        case .jpeg: .jpeg(quality: qualities.lowerBound + draw.next(qualities.count))
        case .turn: .turn(degrees: draw.number(in: degrees) * (draw.next(2) == 0 ? -1 : 1))
        }
      }
    }
  }

  /// The changed photo, in memory.
  ///
  /// - Throws: `ImageError` if a JPEG cannot be written.
  package func applied(to photo: Photo) throws(ImageError) -> Photo {
    switch self {
    case .crop(let share, let left, let top):
      let width = max(1, Int((share * Double(photo.width)).rounded()))
      let height = max(1, Int((share * Double(photo.height)).rounded()))
      return photo.part(
        x: Int((left * Double(photo.width - width)).rounded()), y: Int((top * Double(photo.height - height)).rounded()),
        width: width, height: height)
    case .light(let exponent, let red, let blue): return photo.lit(exponent: exponent, gains: [red, 1, blue])
    case .jpeg(let quality): return try Photo.decode(try photo.jpeg(quality: quality))
    case .turn(let degrees): return photo.turned(degrees: degrees)
    }
  }
}

extension Photo {
  /// A rectangle of the photo.
  fileprivate func part(x: Int, y: Int, width newWidth: Int, height newHeight: Int) -> Photo {
    var part: [UInt8] = []
    part.reserveCapacity(3 * newWidth * newHeight)
    for row in y..<y + newHeight {
      let start = 3 * (row * width + x)
      part += rgb[start..<start + 3 * newWidth]
    }
    return Photo(width: newWidth, height: newHeight, rgb: part)
  }

  /// The photo in a different light.
  fileprivate func lit(exponent: Double, gains: [Double]) -> Photo {
    let tables = gains.map { gain in
      (0...255).map { UInt8(clamping: Int((255 * gain * pow(Double($0) / 255, exponent)).rounded())) }
    }
    var changed = rgb
    for (channel, table) in tables.enumerated() {
      for place in stride(from: channel, to: changed.count, by: 3) { changed[place] = table[Int(changed[place])] }
    }
    return Photo(width: width, height: height, rgb: changed)
  }

  /// The photo turned about its centre, with bilinear interpolation between pixels; the frame keeps its aspect ratio
  /// and shrinks until no corner lies outside.
  fileprivate func turned(degrees: Double) -> Photo {
    let angle = degrees * .pi / 180
    let (sine, cosine) = (sin(angle), cos(angle))
    let (fullWidth, fullHeight) = (Double(width), Double(height))
    let scale = min(
      fullWidth / (fullWidth * abs(cosine) + fullHeight * abs(sine)),
      fullHeight / (fullWidth * abs(sine) + fullHeight * abs(cosine)))
    let (newWidth, newHeight) = (max(1, Int(scale * fullWidth)), max(1, Int(scale * fullHeight)))
    var turned = [UInt8](repeating: 0, count: 3 * newWidth * newHeight)
    for row in 0..<newHeight {
      for column in 0..<newWidth {
        let (x, y) = (
          Double(column) + 0.5 - Double(newWidth) / 2, Double(row) + 0.5 - Double(newHeight) / 2
        )
        let sourceX = min(max(x * cosine - y * sine + fullWidth / 2 - 0.5, 0), fullWidth - 1)
        let sourceY = min(max(x * sine + y * cosine + fullHeight / 2 - 0.5, 0), fullHeight - 1)
        let (left, top) = (Int(sourceX), Int(sourceY))
        let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
        let (shareX, shareY) = (sourceX - Double(left), sourceY - Double(top))
        for channel in 0..<3 {
          func value(_ x: Int, _ y: Int) -> Double { Double(rgb[3 * (y * width + x) + channel]) }
          let upper = value(left, top) * (1 - shareX) + value(right, top) * shareX
          let lower = value(left, bottom) * (1 - shareX) + value(right, bottom) * shareX
          turned[3 * (row * newWidth + column) + channel] = UInt8(
            clamping: Int((upper * (1 - shareY) + lower * shareY).rounded()))
        }
      }
    }
    return Photo(width: newWidth, height: newHeight, rgb: turned)
  }
}
