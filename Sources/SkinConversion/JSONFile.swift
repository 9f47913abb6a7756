import Foundation
import SkinFiles

/// Reads small JSON files; an error names the key that is wrong.
enum JSONFile {
  /// Larger files are not descriptions.
  private static let greatestByteCount = 64 << 20

  /// The value in a file.
  ///
  /// - Throws: ``ConversionError/noDescription(path:)``, ``ConversionError/badDescription(path:fact:)``
  static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws(ConversionError) -> Value {
    let size = FileStatus(path: path)?.byteCount ?? 0
    guard size <= greatestByteCount else { throw .badDescription(path: path, fact: "it has \(size) bytes") }
    guard let data = FileManager.default.contents(atPath: path) else { throw .noDescription(path: path) }
    do { return try JSONDecoder().decode(type, from: data) } catch {
      if let content = ForeignContent(beginning: data) {
        throw .badDescription(path: path, fact: "it is \(content.rawValue)")
      }
      throw .badDescription(path: path, fact: fact(error))
    }
  }

  /// What is wrong, and at which key.
  private static func fact(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      "the key '\(name(context.codingPath + [key]))' is missing"
    case DecodingError.typeMismatch(let type, let context):
      "'\(name(context.codingPath))' is not \(words[ObjectIdentifier(type)] ?? "what it should be")"
    case DecodingError.valueNotFound(_, let context): "'\(name(context.codingPath))' is null"
    case DecodingError.dataCorrupted(let context):
      context.codingPath.isEmpty
        ? "it is not JSON" : "'\(name(context.codingPath))' cannot be used: \(context.debugDescription)"
    default: "it is not the JSON that it should be"
    }
  }

  /// Kinds of values in words.
  private static let words: [ObjectIdentifier: String] = [
    ObjectIdentifier(Int.self): "a whole number", ObjectIdentifier(Float.self): "a number",
    ObjectIdentifier(Double.self): "a number", ObjectIdentifier(String.self): "a text",
    ObjectIdentifier(Bool.self): "true or false", ObjectIdentifier([String: Any].self): "an object",
    ObjectIdentifier([Any].self): "a list",
  ]

  /// A key with the path to it: `classes[3].slug`.
  private static func name(_ path: [any CodingKey]) -> String {
    let name = path.reduce("") { name, key in
      key.intValue.map { "\(name)[\($0)]" } ?? (name + "." + key.stringValue)
    }.drop { $0 == "." }
    return name.isEmpty ? "the whole" : String(name)
  }
}
