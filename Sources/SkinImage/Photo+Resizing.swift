extension Photo {
  /// The photo in another size, by bicubic interpolation with antialiasing, as Pillow does it to the bit.
  ///
  /// Two passes, columns first, each in fixed point with rounding to 8 bits between them.
  ///
  /// Source: Pillow, `src/libImaging/Resample.c`, `ImagingResampleHorizontal_8bpc` and `..Vertical_8bpc`.
  ///
  /// - Precondition: both extents are positive.
  public func resized(width newWidth: Int, height newHeight: Int) -> Photo {
    precondition(newWidth > 0 && newHeight > 0, "a photo of \(newWidth) x \(newHeight)")
    var result = self
    if newWidth != width { result = result.resizedColumns(ResizingWeights(from: width, to: newWidth)) }
    if newHeight != height { result = result.resizedRows(ResizingWeights(from: height, to: newHeight)) }
    return result
  }

  private func resizedColumns(_ weights: ResizingWeights) -> Photo {
    let newWidth = weights.windows.count
    var output = [UInt8](repeating: 0, count: 3 * newWidth * height)
    // SAFETY: every window lies inside a row; every output index below 3 * newWidth * height.
    unsafe rgb.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        for y in 0..<height {
          let row = 3 * y * width
          for (x, window) in weights.windows.enumerated() {
            var (red, green, blue) = (ResizingWeights.half, ResizingWeights.half, ResizingWeights.half)
            for index in 0..<window.factors.count {
              let factor = window.factors[index]
              let pixel = row + 3 * (window.start + index)
              unsafe red &+= Int32(source[pixel]) &* factor
              unsafe green &+= Int32(source[pixel + 1]) &* factor
              unsafe blue &+= Int32(source[pixel + 2]) &* factor
            }
            let pixel = 3 * (y * newWidth + x)
            unsafe target[pixel] = ResizingWeights.clipped(red)
            unsafe target[pixel + 1] = ResizingWeights.clipped(green)
            unsafe target[pixel + 2] = ResizingWeights.clipped(blue)
          }
        }
      }
    }
    return Photo(width: newWidth, height: height, rgb: output)
  }

  private func resizedRows(_ weights: ResizingWeights) -> Photo {
    let newHeight = weights.windows.count
    let rowLength = 3 * width
    var output = [UInt8](repeating: 0, count: rowLength * newHeight)
    var sums = [Int32](repeating: 0, count: rowLength)
    for (y, window) in weights.windows.enumerated() {
      for index in sums.indices { sums[index] = ResizingWeights.half }
      // SAFETY: every window lies inside the photo; sums and output row have `rowLength` elements.
      unsafe rgb.withUnsafeBufferPointer { source in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          for (offset, factor) in window.factors.enumerated() {
            let row = (window.start + offset) * rowLength
            for index in 0..<rowLength { unsafe sums[index] &+= Int32(source[row + index]) &* factor }
          }
        }
      }
      for index in 0..<rowLength { output[y * rowLength + index] = ResizingWeights.clipped(sums[index]) }
    }
    return Photo(width: width, height: newHeight, rgb: output)
  }
}

/// For each output position, the input positions that it is made of and their fixed-point factors.
struct ResizingWeights {
  struct Window {
    let start: Int
    let factors: [Int32]
  }

  /// Bits behind the point: 8 for the pixel and 2 for overshoot are left of 32. Source: `PRECISION_BITS`.
  private static let precision: Int32 = 22
  /// What rounds to nearest when the bits behind the point are cut.
  static let half: Int32 = 1 << (precision - 1)
  /// Keys' parameter. Source: `bicubic_filter`, Keys 1981.
  private static let a = -0.5
  /// The filter is zero from here on.
  private static let support = 2.0

  let windows: [Window]

  init(from count: Int, to newCount: Int) {
    let scale = Double(count) / Double(newCount)
    let filterScale = max(scale, 1)
    let reach = Self.support * filterScale
    windows = (0..<newCount).map { position in
      let center = (Double(position) + 0.5) * scale
      let start = max(Int(center - reach + 0.5), 0)
      let end = min(Int(center + reach + 0.5), count)
      let factors = (start..<end).map { Self.filter((Double($0) - center + 0.5) / filterScale) }
      let sum = factors.reduce(0, +)
      return Window(
        start: start,
        factors: factors.map { factor in
          let scaled = (sum == 0 ? factor : factor / sum) * Double(1 << Self.precision)
          return Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
        })
    }
  }

  static func clipped(_ sum: Int32) -> UInt8 { UInt8(clamping: sum >> precision) }

  private static func filter(_ distance: Double) -> Double {
    let x = abs(distance)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
    return 0
  }
}
