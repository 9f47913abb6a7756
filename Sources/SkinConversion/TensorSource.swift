import SkinCheckpoint
import SkinTensor

/// Rows that a container's tensor is made of.
enum SourcePiece: Sendable {
  /// All rows of a source tensor, with its inner axes flattened; a vector is one row.
  case tensor(SourceTensor, isVector: Bool)
  /// One row of one repeated number: the bias that EVA's keys lack, an untrained norm.
  case constant(Float, count: Int)
  /// Position embeddings whose grid is resized.
  case positions(SourceTensor, PositionGrid)
  /// A base and a delta.
  case sum(DeltaSum, isVector: Bool)
  /// Numbers with another number added to each.
  indirect case raised(SourcePiece, by: Float)
  /// Rows and columns exchanged; all of it is read at once.
  indirect case transposed(SourcePiece)
  /// A weight with an adapter's update.
  indirect case lowRank(SourcePiece, LowRankFactors)

  var rowCount: Int {
    switch self {
    case .tensor(let tensor, let isVector): isVector ? 1 : tensor.rowCount
    case .constant: 1
    case .positions(_, let grid): 1 + grid.newSide * grid.newSide
    case .sum(let sum, let isVector): isVector ? 1 : sum.delta.rowCount
    case .lowRank(let piece, _), .raised(let piece, _): piece.rowCount
    case .transposed(let piece): piece.columnCount
    }
  }

  var columnCount: Int {
    switch self {
    case .tensor(let tensor, let isVector): isVector ? tensor.elementCount : tensor.rowElementCount
    case .constant(_, let count): count
    case .positions(_, let grid): grid.width
    case .sum(let sum, let isVector): isVector ? sum.delta.elementCount : sum.delta.rowElementCount
    case .lowRank(let piece, _), .raised(let piece, _): piece.columnCount
    case .transposed(let piece): piece.rowCount
    }
  }

  /// Bytes of all files that the rows are made of.
  var byteCount: Int {
    switch self {
    case .tensor(let tensor, _), .positions(let tensor, _): tensor.byteCount
    case .constant: 0
    case .sum(let sum, _): sum.base.byteCount + sum.delta.byteCount
    case .raised(let piece, _), .transposed(let piece): piece.byteCount
    case .lowRank(let piece, let factors): piece.byteCount + factors.down.byteCount + factors.up.byteCount
    }
  }

  func rows(_ range: Range<Int>) throws(CheckpointError) -> [Float] {
    switch self {
    case .tensor(let tensor, let isVector): return isVector ? try tensor.elements() : try tensor.rows(range)
    case .constant(let value, let count): return [Float](repeating: value, count: count * range.count)
    case .positions(let tensor, let grid):
      let resized = grid.resized(try tensor.elements())
      return Array(resized[range.lowerBound * grid.width..<range.upperBound * grid.width])
    case .sum(let sum, let isVector): return isVector ? try sum.elements() : try sum.rows(range)
    case .transposed(let piece):
      let (count, width) = (piece.rowCount, piece.columnCount)
      let elements = try piece.rows(0..<count)
      return range.flatMap { row in (0..<count).map { elements[$0 * width + row] } }
    case .raised(let piece, let addend): return try piece.rows(range).map { $0 + addend }
    case .lowRank(let piece, let factors):
      var rows = try piece.rows(range)
      try factors.add(to: &rows, range)
      return rows
    }
  }
}

/// The source of one tensor: pieces one below another, or, for vectors, one after another.
struct TensorSource: Sendable {
  let pieces: [SourcePiece]

  /// Rows of the joined pieces, `[rows, columns]`.
  func rows(_ range: Range<Int>) throws(CheckpointError) -> [Float] {
    var result: [Float] = []
    var first = 0
    for piece in pieces {
      let overlap = range.clamped(to: first..<first + piece.rowCount)
      if !overlap.isEmpty { result += try piece.rows(overlap.lowerBound - first..<overlap.upperBound - first) }
      first += piece.rowCount
    }
    return result
  }

  /// Bytes of the checkpoints that the pieces take.
  var byteCount: Int { pieces.reduce(0) { $0 + $1.byteCount } }

