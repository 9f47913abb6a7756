/// Attention of some query rows of one head: `softmax(scale · q · kᵀ) · v`.
///
/// Query row `r` sees `visible + growth · r` key rows. Strides are floats from a row to the next.
@unsafe package struct AttentionArguments {
  /// The head's columns of the first query row.
  package var queries: UnsafePointer<Float>
  /// From a query row to the next.
  package var queryStride: Int
  /// Query rows, at most 16.
  package var queryCount: Int
  /// The head's columns of the first key row.
  package var keys: UnsafePointer<Float>
  /// From a key row to the next.
  package var keyStride: Int
  /// The head's columns of the first value row.
  package var values: UnsafePointer<Float>
  /// From a value row to the next.
  package var valueStride: Int
  /// Columns of the head, a multiple of 4.
  package var width: Int
  /// Factor of the scores.
  package var scale: Float
  /// Key rows that the first query row sees.
  package var visible: Int
  /// Key rows that each following one sees more.
  package var growth: Int
  /// The head's columns of the first row of the result.
  package var output: UnsafeMutablePointer<Float>
  /// From a row of the result to the next.
  package var outputStride: Int
  /// Room for `16 · (most visible rows + 2 · width)` floats.
  package var scratch: UnsafeMutablePointer<Float>

  /// All arguments.
  package init(
    queries: UnsafePointer<Float>, queryStride: Int, queryCount: Int, keys: UnsafePointer<Float>, keyStride: Int,
    values: UnsafePointer<Float>, valueStride: Int, width: Int, scale: Float, visible: Int, growth: Int,
    output: UnsafeMutablePointer<Float>, outputStride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    unsafe self.queries = queries
    unsafe self.queryStride = queryStride
    unsafe self.queryCount = queryCount
    unsafe self.keys = keys
    unsafe self.keyStride = keyStride
    unsafe self.values = values
    unsafe self.valueStride = valueStride
    unsafe self.width = width
    unsafe self.scale = scale
    unsafe self.visible = visible
    unsafe self.growth = growth
    unsafe self.output = output
    unsafe self.outputStride = outputStride
    unsafe self.scratch = scratch
  }
}

/// Attention of one query row of one head over keys and values in 8 bits, whose rows follow each other.
@unsafe package struct ByteAttentionArguments {
  /// The head's columns of the query row.
  package var query: UnsafePointer<Float>
  /// The codes of the head's first key row that the query sees.
  package var keys: UnsafeRawPointer
  /// A scale for each key row.
  package var keyScales: UnsafePointer<Float>
  /// The codes of the head's first value row that the query sees.
  package var values: UnsafeRawPointer
  /// A scale for each value row.
  package var valueScales: UnsafePointer<Float>
  /// Columns of the head.
  package var width: Int
  /// Factor of the scores.
  package var scale: Float
  /// Key rows that the query sees.
  package var keyCount: Int
  /// The head's columns of the result.
  package var output: UnsafeMutablePointer<Float>
  /// Room for 16 floats more than key rows and columns together.
  package var scratch: UnsafeMutablePointer<Float>

  /// All arguments.
  package init(
    query: UnsafePointer<Float>, keys: UnsafeRawPointer, keyScales: UnsafePointer<Float>, values: UnsafeRawPointer,
    valueScales: UnsafePointer<Float>, width: Int, scale: Float, keyCount: Int, output: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    unsafe self.query = query
    unsafe self.keys = keys
    unsafe self.keyScales = keyScales
    unsafe self.values = values
    unsafe self.valueScales = valueScales
    unsafe self.width = width
    unsafe self.scale = scale
    unsafe self.keyCount = keyCount
    unsafe self.output = output
    unsafe self.scratch = scratch
  }
}

/// A head's keys and values, to be packed for attention in integers.
@unsafe package struct HeadPackingArguments {
  /// The head's columns of the first key row.
  package var keys: UnsafePointer<Float>
  /// Floats from a key row to the next.
  package var keyStride: Int
  /// The head's columns of the first value row.
  package var values: UnsafePointer<Float>
  /// Floats from a value row to the next.
  package var valueStride: Int
  /// Rows of keys and of values.
  package var keyCount: Int
  /// Columns of the head.
  package var width: Int
  /// Room for the packed bytes.
  package var packed: UnsafeMutableRawPointer
  /// Room for the floats that the set asks for.
  package var scratch: UnsafeMutablePointer<Float>

  /// All arguments.
  package init(
    keys: UnsafePointer<Float>, keyStride: Int, values: UnsafePointer<Float>, valueStride: Int, keyCount: Int,
    width: Int, packed: UnsafeMutableRawPointer, scratch: UnsafeMutablePointer<Float>
  ) {
    unsafe self.keys = keys
    unsafe self.keyStride = keyStride
    unsafe self.values = values
    unsafe self.valueStride = valueStride
    unsafe self.keyCount = keyCount
    unsafe self.width = width
    unsafe self.packed = packed
    unsafe self.scratch = scratch
  }
}

/// Attention in integers of at most 16 query rows of one head over all keys that were packed.
@unsafe package struct PerRowAttentionArguments {
  /// The head's columns of the first query row.
  package var queries: UnsafePointer<Float>
  /// Floats from a query row to the next.
  package var queryStride: Int
  /// Query rows.
  package var queryCount: Int
  /// The packed keys and values.
  package var packed: UnsafeRawPointer
  /// Rows of keys and of values.
  package var keyCount: Int
  /// Columns of the head.
  package var width: Int
  /// Factor of the scores.
  package var scale: Float
  /// The head's columns of the first row of the result.
  package var output: UnsafeMutablePointer<Float>
  /// Floats from a row of the result to the next.
  package var outputStride: Int
  /// Room for the floats that the set asks for.
  package var scratch: UnsafeMutablePointer<Float>

  /// All arguments.
  package init(
    queries: UnsafePointer<Float>, queryStride: Int, queryCount: Int, packed: UnsafeRawPointer, keyCount: Int,
    width: Int, scale: Float, output: UnsafeMutablePointer<Float>, outputStride: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    unsafe self.queries = queries
    unsafe self.queryStride = queryStride
    unsafe self.queryCount = queryCount
    unsafe self.packed = packed
    unsafe self.keyCount = keyCount
    unsafe self.width = width
    unsafe self.scale = scale
    unsafe self.output = output
    unsafe self.outputStride = outputStride
    unsafe self.scratch = scratch
  }
}
