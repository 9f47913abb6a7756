import Foundation
import SkinContainer

private let path = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(getpid()).skgpt").path

/// Containers: header, catalogue, chunks, resources.
///
/// The input stands for a file whose digests fit, so that what lies behind them is reached: they are computed anew.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let data = Resealed.container([UInt8](UnsafeBufferPointer(start: bytes, count: count)))
  guard FileManager.default.createFile(atPath: path, contents: Data(data)) else { return 0 }
  guard let container = try? Container.open(path: path) else { return 0 }
  for record in container.records {
    if record.storage == .panels {
      _ = try? container.weight(record.name)
    } else {
      _ = try? container.vector(record.name)
    }
  }
  for name in [ResourceName.tokenizer, .calibration, .modelCard] { _ = try? container.resource(name) }
  _ = container.damagedParts()
  return 0
}
