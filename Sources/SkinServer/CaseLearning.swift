import Foundation
package import SkinCases
import SkinConfiguration
import SkinDiagnosis
import SkinImage
package import SkinRecognition
package import SkinRuntime

/// Learning from the cases that were kept and confirmed later.
package enum CaseLearning {
  /// What the confirmed cases contribute to a fit.
  package struct Gathered: Sendable {
    /// The cases that can be used.
    package var examples: [FitExample] = []
    /// Confirmed cases whose picture cannot be read, or whose class the model does not know.
    package var leftOut = 0
  }

  /// The confirmed cases as examples; cases with the same name belong together.
  ///
  /// The picture in the case list is a small copy of the photo; it is read as the photo was.
  ///
  /// - Parameter progress: gets the share that is done; returns whether to go on.
  /// - Throws: `CaseError`, or an error of the model.
  package static func examples(
    of store: CaseStore, model: SkinModel, progress: (Double) -> Bool = { _ in true }
  ) throws -> Gathered {
    let classes = Set(model.configuration.classes.map(\.slug))
    let confirmed = try store.confirmedCases()
    var gathered = Gathered()
    for (index, entry) in confirmed.enumerated() {
      guard progress(Double(index) / Double(confirmed.count)) else { break }
      guard classes.contains(entry.diagnosis.class), let page = try store.page(of: entry.id),
        let picture = picture(in: page), let photo = try? Photo.decode(picture),
        let scores = try model.shippedScores(of: photo)
      else {
        gathered.leftOut += 1
        continue
      }
      gathered.examples.append(
        FitExample(
          scores: scores, label: entry.diagnosis.class,
          condition: model.condition(named: entry.diagnosis.condition, class: entry.diagnosis.class),
          group: entry.label))
    }
    return gathered
  }

  /// The first picture of a report's page: the file after `data:image/...;base64,`; nil if there is none.
  static func picture(in page: Data) -> [UInt8]? {
    guard let start = page.range(of: Data("data:image/".utf8)),
      let comma = page.range(of: Data(";base64,".utf8), in: start.upperBound..<page.endIndex),
      comma.lowerBound - start.upperBound <= 8
    else { return nil }
    let text = page[comma.upperBound...].prefix { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
        true
      default: false
      }
    }
    return Data(base64Encoded: Data(text)).map { [UInt8]($0) }
  }
}
