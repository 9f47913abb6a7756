/// What can be wrong with a recognition head.
package enum RecognitionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are not a safetensors file with a description of a head; the fact in a few words.
  case malformed(String)
  /// A required tensor is missing.
  case missingTensor(String)
  /// A tensor has a different shape than the description says.
  case wrongShape(String, expected: [Int], found: [Int])
  /// A tensor holds a number that is not finite, or a spread that is not above zero.
  case unusableNumber(String)
  /// The head is not for this model; the fact in a few words.
  case otherModel(String)

  /// One line.
  package var description: String {
    switch self {
    case .malformed(let fact): fact
    case .missingTensor(let name): "'\(name)' is missing"
    case .wrongShape(let name, let expected, let found): "'\(name)' has the shape \(found) instead of \(expected)"
    case .unusableNumber(let name): "'\(name)' holds a number that cannot be used"
    case .otherModel(let fact): fact
    }
  }
}
