package import SkinConfiguration
package import SkinQuantization

/// Which scheme each tensor of a container gets.
package struct WeightPlan: Hashable, Sendable {
  /// The scheme of the decoder's layers.
  package var language: WeightScheme
  /// The scheme of the ViT and the Q-Former.
  package var vision: WeightScheme
  /// Schemes of some tensors by name; the first rule that matches decides, and where none does, the rest of the plan.
  package var rules: [RecipeRule] = []

  /// A plan.
  ///
  /// - Parameter vision: nil for the default: int8 under int4, otherwise the decoder's scheme.
  package init(language: WeightScheme, vision: WeightScheme? = nil) {
    self.language = language
    self.vision = vision ?? (language == .int4 ? .int8 : language)
  }

  /// The scheme of a tensor: norms, biases, tables, patch embedding and alignment stay in float.
  package func scheme(of entry: TensorEntry) -> WeightScheme {
    switch (entry.kind, entry.part) {
    case (.vector, _), (.table, _), (.floatWeight, _): .float32
    case (.weight, _) where rule(for: entry) != nil: rule(for: entry)?.weights ?? language
    case (.weight, .language): languageScheme(of: entry.name)
    case (.weight, .vision), (.weight, .query): vision
    }
  }

  private func rule(for entry: TensorEntry) -> RecipeRule? { rules.first { $0.fits(entry.name) } }

  /// The decoder's scheme, but more bits where an error is carried through all layers or not averaged out by any.
  ///
  /// The embedding stays binary16: a token reads one row of it, so it costs space but no time. Under int4 the first
  /// layer and the output layer have 8 bits: 3 % and 2 % of a 7B's weights. Under int8 the first layer's attention has
  /// 16: 1 % of a 7B's weights, and half of what int8 loses. Measured: `benchmarks/LOG.md`.
  private func languageScheme(of name: TensorName) -> WeightScheme {
    guard language == .int8 || language == .int4 else { return language }
    if name == .language(.embedding) { return .float16 }
    if language == .int8 {
      let isFirstAttention = [LanguagePart.queryKeyValue, .attentionOutput].contains { name == .language(0, $0) }
      return isFirstAttention ? .float16 : .int8
    }
    let isFirstLayer = LanguagePart.allCases.contains { name == .language(0, $0) }
    return isFirstLayer || name == .language(.output) ? .int8 : language
  }
}
