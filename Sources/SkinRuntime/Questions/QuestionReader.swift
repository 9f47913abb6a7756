import Foundation
package import SkinKernels
import SkinQuantization
package import SkinRecognition
import SkinTensor
import SkinText

/// Tells what a typed question is about, so that a choice of words that nobody foresaw is understood.
///
///     ids [n] -> embeddings + positions [n, width] -> norm -> layers -> mean over the rows [width] -> labels
///
/// The labels are the names of the subjects that have an answer, and some of the model's own; what follows from them
/// is not the reader's to say. It reads English.
///
/// Source: BERT, arXiv:1810.04805, section 3; Sentence-BERT, arXiv:1908.10084, section 3 (the mean); the weights come from
/// `Tools/train/questions.py`.
package struct QuestionReader: Sendable {
  /// The key of the description in the file's metadata.
  private static let descriptionKey = "reader"
  private static let normEpsilon: Float = 1e-12

  /// What the labels are, and from which probability on they count.
  package let description: QuestionReaderDescription
  private let tokenizer: WordPieceTokenizer
  private let embeddings: WeightMatrix
  private let positions: [Float]
  private let inputNorm: Norm
  private let layers: [QuestionLayer]
  private let output: Linear

  /// Reads a reader.
  ///
  /// - Parameter bytes: safetensors.
  /// - Throws: ``RecognitionError`` if it is damaged.
  package init(_ bytes: [UInt8]) throws(RecognitionError) {
    let tensors = try ResourceTensors(bytes)
    guard let text = tensors.metadata[Self.descriptionKey] else { throw .malformed("it does not describe itself") }
    guard let description = try? JSONDecoder().decode(QuestionReaderDescription.self, from: Data(text.utf8)),
      description.isUsable
    else { throw .malformed("its description is not the JSON that it should be") }
    self.description = description
    let width = description.width
    let parts = ReaderParts(tensors: tensors, epsilon: Self.normEpsilon)
    let letters = try tensors.bytes("pieces", count: description.pieceBytes)
    let pieces = String(decoding: letters, as: UTF8.self).split(separator: "\n").map(String.init)
    guard pieces.count == description.pieceCount, let tokenizer = WordPieceTokenizer(pieces: pieces) else {
      throw .malformed("its pieces are not those of a vocabulary")
    }
    self.tokenizer = tokenizer
    embeddings = try parts.weight("embeddings", Shape(pieces.count, width))
    positions = try tensors.values("positions", shape: [description.positionCount, width])
    inputNorm = try parts.norm("norm", width)
    var layers: [QuestionLayer] = []
    for layer in 0..<description.layerCount {
      layers.append(try QuestionLayer(parts, prefix: "layers.\(layer).", description))
    }
    self.layers = layers
    output = try parts.linear("output", Shape(description.labels.count, width))
  }

  /// The pieces of a question, by id.
  func ids(of question: String) -> [Int] { tokenizer.ids(of: question, limit: description.positionCount) }

  /// How probable each label is, in the description's order.
  ///
  /// What is beyond the last position is not read.
  package func read(_ question: String, with backend: ComputeBackend) -> [Float] {
    let ids = ids(of: question)
    let (count, width) = (ids.count, description.width)
    var sums = Matrix(rowCount: count, columnCount: width)
    for (row, id) in ids.enumerated() { embeddings.decodeRow(id, into: &sums, at: row) }
    let elements = zip(sums.elements, positions).map { $0 + $1 }
    var stream = Matrix(rowCount: count, columnCount: width)
    backend.normalize(
      Matrix(rowCount: count, columnCount: width, elements: elements), by: inputNorm, into: &stream)
    var scratch = QuestionScratch(rowCount: count, description)
    for layer in layers { layer.apply(to: &stream, with: backend, scratch: &scratch) }
    var mean = [Float](repeating: 0, count: width)
    for row in 0..<count {
      for (column, value) in stream.elements(ofRow: row).enumerated() { mean[column] += value / Float(count) }
    }
    var logits = Matrix(rowCount: 1, columnCount: description.labels.count)
    output.apply(Matrix(rowCount: 1, columnCount: width, elements: mean), with: backend, into: &logits)
    return Softmax.probabilities(logits.elements.map { Double($0) }).map { Float($0) }
  }
}
