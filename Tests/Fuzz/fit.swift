import Foundation
@testable import SkinRecognition

/// What a clinic learned, with a digest that fits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let data = Data(bytes: bytes, count: count)
  _ = try? PreparedFit.read(data)
  guard let fit = try? JSONDecoder().decode(ClinicFit.self, from: data), let sealed = try? fit.bytes(),
    let read = try? PreparedFit.read(sealed),
    let prepared = try? PreparedFit(
      read, digest: read.model.digest, classes: ["a", "b", "c", "nonskin"], featureCount: 6, head: nil)
  else { return 0 }
  let shipped = ShippedScores(
    logProbabilities: [-1, -2, -3, -0.7], features: [0.5, -0.25, 1, 0, 2, -1])
  let scores = prepared.applied(to: shipped)
  guard scores.logProbabilities.allSatisfy({ !$0.isNaN && $0 <= 1e-9 }) else {
    fatalError("no probabilities: \(scores)")
  }
  return 0
}
