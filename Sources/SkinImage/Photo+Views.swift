extension Photo {
  /// The centre of the photo, of which each side is the photo's divided by the zoom.
  ///
  /// - Precondition: `zoom >= 1`.
  package func centre(zoom: Double) -> Photo {
    precondition(zoom >= 1, "a zoom of \(zoom)")
    guard zoom > 1 else { return self }
    func extent(_ whole: Int) -> Int { max(1, Int((Double(whole) / zoom).rounded())) }
    let (newWidth, newHeight) = (extent(width), extent(height))
    let (left, top) = ((width - newWidth) / 2, (height - newHeight) / 2)
    var cut: [UInt8] = []
    cut.reserveCapacity(3 * newWidth * newHeight)
    for y in top..<top + newHeight {
      let start = 3 * (y * width + left)
      cut += rgb[start..<start + 3 * newWidth]
    }
    return Photo(width: newWidth, height: newHeight, rgb: cut, divisor: divisor)
  }

  /// The photo as in a mirror: left and right change places.
  package func mirrored() -> Photo { upright(.mirrored) }
}
