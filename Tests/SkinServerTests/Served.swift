import Foundation
import SkinDiagnosis

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
}
