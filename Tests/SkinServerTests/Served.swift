import SkinRuntime
import Foundation
import SkinDiagnosis
@testable import SkinServer

/// The model that comes with the program, for tests.
enum Served {
  /// Opens it.
  static func model() throws -> SkinModel {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var runtime = RuntimeOptions()
    // Beside other tests one thread is faster than several that wait for each other.
    runtime.threadCount = 1
    return try SkinModel(
      path: root.appending(path: "quantized/skingpt-mini.skgpt").path(percentEncoded: false), options: runtime)
  }

  /// A queue before the model, and what is said about it.
  static func queue() throws -> (queue: ConsultationQueue, model: ServedModel) {
    let opened = try model()
    let served = ServedModel(opened)
    return (ConsultationQueue(Consultation(opened, loadMilliseconds: 0)), served)
  }

  /// What the model says about a photo, without answers.
  static func report(_ photo: [UInt8]) throws -> Report {
    try Consultation(try model(), loadMilliseconds: 0)
      .begin(case: [CasePhoto(name: "photo", bytes: photo)], options: ConsultationOptions(prompts: [])).report
  }
}
