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

  /// Nearly all of the time of a large photo is spent here.
  private func resizedColumns(_ weights: ResizingWeights) -> Photo {
    let newWidth = weights.windows.count
    let output = unsafe [UInt8](unsafeUninitializedCapacity: 3 * newWidth * height) { target, count in
      // SAFETY: every window lies inside a row and its factors inside `factors`; each row writes 3 * newWidth bytes.
      unsafe rgb.withUnsafeBufferPointer { source in
        unsafe weights.factors.withUnsafeBufferPointer { factors in
          for y in 0..<height {
            let row = 3 &* y &* width
            var place = 3 &* y &* newWidth
            for window in weights.windows {
              var (red, green, blue) = (ResizingWeights.half, ResizingWeights.half, ResizingWeights.half)
              var pixel = row &+ 3 &* window.start
              for index in window.factors {
                let factor = unsafe factors[index]
                unsafe red &+= Int32(source[pixel]) &* factor
                unsafe green &+= Int32(source[pixel &+ 1]) &* factor
                unsafe blue &+= Int32(source[pixel &+ 2]) &* factor
                pixel &+= 3
              }
              unsafe target[place] = ResizingWeights.clipped(red)
              unsafe target[place &+ 1] = ResizingWeights.clipped(green)
              unsafe target[place &+ 2] = ResizingWeights.clipped(blue)
              place &+= 3
            }
          }
        }
      }
      count = 3 * newWidth * height
    }
    return Photo(width: newWidth, height: height, rgb: output)
  }

  private func resizedRows(_ weights: ResizingWeights) -> Photo {
    let newHeight = weights.windows.count
    let rowLength = 3 * width
    var output = [UInt8](repeating: 0, count: rowLength * newHeight)
    var sums = [Int32](repeating: 0, count: rowLength)
    // SAFETY: every window lies inside the photo; sums and output row have `rowLength` elements.
    unsafe rgb.withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          for (y, window) in weights.windows.enumerated() {
            unsafe sums.update(repeating: ResizingWeights.half)
            for (offset, factor) in weights.factors[window.factors].enumerated() {
              let row = (window.start + offset) * rowLength
              for index in 0..<rowLength { unsafe sums[index] &+= Int32(source[row &+ index]) &* factor }
            }
            let row = y * rowLength
            for index in 0..<rowLength { unsafe target[row &+ index] = ResizingWeights.clipped(sums[index]) }
          }
        }
      }
    }
    return Photo(width: width, height: newHeight, rgb: output)
  }
}
