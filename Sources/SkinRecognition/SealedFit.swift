import Foundation
import SkinFiles

/// A ``ClinicFit`` as its file stores it: with the digest of its content beside it.
struct SealedFit: Codable {
  private enum CodingKeys: String, CodingKey {
    case digest
  }

  /// The same content gives the same bytes.
  static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return encoder
  }

  var fit: ClinicFit
  /// SHA-256 of the fit as ``encoder`` writes it without the digest, lowercase hexadecimal.
  var digest: String

  init(fit: ClinicFit, digest: String) {
    self.fit = fit
    self.digest = digest
  }

  init(from decoder: any Decoder) throws {
    fit = try ClinicFit(from: decoder)
    digest = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .digest)
  }

  func encode(to encoder: any Encoder) throws {
    try fit.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(digest, forKey: .digest)
  }
}

extension ClinicFit {
  /// SHA-256 over everything in the file except this digest, lowercase hexadecimal.
  ///
  /// - Throws: an `EncodingError` if a number is not finite.
  func contentDigest() throws -> String {
    SHA256.hash(data: try SealedFit.encoder.encode(self)).hexadecimal
  }
}
