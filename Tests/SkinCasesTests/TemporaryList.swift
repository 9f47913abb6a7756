import Foundation
import SkinCases

/// A folder with the place of a list in it, for one call.
func withList<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.appending(path: "cases.db").path(percentEncoded: false))
}

/// All bytes of a list and of what stands beside it: journal, write-ahead log, anything.
func bytes(besides path: String) throws -> Data {
  let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
  return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).reduce(into: Data()) {
    $0 += try Data(contentsOf: $1)
  }
}

extension StoredCase {
  /// A case of which only the name matters.
  static func named(_ label: String, note: String = "", at seconds: Double = 1_700_000_000) -> StoredCase {
    StoredCase(keptAt: Date(timeIntervalSince1970: seconds), label: label, note: note, haste: "routine")
  }
}
