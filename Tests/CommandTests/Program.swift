import Foundation

/// The program beside the test bundle, run as a person runs it.
enum Program {
  /// How a run ended.
  struct Run {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Where the program lies.
  static var url: URL { url(of: "skingpt") }

  /// Where a program of this package lies.
  static func url(of name: String) -> URL {
    let folder =
      Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
      ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return folder.appending(path: name)
  }

  /// Runs the program to its end; `input` is what is typed.
  static func run(_ arguments: [String], input: String = "", program: URL = url) throws -> Run {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let (typed, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = typed
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    typed.fileHandleForWriting.write(Data(input.utf8))
    try typed.fileHandleForWriting.close()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let errorText = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Run(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: errorText, as: UTF8.self))
  }

  /// A folder for one call.
  static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// A file with the given bytes, for one call.
  static func withFile<Result>(_ bytes: [UInt8], _ name: String, _ body: (String) throws -> Result) throws -> Result {
    try withFolder { folder in
      let file = folder.appending(path: name)
      try Data(bytes).write(to: file)
      return try body(file.path(percentEncoded: false))
    }
  }
}
