import Foundation
import SkinFiles

/// A small file that appears under its name only when it is whole.
enum WholeFile {
  /// Writes beside the final name, then renames; an interruption removes an unfinished file.
  ///
  /// - Parameter inputs: what the command reads, none of which may be the output.
  static func write(_ data: Data, to path: String, inputs: [String] = []) throws {
    Interruption.onInterrupt(remove: OutputTarget.partialPath(path))
    do { try OutputFile.write(Array(data), to: path, kind: kind(of: data), inputs: inputs) } catch {
      ClosedPipe.end(if: error)
      throw error
    }
  }

  /// The kind of the bytes: they replace nothing of another kind.
  private static func kind(of data: Data) -> OutputKind {
    switch data.first {
    case UInt8(ascii: "{"), UInt8(ascii: "["): .json
    case UInt8(ascii: "<"): data.starts(with: Array("<svg".utf8)) ? .drawing : .page
    default: .text
    }
  }
}
