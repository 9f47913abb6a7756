import Foundation
import SkinCases
import SkinDiagnosis
import SkinFailure
import SkinRecognition
import SkinRuntime
import SkinServer

/// `skingpt fit --cases`: learning from the case list of `skingpt serve --cases`.
extension Fit {
  /// The confirmed cases of a list as examples.
  ///
  /// - Throws: `FailureReport` or `CaseError` if the list is not there or cannot be used.
  func gatherCases(_ path: String, model: SkinModel) throws -> Gathered {
    guard FileManager.default.fileExists(atPath: path) else {
      throw FailureReport(
        problem: "The case list '\(path)' is not there.", help: "Name the file of skingpt serve --cases.",
        status: .noInput)
    }
    let store = try CaseStore(path: path)
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    let found = try CaseLearning.examples(of: store, model: model) { share in
      bar.show(share)
      return true
    }
    bar.finish()
    if found.leftOut > 0, !quiet {
      Terminal.note("left out: \(found.leftOut) confirmed cases without a picture that can be read\n")
    }
    var gathered = Gathered()
    gathered.examples = found.examples
    gathered.files = found.examples.map(\.group)
    return gathered
  }
}
