import Foundation
import SkinCheckpoint

private let path = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(getpid())").path

/// Checkpoints of all formats: pickles in ZIPs and of old, safetensors, GGUF.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard FileManager.default.createFile(atPath: path, contents: Data(bytes: bytes, count: count)) else { return 0 }
  guard let checkpoint = try? Checkpoint(path: path) else { return 0 }
  for tensor in checkpoint.tensors.values where tensor.elementCount < 1 << 16 { _ = try? tensor.elements() }
  if let metadata = checkpoint.gguf {
    _ = try? metadata.strings("tokenizer.ggml.tokens")
    _ = try? metadata.floats("tokenizer.ggml.scores")
    _ = try? metadata.integers("tokenizer.ggml.token_type")
  }
  return 0
}
