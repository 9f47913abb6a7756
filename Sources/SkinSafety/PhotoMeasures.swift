import Foundation
package import SkinImage

/// The numbers by which a photo's quality is judged, on the same scale for every camera.
package struct PhotoMeasures: Hashable, Sendable {
  /// The shorter side to which every larger photo is reduced, pixels.
  static let shorterSide = 256
  private static let longerSideLimit = 1024
  /// Pixels read per reduced pixel along each axis: enough to tame noise, few enough for speed.
  private static let samplesPerAxis = 4
  private static let clippedLevel = 250
  private static let blockSize = 16
  private static let leastBlockCount = 4
  /// Sharpness is measured on one in this many blocks, those richest in coarse detail.
  private static let blockShare = 8
  /// Variance of coarse detail, luma squared, below which nothing can be said about focus.
  private static let detailFloor = 0.1

  /// Pixels of the photo's shorter side.
  package var shortSide: Int
  /// Mean luma, 0...255.
  package var meanLuma: Double
  /// The 5th percentile of luma, 0...255.
  package var lowLuma: Double
  /// The 95th percentile of luma, 0...255.
  package var highLuma: Double
  /// Share of pixels whose three channels are all at the upper end, 0...1.
  package var clippedShare: Double
  /// Binary logarithm of mean red over mean green.
  package var redOverGreen: Double
  /// Binary logarithm of mean blue over mean green.
  package var blueOverGreen: Double
  /// Fine detail over coarse detail where coarse detail is richest; nil if the photo is too small to tell.
  ///
  /// A ratio of two frequency bands at the same spot, so smooth skin with few edges and low contrast is not taken for
  /// blur.
  package var sharpness: Double?

  /// Measures a photo; reads at most 16 pixels of it for each of about 90 thousand reduced ones.
  package init(_ photo: Photo) {
    shortSide = min(photo.width, photo.height)
    let scale = max(1, Double(shortSide) / Double(Self.shorterSide))
    let width = min(max(1, Int((Double(photo.width) / scale).rounded())), Self.longerSideLimit)
    let height = min(max(1, Int((Double(photo.height) / scale).rounded())), Self.longerSideLimit)
    let columns = Self.samples(of: photo.width, cellCount: width)
    let rows = Self.samples(of: photo.height, cellCount: height)
    var luma = [Float](repeating: 0, count: width * height)
    var histogram = [Int](repeating: 0, count: 256)
    var clippedCount = 0
    var (redTotal, greenTotal, blueTotal) = (0, 0, 0)
    let perCell = (columns.count / width) * (rows.count / height)
    let columnsPerCell = columns.count / width
    let rowsPerCell = rows.count / height
    let rgb = photo.rgb
    for y in 0..<height {
      for x in 0..<width {
        var (red, green, blue) = (0, 0, 0)
        for row in rows[y * rowsPerCell..<(y + 1) * rowsPerCell] {
          for column in columns[x * columnsPerCell..<(x + 1) * columnsPerCell] {
            let pixel = 3 * (row * photo.width + column)
            red += Int(rgb[pixel])
            green += Int(rgb[pixel + 1])
            blue += Int(rgb[pixel + 2])
          }
        }
        if min(red, green, blue) >= Self.clippedLevel * perCell { clippedCount += 1 }
        redTotal += red
        greenTotal += green
        blueTotal += blue
        // Rec. 601 luma.
        let level = Float(299 * red + 587 * green + 114 * blue) / Float(1000 * perCell)
        luma[y * width + x] = level
        histogram[min(255, Int(level.rounded()))] += 1
      }
    }
    let count = width * height
    let total = Double(count * perCell)
    meanLuma = (0.299 * Double(redTotal) + 0.587 * Double(greenTotal) + 0.114 * Double(blueTotal)) / total
    lowLuma = Self.percentile(5, histogram, count)
    highLuma = Self.percentile(95, histogram, count)
    clippedShare = Double(clippedCount) / Double(count)
    let green = Double(greenTotal) / total + 1
    redOverGreen = log2((Double(redTotal) / total + 1) / green)
    blueOverGreen = log2((Double(blueTotal) / total + 1) / green)
    sharpness = Self.sharpness(LumaPlane(width: width, height: height, values: luma))
  }

  /// The positions along an axis that are read, the same number for each cell.
  private static func samples(of extent: Int, cellCount: Int) -> [Int] {
    let cell = Double(extent) / Double(cellCount)
    let perCell = min(samplesPerAxis, max(1, Int(cell.rounded(.up))))
    return (0..<cellCount * perCell).map { index in
      min(extent - 1, Int((Double(index) + 0.5) / Double(perCell) * cell))
    }
  }

  private static func percentile(_ percent: Int, _ histogram: [Int], _ count: Int) -> Double {
    var seen = 0
    for (level, amount) in histogram.enumerated() {
      seen += amount
      if 100 * seen >= percent * count { return Double(level) }
    }
    return 255
  }

  /// The median, over the blocks with most coarse detail, of the ratio of the amplitudes of fine and coarse detail.
  ///
  /// Fine detail is what a binomial filter of variance 1 removes; coarse detail is what four more passes remove.
  private static func sharpness(_ plane: LumaPlane) -> Double? {
    let smooth = plane.smoothed()
    var smoother = smooth
    for _ in 0..<4 { smoother = smoother.smoothed() }
    let fine = plane.blockPower(less: smooth, blockSize: blockSize)
    let coarse = smooth.blockPower(less: smoother, blockSize: blockSize)
    guard fine.count >= leastBlockCount else { return nil }
    let order = coarse.indices.sorted { coarse[$0] > coarse[$1] }.prefix(
      max(leastBlockCount, coarse.count / blockShare))
    let ratios = order.map { (fine[$0] / (coarse[$0] + detailFloor)).squareRoot() }.sorted()
    return ratios[ratios.count / 2]
  }
}

/// A plane of luma, 0...255, `[height, width]`.
struct LumaPlane {
  let width: Int
  let height: Int
  var values: [Float]

  /// The plane after the binomial filter (1, 4, 6, 4, 1) / 16 along both axes (variance 1); edge pixels are repeated.
  func smoothed() -> LumaPlane {
    var across = values
    for y in 0..<height {
      let row = y * width
      for x in 0..<width {
        let (a, b) = (row + max(0, x - 2), row + max(0, x - 1))
        let (d, e) = (row + min(width - 1, x + 1), row + min(width - 1, x + 2))
        let near = 4 * (values[b] + values[d])
        across[row + x] = (values[a] + values[e] + near + 6 * values[row + x]) / 16
      }
    }
    var down = across
    for y in 0..<height {
      let (a, b) = (width * max(0, y - 2), width * max(0, y - 1))
      let (d, e) = (width * min(height - 1, y + 1), width * min(height - 1, y + 2))
      for x in 0..<width {
        let near = 4 * (across[b + x] + across[d + x])
        down[y * width + x] = (across[a + x] + across[e + x] + near + 6 * across[y * width + x]) / 16
      }
    }
    return LumaPlane(width: width, height: height, values: down)
  }

  /// Mean squared difference in each whole block.
  func blockPower(less other: LumaPlane, blockSize: Int) -> [Double] {
    let (across, down) = (width / blockSize, height / blockSize)
    var powers = [Double](repeating: 0, count: across * down)
    for y in 0..<down * blockSize {
      for x in 0..<across * blockSize {
        let difference = Double(values[y * width + x] - other.values[y * width + x])
        powers[y / blockSize * across + x / blockSize] += difference * difference
      }
    }
    return powers.map { $0 / Double(blockSize * blockSize) }
  }
}
