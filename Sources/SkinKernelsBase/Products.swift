// y = x · Wᵀ + bias, panel by panel; lanes are the panel's 16 rows.
internal import SkinKernelTable

/// What a multiplication writes: the product of a panel and a row goes to `output + row * stride + panel * 16`;
/// `output` has `columnCount` columns, and the last panel may reach beyond them.
///
/// A tuple, because the functions that the compiler generates to copy a structure are shared with modules that run on
/// any processor, and would contain this module's instructions.
typealias Target = (output: UnsafeMutablePointer<Float>, stride: Int, bias: UnsafePointer<Float>?, columnCount: Int)

/// Where a product goes.
@inline(__always) func target(_ product: ProductArguments) -> Target {
  (product.output, product.outputStride, product.bias, product.outputCount)
}

/// Superblocks of 64 columns in a row.
@inline(__always) func superblockCount(_ columnCount: Int) -> Int { (columnCount + 63) / 64 }

/// Writes the product of a panel and a row, plus the bias.
@inline(__always) func put(_ sum: Lanes, _ panel: Int, _ row: Int, _ target: Target) {
  let column = panel * laneCount
  let left = target.columnCount - column
  let place = target.output + (row * target.stride + column)
  if left >= laneCount {
    if let bias = target.bias { store(sum + load(bias + column), place) } else { store(sum, place) }
  } else if let bias = target.bias {
    storePart(sum + loadPart(bias + column, left), place, left)
  } else {
    storePart(sum, place, left)
  }
}

/// Panels that stay in the second-level cache while all tiles pass by.
@inline(__always) func panelsPerBlock(_ panelByteCount: Int) -> Int {
  let count = 196_608 / (panelByteCount + 1)
  return count < 1 ? 1 : count
}

/// Calls `body(panel, row, tile)` for each tile of rows and each panel: a block of panels stays in the second-level
/// cache while all tiles pass by.
@inline(__always) func forEachTile(
  _ panelCount: Int, _ panelByteCount: Int, _ rowCount: Int, _ body: (Int, Int, Int) -> Void
) {
  let block = panelsPerBlock(panelByteCount)
  var begin = 0
  while begin < panelCount {
    let end = begin + block < panelCount ? begin + block : panelCount
    var row = 0
    while row < rowCount {
      let tile = nextTile(rowCount - row)
      for panel in begin..<end { body(panel, row, tile) }
      row += tile
    }
    begin = end
  }
}

/// Multiplies packed rows by int4 panels.
@inline(never)
func multiplyInt4(_ product: ProductArguments) {
  let target = target(product)
  let superblockCount = superblockCount(product.inputCount)
  let panelByteCount = superblockCount * 576
  let panels = product.panels, packed = product.packed
  forEachTile(product.panelCount, panelByteCount, product.rowCount) { panel, row, tile in
    let activations = packed + row * superblockCount * packedSuperblockByteCount(8)
    tileInt4(panels + panel * panelByteCount, superblockCount, activations, tile, target, panel, row)
  }
}

/// Multiplies packed rows by int8 panels.
@inline(never)
func multiplyInt8(_ product: ProductArguments) {
  let target = target(product)
  let superblockCount = superblockCount(product.inputCount)
  let panelByteCount = superblockCount * 1088
  let panels = product.panels, packed = product.packed
  forEachTile(product.panelCount, panelByteCount, product.rowCount) { panel, row, tile in
    let activations = packed + row * superblockCount * packedSuperblockByteCount(128)
    tileInt8(panels + panel * panelByteCount, superblockCount, activations, tile, target, panel, row)
  }
}

/// Multiplies packed rows by float32 panels.
@inline(never)
func multiplyFloat32(_ product: ProductArguments) { multiplyFloat(product, isHalf: false) }

/// Multiplies packed rows by binary16 panels.
@inline(never)
func multiplyFloat16(_ product: ProductArguments) { multiplyFloat(product, isHalf: true) }

@inline(__always) func multiplyFloat(_ product: ProductArguments, isHalf: Bool) {
  let target = target(product)
  let panels = product.panels, panelByteCount = product.panelByteCount, columnCount = product.inputCount
  let packed = product.packed.assumingMemoryBound(to: Float.self)
  forEachTile(product.panelCount, panelByteCount, product.rowCount) { panel, row, tile in
    tileFloat(
      panels + panel * panelByteCount, columnCount, isHalf, packed + row * columnCount, tile, target, panel, row)
  }
}
