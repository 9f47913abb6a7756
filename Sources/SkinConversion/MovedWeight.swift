import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinQuantization
import SkinTensor

/// A weight whose groups of 32 are already quantized as in the container: its codes are moved, not computed anew.
///
/// Q8_0's codes become int8's and Q4_0's become int4's, or int8's where the plan has more bits; scales are the same
/// binary16 numbers. Only a group with -128, which int8 here never uses (and llama.cpp never writes), is encoded again.
struct MovedWeight {
  private let pieces: [(tensor: SourceTensor, block: BlockFormat)]
  private let scheme: WeightScheme

  /// The weight if all of its rows can be moved to a scheme; nil if they must be encoded.
  init?(_ source: TensorSource, to scheme: WeightScheme) {
    var pieces: [(SourceTensor, BlockFormat)] = []
    for piece in source.pieces {
      guard case .tensor(let tensor, isVector: false) = piece, let block = tensor.block,
        Self.fits(block, scheme)
      else { return nil }
      pieces.append((tensor, block))
    }
    guard !pieces.isEmpty else { return nil }
    self.pieces = pieces
    self.scheme = scheme
  }

  private static func fits(_ block: BlockFormat, _ scheme: WeightScheme) -> Bool {
    switch (block, scheme) {
    case (.q4_0, .int4), (.q4_0, .int8), (.q8_0, .int8): true
    default: false
    }
  }

  /// Writes the weight's panels.
  ///
  /// - Returns: measures that say that nothing was lost, and how much was moved.
  func write(_ entry: TensorEntry, to writer: ContainerWriter) throws -> EncodingMeasures {
    try writer.beginTensor(
      entry.name, shape: Shape(entry.rowCount, entry.columnCount), scheme: scheme, storage: .panels)
    let encoder = PanelEncoder(columnCount: entry.columnCount, scheme: scheme)
    var measures = EncodingMeasures()
    var rows: [PanelEncoder.CodedRow] = []
    for (tensor, block) in pieces {
      for row in 0..<tensor.rowCount {
        let (scales, integers) = block.groups(try tensor.blockBytes(ofRow: row))
        rows.append(PanelEncoder.CodedRow(scales: scales, integers: integers))
        if rows.count == WeightLayout.panelRows { try flush(&rows, entry, encoder, writer, &measures) }
      }
    }
    if !rows.isEmpty { try flush(&rows, entry, encoder, writer, &measures) }
    try writer.endTensor(errorMeasures: measures.dictionary)
    return measures
  }

  private func flush(
    _ rows: inout [PanelEncoder.CodedRow], _ entry: TensorEntry, _ encoder: PanelEncoder, _ writer: ContainerWriter,
    _ measures: inout EncodingMeasures
  ) throws {
    var panel: [UInt8] = []
    do { try encoder.move(rows, into: &panel, measures: &measures) } catch {
      throw ConversionError.quantization(tensor: entry.name, error)
    }
    try writer.append(panel)
    rows = []
  }
}
