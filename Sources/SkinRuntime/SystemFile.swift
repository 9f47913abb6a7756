import Foundation

/// Small text files in which the system describes the machine.
enum SystemFile {
  /// The first line of a file, if it can be read.
  static func line(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).flatMap { data in
      String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
  }
}
