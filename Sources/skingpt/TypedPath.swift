import Foundation

/// A path as people type or drag it into a terminal.
enum TypedPath {
  /// The path without the quotes around it, the backslashes before spaces, or the tilde that a shell would have
  /// replaced.
  static func plain(_ text: String) -> String {
    var path = text.trimmingCharacters(in: .whitespaces)
    if path.count >= 2, let mark = path.first, mark == path.last, mark == "'" || mark == "\"" {
      path = String(path.dropFirst().dropLast())
    } else {
      var plain = ""
      var isEscaped = false
      for character in path {
        if character == "\\", !isEscaped {
          isEscaped = true
        } else {
          plain.append(character)
          isEscaped = false
        }
      }
      path = plain
    }
    return path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst() : path
  }
}
