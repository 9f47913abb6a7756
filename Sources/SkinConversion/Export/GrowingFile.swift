import SkinFiles

/// An output of an export; see `OutputFile`.
final class GrowingFile {
  private let file: OutputFile

  /// Bytes so far.
  var byteCount: Int { file.byteCount }

  /// Begins a file.
  ///
  /// - Parameter kind: what is written; only a file of this kind is replaced.
  init(path: String, kind: OutputKind) throws(ExportError) {
    do { file = try OutputFile(path: path, kind: kind) } catch { throw .output(error) }
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws(ExportError) {
    do { try file.append(bytes) } catch { throw .output(error) }
  }

  /// Appends zeros until the length is a multiple of `alignment`.
  func pad(to alignment: Int) throws(ExportError) {
    do { try file.pad(to: alignment) } catch { throw .output(error) }
  }

  /// Makes sure that everything is on disk, and gives the file its name.
  func finish() throws(ExportError) {
    do { try file.finish() } catch { throw .output(error) }
  }
}
