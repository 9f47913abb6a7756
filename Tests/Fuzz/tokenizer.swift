import SkinText

/// SentencePiece models, and what they make of a text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard let tokenizer = try? Tokenizer(model: Array(UnsafeBufferPointer(start: bytes, count: count))) else { return 0 }
  _ = try? tokenizer.decode(tokenizer.encode("A red, scaly patch \u{1F9EA} <s>"))
  return 0
}
