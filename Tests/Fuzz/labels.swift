import Foundation
import SkinEvaluation

/// Tables of labelled photos and of concepts.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let data = Data(bytes: bytes, count: count)
  _ = try? LabelTable(csv: data, split: "val", classes: ["acne", "others"], attributes: ["fine_label"])
  _ = try? ConceptTable(csv: data, concepts: ["Plaque", "Scale"])
  return 0
}
