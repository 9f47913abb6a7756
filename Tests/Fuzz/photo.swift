import SkinImage

/// Photos of all formats, with their profiles, texts and orientations.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let limits = PhotoLimits(pixelCount: 1_000_000, storedPixelCount: 4_000_000, scannedPixelCount: 20_000_000)
  _ = try? Photo.decode(Array(UnsafeBufferPointer(start: bytes, count: count)), limits: limits)
  return 0
}
