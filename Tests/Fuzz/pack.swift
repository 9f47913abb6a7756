import Foundation
import SkinContainer

private let path = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(getpid()).pack").path

/// Alignment packs, whose digests are computed anew.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let data = Resealed.pack([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
  guard FileManager.default.createFile(atPath: path, contents: Data(data)) else { return 0 }
  guard let pack = try? AlignmentPack(path: path) else { return 0 }
  // What was read is written as it was, but for spaces and keys that nobody reads.
  guard FileManager.default.createFile(atPath: path, contents: Data(pack.bytes)) else { return 0 }
  guard let again = try? AlignmentPack(path: path), again.tensors == pack.tensors, again.description == pack.description
  else { fatalError("a pack that was written is not read") }
  return 0
}
