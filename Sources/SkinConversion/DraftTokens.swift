import Foundation
import SkinText

/// The file of draft texts, one line each, as the container holds it.
enum DraftTokens {
  /// The bytes of the resource.
  ///
  /// - Parameter tokenizer: the SentencePiece model that the container will have.
  /// - Throws: ``ConversionError`` if the file or the tokenizer cannot be used.
  static func bytes(ofFile path: String, tokenizer: [UInt8]) throws(ConversionError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8) else {
      throw .noDescription(path: path)
    }
    do { return TokenTexts.bytes(ofLines: text, tokenizer: try Tokenizer(model: tokenizer)) } catch {
      throw .tokenizer(path: path, error)
    }
  }
}
