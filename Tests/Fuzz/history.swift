import Foundation
import SkinSafety

/// Histories as files say them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  _ = try? History.read(json: Data(bytes: bytes, count: count))
  return 0
}
