package import SkinConfiguration

/// The numbers that the vision transformer reads: `[3, size, size]`, red, green, blue, normalized.
package struct Pixels: Hashable, Sendable {
  /// Width and height.
  package let size: Int
  /// The numbers, channel after channel, row after row.
  package let values: [Float]
}

extension Photo {
  /// The photo as the model reads it: resized to a square without keeping the aspect ratio, scaled to 0...1, minus the
  /// mean, divided by the standard deviation.
  ///
  /// Source: SkinGPT-4 at 3bf57c9, `processors/blip_processors.py`, `Blip2ImageEvalProcessor`.
  package func pixels(_ configuration: ImageConfiguration) -> Pixels {
    let size = configuration.size
    let square = resized(width: size, height: size, isLinear: configuration.resizing == .bilinear)
    var values = [Float](repeating: 0, count: 3 * size * size)
    for channel in 0..<3 {
      let mean = configuration.mean[channel]
      let deviation = configuration.standardDeviation[channel]
      for index in 0..<size * size {
        values[channel * size * size + index] = (Float(square.rgb[3 * index + channel]) / 255 - mean) / deviation
      }
    }
    return Pixels(size: size, values: values)
  }
}
