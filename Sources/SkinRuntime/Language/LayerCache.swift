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
  /// Positions that fit in the memory.
  var rowCapacity: Int { get }

  /// Makes room for positions up to `positionCount` and keeps those before `usedCount`.
  func reserve(_ positionCount: Int, keeping usedCount: Int)

  /// Whether everything that a row at a position sees before itself is there.
  func canContinue(at position: Int) -> Bool

  /// An independent copy of the positions before `positionCount`.
  ///
  /// - Precondition: ``canContinue(at:)``.
  func copy(positionCount: Int) -> any LayerCache

  /// Writes the keys and values of `fused`, `[n, queries | keys | values]`, from a position on.
  ///
  /// - Precondition: ``canContinue(at:)``.
  func store(_ fused: borrowing Matrix, at firstPosition: Int, with backend: ComputeBackend)

  /// Mixes, for each row of `fused`, the values at the positions up to its own or in its window; the first row is at
  /// `firstPosition`.
  ///
  /// - Parameter isImage: whether the rows are an image's and see each other in both directions.
  func attend(
    _ fused: borrowing Matrix, at firstPosition: Int, isImage: Bool, with backend: ComputeBackend, into y: inout Matrix)
}

/// One matrix, `[capacity, 2 * key-value width]`: the (rotated) keys in the left half of a row, the values in the right
/// half.
final class FloatLayerCache: LayerCache {
  private let heads: AttentionHeads
  private var positions: CachedPositions
  private var rows: Matrix

  init(heads: AttentionHeads, retention: WindowRetention) {
    self.heads = heads
    positions = CachedPositions(heads: heads, retention: retention)
    rows = Matrix(rowCount: 0, columnCount: 2 * heads.keyValueWidth)
  }

  /// The rows of known elements, `[rowCount, 2 * key-value width]`, which stand at the first positions.
  init(heads: AttentionHeads, rowCount: Int, elements: [Float]) {
    self.heads = heads
    positions = CachedPositions(heads: heads, retention: .usual)
    rows = Matrix(rowCount: rowCount, columnCount: 2 * heads.keyValueWidth, elements: elements)
  }

  private init(copying other: FloatLayerCache, rowCount: Int) {
    (heads, positions) = (other.heads, other.positions)
    rows = Matrix(rowCount: other.rows.rowCapacity, columnCount: other.rows.columnCount)
    rows.copyRows(0..<rowCount, of: other.rows, to: 0)
  }

  /// The elements of the first rows.
  ///
  /// - Precondition: no position was left behind.
  func elements(rowCount: Int) -> [Float] {
    precondition(positions.first == 0, "the first positions of a cache that begins at \(positions.first)")
    return Array(rows.elements.prefix(rowCount * rows.columnCount))
  }

  func reserve(_ positionCount: Int, keeping usedCount: Int) {
    let rows = positions.rows(for: positionCount, keeping: usedCount)
    makeRoom(rows.count, keeping: rows.used)
  }

  private func makeRoom(_ rowCount: Int, keeping usedCount: Int) {
    guard rowCount > rows.rowCapacity else { return }
    var grown = Matrix(
      rowCount: positions.grownCapacity(rowCount, from: rows.rowCapacity), columnCount: rows.columnCount)
    grown.copyRows(0..<usedCount, of: rows, to: 0)
    rows = grown
  }

  var rowCapacity: Int { rows.rowCapacity }

  func canContinue(at position: Int) -> Bool { positions.canContinue(at: position) }

  func copy(positionCount: Int) -> any LayerCache {
    FloatLayerCache(copying: self, rowCount: positionCount - positions.first)
  }

  func store(_ fused: borrowing Matrix, at firstPosition: Int, with backend: ComputeBackend) {
    let (row, moved) = positions.place(fused.rowCount, at: firstPosition)
    if let moved { rows.moveToFront(rows: moved) }
    makeRoom(row + fused.rowCount, keeping: row)
    rows.resize(rowCount: row + fused.rowCount)
    rows.copyColumns(heads.queryWidth..<heads.fusedWidth, ofRows: 0..<fused.rowCount, of: fused, to: row)
  }

  func attend(
    _ fused: borrowing Matrix, at firstPosition: Int, isImage: Bool, with backend: ComputeBackend, into y: inout Matrix
  ) {
    let row = firstPosition - positions.first
    let shape = heads.attention(
      queryColumn: 0, keyColumn: 0, valueColumn: heads.keyValueWidth, keyRowCount: row + fused.rowCount,
      mask: heads.mask(firstPosition: row, isImage: isImage))
    backend.attend(shape, queries: fused, keys: rows, values: rows, into: &y)
  }
}

/// The (rotated) keys and the values in 8 bits.
final class ByteLayerCache: LayerCache {
  private let heads: AttentionHeads
  private var positions: CachedPositions
  private var keys: ByteRows
  private var values: ByteRows

  init(heads: AttentionHeads, retention: WindowRetention) {
    self.heads = heads
    positions = CachedPositions(heads: heads, retention: retention)
    keys = ByteRows(rowCapacity: 0, headCount: heads.keyValueHeadCount, headWidth: heads.headWidth)
    values = ByteRows(rowCapacity: 0, headCount: heads.keyValueHeadCount, headWidth: heads.headWidth)
  }

  private init(copying other: ByteLayerCache, rowCount: Int) {
    (heads, positions) = (other.heads, other.positions)
    keys = ByteRows(rowCapacity: other.keys.rowCapacity, copying: rowCount, of: other.keys)
    values = ByteRows(rowCapacity: other.keys.rowCapacity, copying: rowCount, of: other.values)
  }

  func reserve(_ positionCount: Int, keeping usedCount: Int) {
    let rows = positions.rows(for: positionCount, keeping: usedCount)
    makeRoom(rows.count, keeping: rows.used)
  }

  private func makeRoom(_ rowCount: Int, keeping usedCount: Int) {
    guard rowCount > keys.rowCapacity else { return }
    let capacity = positions.grownCapacity(rowCount, from: keys.rowCapacity)
    keys = ByteRows(rowCapacity: capacity, copying: usedCount, of: keys)
    values = ByteRows(rowCapacity: capacity, copying: usedCount, of: values)
  }

  var rowCapacity: Int { keys.rowCapacity }

  func canContinue(at position: Int) -> Bool { positions.canContinue(at: position) }

  func copy(positionCount: Int) -> any LayerCache {
    ByteLayerCache(copying: self, rowCount: positionCount - positions.first)
  }

  func store(_ fused: borrowing Matrix, at firstPosition: Int, with backend: ComputeBackend) {
    let (row, moved) = positions.place(fused.rowCount, at: firstPosition)
    if let moved {
      keys.moveToFront(rows: moved)
      values.moveToFront(rows: moved)
    }
    makeRoom(row + fused.rowCount, keeping: row)
    backend.store(fused, firstColumn: heads.queryWidth, into: &keys, at: row)
    backend.store(fused, firstColumn: heads.queryWidth + heads.keyValueWidth, into: &values, at: row)
  }

  func attend(
    _ fused: borrowing Matrix, at firstPosition: Int, isImage: Bool, with backend: ComputeBackend, into y: inout Matrix
  ) {
    let row = firstPosition - positions.first
    let shape = heads.attention(
      queryColumn: 0, keyColumn: 0, valueColumn: 0, keyRowCount: row + fused.rowCount,
      mask: heads.mask(firstPosition: row, isImage: isImage))
    backend.attend(shape, queries: fused, keys: keys, values: values, into: &y)
  }
}
