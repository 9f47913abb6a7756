import SkinKernels
import SkinTensor

/// How keys and values are kept.
package enum CacheFormat: String, Hashable, Sendable, CaseIterable {
  /// As they were computed.
  case float32 = "f32"
  /// In 8 bits with a scale for each row of a head, see `ByteRows`: a quarter of the memory, and a small loss.
  case int8
}

/// Keys and values of one layer.
protocol LayerCache: AnyObject {
  /// Makes room for `rowCount` positions and keeps the first `usedCount`.
  func reserve(_ rowCount: Int, keeping usedCount: Int)

  /// An independent copy of the first `rowCount` positions.
  func copy(rowCount: Int) -> any LayerCache

  /// Writes the keys and values of `fused`, `[n, queries | keys | values]`, from a position on.
  func store(_ fused: borrowing Matrix, at firstPosition: Int, with backend: ComputeBackend)

  /// Mixes, for each row of `fused`, the values at the positions up to its own or in its window; the first row is at
  /// `firstPosition`.
  ///
  /// - Parameter isImage: whether the rows are an image's and see each other in both directions.
  func attend(
    _ fused: borrowing Matrix, at firstPosition: Int, isImage: Bool, with backend: ComputeBackend, into y: inout Matrix)
}

/// The number of positions that a cache grows to make room for.
private func grownCapacity(_ rowCount: Int, from capacity: Int) -> Int { max(rowCount, 2 * capacity, 256) }

/// One matrix, `[capacity, 2 * key-value width]`: the (rotated) keys in the left half of a row, the values in the right
/// half.
final class FloatLayerCache: LayerCache {
  private let heads: AttentionHeads
  private var rows: Matrix

  init(heads: AttentionHeads, rowCapacity: Int = 0) {
    self.heads = heads
    rows = Matrix(rowCount: rowCapacity, columnCount: 2 * heads.keyValueWidth)
  }

  /// The rows of known elements, `[rowCount, 2 * key-value width]`.
  init(heads: AttentionHeads, rowCount: Int, elements: [Float]) {
    self.heads = heads
    rows = Matrix(rowCount: rowCount, columnCount: 2 * heads.keyValueWidth, elements: elements)
  }

  /// The elements of the first rows.
  func elements(rowCount: Int) -> [Float] { Array(rows.elements.prefix(rowCount * rows.columnCount)) }

  func reserve(_ rowCount: Int, keeping usedCount: Int) {
    guard rowCount > rows.rowCapacity else { return }
    var grown = Matrix(rowCount: grownCapacity(rowCount, from: rows.rowCapacity), columnCount: rows.columnCount)
    grown.copyRows(0..<usedCount, of: rows, to: 0)
    rows = grown
  }

  func copy(rowCount: Int) -> any LayerCache {
    let copy = FloatLayerCache(heads: heads, rowCapacity: rows.rowCapacity)
    copy.rows.copyRows(0..<rowCount, of: rows, to: 0)
    return copy
  }

  func store(_ fused: borrowing Matrix, at firstPosition: Int, with backend: ComputeBackend) {
    rows.resize(rowCount: firstPosition + fused.rowCount)
    rows.copyColumns(
      heads.queryWidth..<heads.fusedWidth, ofRows: 0..<fused.rowCount, of: fused, to: firstPosition)
  }

  func attend(
    _ fused: borrowing Matrix, at firstPosition: Int, isImage: Bool, with backend: ComputeBackend, into y: inout Matrix
  ) {
    let shape = heads.attention(
      queryColumn: 0, keyColumn: 0, valueColumn: heads.keyValueWidth, keyRowCount: firstPosition + fused.rowCount,
      mask: heads.mask(firstPosition: firstPosition, isImage: isImage))
    backend.attend(shape, queries: fused, keys: rows, values: rows, into: &y)
  }
}

/// The (rotated) keys and the values in 8 bits.
final class ByteLayerCache: LayerCache {
  private let heads: AttentionHeads
  private var keys: ByteRows
  private var values: ByteRows

  init(heads: AttentionHeads) {
    self.heads = heads
    keys = ByteRows(rowCapacity: 0, headCount: heads.keyValueHeadCount, headWidth: heads.headWidth)
    values = ByteRows(rowCapacity: 0, headCount: heads.keyValueHeadCount, headWidth: heads.headWidth)
  }

  private init(rowCapacity: Int, copying rowCount: Int, of other: ByteLayerCache) {
    heads = other.heads
    keys = ByteRows(rowCapacity: rowCapacity, copying: rowCount, of: other.keys)
    values = ByteRows(rowCapacity: rowCapacity, copying: rowCount, of: other.values)
  }

  func reserve(_ rowCount: Int, keeping usedCount: Int) {
    guard rowCount > keys.rowCapacity else { return }
    let capacity = grownCapacity(rowCount, from: keys.rowCapacity)
    keys = ByteRows(rowCapacity: capacity, copying: usedCount, of: keys)
    values = ByteRows(rowCapacity: capacity, copying: usedCount, of: values)
  }

  func copy(rowCount: Int) -> any LayerCache {
    ByteLayerCache(rowCapacity: keys.rowCapacity, copying: rowCount, of: self)
  }

  func store(_ fused: borrowing Matrix, at firstPosition: Int, with backend: ComputeBackend) {
    backend.store(fused, firstColumn: heads.queryWidth, into: &keys, at: firstPosition)
    backend.store(fused, firstColumn: heads.queryWidth + heads.keyValueWidth, into: &values, at: firstPosition)
  }

  func attend(
    _ fused: borrowing Matrix, at firstPosition: Int, isImage: Bool, with backend: ComputeBackend, into y: inout Matrix
  ) {
    let shape = heads.attention(
      queryColumn: 0, keyColumn: 0, valueColumn: 0, keyRowCount: firstPosition + fused.rowCount,
      mask: heads.mask(firstPosition: firstPosition, isImage: isImage))
    backend.attend(shape, queries: fused, keys: keys, values: values, into: &y)
  }
}
