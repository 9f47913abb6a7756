import Foundation
import SkinConfiguration
import SkinFiles
import SkinQuantization

/// What a conversion is made of, as one string: the same string, the same bytes.
///
/// It holds every option and, for each file that an option names, length, modification time and a digest of its first
/// and last mebibyte; a file that was edited in between makes the conversion start over.
enum ResumeKey {
  private static let sampledByteCount = 1 << 20

  /// The key of a request.
  ///
  /// The request's fields are found by reflection, so that an option that is added later is never forgotten here.
  static func text(_ request: ConversionRequest, _ calibration: [TensorName: InputStatistics]) -> String {
    var lines: [String] = []
    for child in Mirror(reflecting: request).children where child.label != "output" {
      lines.append("\(child.label ?? ""): \(child.value)")
      // The container may grow in a folder of its inputs.
      let inputs = paths(child.value).flatMap(files).filter { !$0.hasPrefix(request.output) }
      lines += inputs.map(fingerprint)
    }
    for (name, statistics) in calibration.sorted(by: { $0.key.description < $1.key.description }) {
      let digest = SHA256.hash(data: statistics.bytes).map { String($0, radix: 16) }.joined(separator: ".")
      lines.append("\(name) \(statistics.rowCount) \(digest)")
    }
    return lines.joined(separator: "\n")
  }

  /// The first input that is not as it was when a key was made; nil if all are.
  ///
  /// A file that came into a folder since then was not read.
  static func changedInput(_ request: ConversionRequest, since key: String) -> String? {
    let lines = Set(text(request, [:]).split(separator: "\n"))
    return key.split(separator: "\n").first { $0.hasPrefix("  ") && !lines.contains($0) }
      .map { line in line.dropFirst(2).split(separator: " ").dropLast(3).joined(separator: " ") }
  }

  /// Bytes of all files that a request names.
  static func inputByteCount(_ request: ConversionRequest) -> Int {
    Mirror(reflecting: request).children.filter { $0.label != "output" }.flatMap { paths($0.value) }.flatMap(files)
      .reduce(0) { $0 + size($1) }
  }

  /// The strings in a field; those that name a file or a folder count.
  private static func paths(_ value: Any) -> [String] {
    switch value {
    case let path as String: [path]
    case let paths as [String]: paths
    case let path as String?: path.map { [$0] } ?? []
    default: []
    }
  }

  /// A file, or the files directly in a folder.
  private static func files(_ path: String) -> [String] {
    var isDirectory: ObjCBool = false
    // SAFETY: the pointer is to a local variable.
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return [] }
    guard isDirectory.boolValue else { return [path] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().map { "\(path)/\($0)" }
  }

  private static func size(_ path: String) -> Int {
    FileFacts(path: path)?.byteCount ?? 0
  }

  private static func fingerprint(_ path: String) -> String {
    let changed = FileFacts(path: path)?.changed ?? 0
    let size = size(path)
    var hash = SHA256()
    if let file = FileHandle(forReadingAtPath: path) {
      if let head = try? file.read(upToCount: sampledByteCount) { hash.update(data: head) }
      if size > sampledByteCount, (try? file.seek(toOffset: UInt64(size - sampledByteCount))) != nil,
        let tail = try? file.read(upToCount: sampledByteCount)
      {
        hash.update(data: tail)
      }
      try? file.close()
    }
    let digest = hash.finalize().map { String($0, radix: 16) }.joined(separator: ".")
    return "  \(path) \(size) \(changed) \(digest)"
  }
}
