import Foundation
import SkinCheckpoint

private let path = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(getpid()).pth").path
private let storage = [UInt8](repeating: 1, count: 256)

/// Pickles, in a ZIP that is as it should be.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let pickle = Array(UnsafeBufferPointer(start: bytes, count: count))
  let zip = stored([("x/data.pkl", pickle), ("x/data/0", storage)])
  guard FileManager.default.createFile(atPath: path, contents: Data(zip)) else { return 0 }
  guard let checkpoint = try? Checkpoint(path: path) else { return 0 }
  for tensor in checkpoint.tensors.values where tensor.elementCount < 1 << 16 { _ = try? tensor.elements() }
  return 0
}

/// A ZIP of stored entries without sums.
private func stored(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
  func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  var file: [UInt8] = []
  var directory: [UInt8] = []
  for (name, bytes) in entries {
    let sizes = little(bytes.count, 4) + little(bytes.count, 4) + little(name.utf8.count, 2)
    directory +=
      little(0x0201_4b50, 4) + little(0, 16) + sizes + little(0, 12) + little(file.count, 4) + Array(name.utf8)
    file += little(0x0403_4b50, 4) + little(0, 14) + sizes + little(0, 2) + Array(name.utf8) + bytes
  }
  let end = little(0x0605_4b50, 4) + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
  return file + directory + end + little(directory.count, 4) + little(file.count, 4) + little(0, 2)
}
