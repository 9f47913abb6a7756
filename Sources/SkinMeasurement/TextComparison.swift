import SkinConfiguration
package import SkinRuntime

/// How far the predictions of several models are from a reference's at the positions of a text, which all of them read.
///
/// The text is read in windows, and no position sees more than its window.
package struct TextComparison {
  /// The measures of each model, in the order of the models.
  package private(set) var comparisons: [ModelComparison]
  private let reference: Decoder
  private let models: [Decoder]

  /// Nothing compared yet.
  package init(reference: Decoder, models: [Decoder]) {
    self.reference = reference
    self.models = models
    comparisons = models.map { _ in ModelComparison() }
  }

  /// Compares the models at the positions of a window, each with the token that follows it.
  ///
  /// - Parameters:
  ///   - window: the tokens; the first is only read, the last only predicted.
  ///   - skippedCount: positions at the window's beginning that are read and not compared.
  /// - Throws: `LanguageError` if a context is shorter than the window or a vocabulary lacks one of its tokens.
  package mutating func add(window: ArraySlice<Int32>, skipping skippedCount: Int = 0) throws {
    let vocabularySize = ([reference] + models).map(\.configuration.vocabularySize).min() ?? 0
    if let token = window.first(where: { !(0..<vocabularySize).contains(Int($0)) }) {
      throw LanguageError.tokenOutsideVocabulary(token, vocabularySize: vocabularySize)
    }
    let wantedCache = reference.makeCache()
    let caches = models.map { $0.makeCache() }
    let read = window.dropLast()
    for start in stride(from: read.startIndex, to: read.endIndex, by: Decoder.logitsRowCount) {
      let tokens = read[start..<min(start + Decoder.logitsRowCount, read.endIndex)]
      let wanted = try reference.logits(afterEachOf: tokens, continuing: wantedCache)
      let found = try zip(models, caches).map { try $0.logits(afterEachOf: tokens, continuing: $1) }
      for (row, position) in tokens.indices.enumerated() where position - read.startIndex >= skippedCount {
        let prediction = Prediction(wanted[row])
        for index in models.indices {
          comparisons[index].add(prediction, found[index][row], next: Int(window[position + 1]))
        }
      }
    }
  }
}
