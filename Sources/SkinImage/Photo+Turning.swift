extension Photo {
  /// Rows and columns of a block: the lines of memory that a sideways block touches stay in the nearest cache.
  private static let blockSide = 32

  /// The photo as it was meant to be seen.
  func upright(_ orientation: Orientation) -> Photo {
    guard orientation != .upright else { return self }
    let (newWidth, newHeight) = orientation.swapsAxes ? (height, width) : (width, height)
    // Turning is linear: where a pixel comes from follows from the first pixel and the steps to its neighbours.
    func place(_ x: Int, _ y: Int) -> Int {
      let source = orientation.source(x: x, y: y, width: width, height: height)
      return 3 * (source.y * width + source.x)
    }
    let first = place(0, 0)
    let (columnStep, rowStep) = (place(1, 0) - first, place(0, 1) - first)
    let blockWidth = orientation.swapsAxes ? Self.blockSide : newWidth
    let turned = unsafe [UInt8](unsafeUninitializedCapacity: rgb.count) { target, count in
      // SAFETY: x < newWidth and y < newHeight, and `Orientation.source` maps those onto all pixels of the photo.
      unsafe rgb.withUnsafeBufferPointer { source in
        for top in stride(from: 0, to: newHeight, by: Self.blockSide) {
          for left in stride(from: 0, to: newWidth, by: blockWidth) {
            let right = min(left + blockWidth, newWidth)
            for y in top..<min(top + Self.blockSide, newHeight) {
              var from = first &+ left &* columnStep &+ y &* rowStep
              var to = 3 &* (y &* newWidth &+ left)
              for _ in left..<right {
                unsafe target[to] = source[from]
                unsafe target[to &+ 1] = source[from &+ 1]
                unsafe target[to &+ 2] = source[from &+ 2]
                from &+= columnStep
                to &+= 3
              }
            }
          }
        }
      }
      count = rgb.count
    }
    return Photo(width: newWidth, height: newHeight, rgb: turned, divisor: divisor)
  }
}