  /// All pieces one after another.
  func elements() throws(CheckpointError) -> [Float] {
    var result: [Float] = []
    for piece in pieces { result += try piece.rows(0..<piece.rowCount) }
    return result
  }
}

/// A checkpoint that records what was used, so that surplus and overridden tensors can be listed.
///
/// Files that are loaded later override tensors of earlier ones, as in the public code: ViT, BLIP-2, decoder,
/// alignment.
final class TrackedCheckpoint {
  /// The names that a checkpoint's tensors have in files that hold the whole model.
  struct Renaming {
    /// The prefix of the names here, but not there.
    var prefix = ""
    /// The prefix of the names there.
    var wholePrefix: String
  }

  let checkpoint: Checkpoint
  private(set) var used: Set<String> = []
  private(set) var missing: [String] = []
  /// Tensors that a later file replaced.
  private(set) var overridden: [String] = []
  private let renaming: Renaming?
  private let laterFiles: [TrackedCheckpoint]

  /// A checkpoint that nothing overrides, or one whose tensors have other names in `laterFiles`, last loaded last.
  init(_ checkpoint: Checkpoint, renaming: Renaming? = nil, laterFiles: [TrackedCheckpoint] = []) {
    self.checkpoint = checkpoint
    self.renaming = renaming
    self.laterFiles = laterFiles
  }

  /// A piece of some rows and columns; a missing one is recorded, and one of another shape is an error.
  func piece(_ name: String, rows: Int, columns: Int) throws(ConversionError) -> [SourcePiece] {
    guard let (tensor, path) = locate(name) else { return [] }
    guard tensor.rowCount == rows, tensor.rowElementCount == columns else {
      throw .wrongShape(path: path, tensor: name, expected: [rows, columns], found: tensor.shape)
    }
    return [.tensor(tensor, isVector: false)]
  }

  /// A vector of some length.
  func vector(_ name: String, count: Int) throws(ConversionError) -> [SourcePiece] {
    guard let (tensor, path) = locate(name) else { return [] }
    guard tensor.elementCount == count else {
      throw .wrongShape(path: path, tensor: name, expected: [count], found: tensor.shape)
    }
    return [.tensor(tensor, isVector: true)]
  }

  /// Marks as used the tensors that are not looked up by name.
  func use(_ names: [String]) { used.formUnion(names) }

  func has(_ name: String) -> Bool { checkpoint.tensors[name] != nil }

  /// Whether a later file has a tensor in the place of this checkpoint's own.
  func isReplaced(_ name: String) -> Bool {
    guard let renaming else { return false }
    let wholeName = renaming.wholePrefix + name.dropFirst(renaming.prefix.count)
    return laterFiles.contains { $0.has(wholeName) }
  }

  /// Names that begin with none of `prefixes` and were not used.
  func surplus(besides prefixes: [String] = []) -> [String] {
    checkpoint.tensors.keys.filter { name in !used.contains(name) && !prefixes.contains { name.hasPrefix($0) } }
      .sorted()
  }

  /// A tensor by name, which counts as used; a missing one is recorded.
  func find(_ name: String) -> SourceTensor? { locate(name)?.tensor }

  /// A tensor and the path of the file that has it: the last loaded one.
  private func locate(_ name: String) -> (tensor: SourceTensor, path: String)? {
    let own = checkpoint.tensors[name]
    if own != nil { used.insert(name) }
    if let renaming {
      let wholeName = renaming.wholePrefix + name.dropFirst(renaming.prefix.count)
      for later in laterFiles.reversed() {
        guard let tensor = later.checkpoint.tensors[wholeName] else { continue }
        // A tensor that several later files hold counts as used in each: the last one replaces the others.
        for file in laterFiles { file.used.formUnion(file.has(wholeName) ? [wholeName] : []) }
        if own != nil { overridden.append("\(checkpoint.path): \(name), by \(later.checkpoint.path)") }
        return (tensor, later.checkpoint.path)
      }
    }
    guard let own else {
      missing.append(name)
      return nil
    }
    return (own, checkpoint.path)
  }
}
