package import SkinConfiguration
package import SkinQuantization

/// A line of a recipe: a scheme for the weights whose names match a pattern.
package struct RecipeRule: Hashable, Sendable, Decodable {
  /// A tensor's name, in which `*` stands for any text: `language.layer.*.down.weight`.
  package var tensors: String
  /// How their weights are written.
  package var weights: WeightScheme

  /// A rule.
  package init(tensors: String, weights: WeightScheme) {
    self.tensors = tensors
    self.weights = weights
  }

  /// Whether a tensor's name matches the pattern.
  package func fits(_ name: TensorName) -> Bool {
    let pieces = tensors.split(separator: "*", omittingEmptySubsequences: false)
    var rest = Substring(name.description)
    guard let first = pieces.first, rest.hasPrefix(first) else { return false }
    guard pieces.count > 1, let last = pieces.last else { return rest == first }
    rest = rest.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() {
      guard let range = rest.firstRange(of: piece) else { return false }
      rest = rest[range.upperBound...]
    }
    return rest.hasSuffix(last)
  }
}

/// A recipe: which weights get which scheme, as stated in a file.
///
///     { "rules": [ { "tensors": "language.layer.0.*", "weights": "int8" },
///                  { "tensors": "language.layer.*.down.weight", "weights": "int8" } ] }
///
/// The first rule that matches a tensor decides; `--weights` and `--vision-weights` decide about all others. Norms,
/// biases, tables, patch embedding and alignment stay in float whatever a rule says.
package struct Recipe: Decodable, Hashable, Sendable {
  /// The rules, in order.
  package var rules: [RecipeRule]

  /// Reads a recipe.
  ///
  /// - Throws: ``ConversionError`` if the file is missing or not a recipe.
  package init(path: String) throws(ConversionError) { self = try JSONFile.decode(Recipe.self, path) }

  /// Checks that each rule applies to something.
  ///
  /// - Throws: ``ConversionError/badDescription(path:fact:)`` for a rule that matches no weight of the model.
  package func check(_ configuration: ModelConfiguration, path: String) throws(ConversionError) {
    let names = TensorCatalogue(configuration).entries.filter { $0.kind == .weight }.map(\.name)
    for rule in rules where !names.contains(where: rule.fits) {
      throw .badDescription(path: path, fact: "no weight is called '\(rule.tensors)'; skingpt inspect lists the names")
    }
  }
}
