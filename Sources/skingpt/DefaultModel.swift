import Foundation

/// The location of the model that comes with the program.
enum DefaultModel {
  /// Below the program's folder or one above it: in a package, in an installed one, and in a clone.
  private static let relativePaths = [
    "models/skingpt-mini.skgpt", "share/skingpt/models/skingpt-mini.skgpt", "quantized/skingpt-mini.skgpt",
  ]

  /// The first of these places that has the model; nil if none does.
  static func path() -> String? {
    guard let executable = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
    var folder = executable.deletingLastPathComponent()
    while true {
      for relativePath in relativePaths {
        let candidate = folder.appending(path: relativePath).path(percentEncoded: false)
        if FileManager.default.fileExists(atPath: candidate) { return candidate }
      }
      let parent = folder.deletingLastPathComponent()
      guard parent.path(percentEncoded: false) != folder.path(percentEncoded: false), folder.pathComponents.count > 1
      else { return nil }
      folder = parent
    }
  }
}
