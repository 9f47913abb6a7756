import Foundation
import SkinDiagnosis

/// A report with hostile text in every place that text from outside can reach.
enum ReportSample {
  static let hostile = "<script>alert('x')</script>\"&\u{202E}<\u{338}b>\u{0}"

  static func report(file: String = hostile, level: String = "emergency", answer: String = hostile) throws -> Report {
    let model: [String: Any] = [
      "name": hostile, "digest": "0123456789abcdef", "scheme": "int8", "provenance": "Made for a test. \(hostile)",
      "diagnostic": true, "accuracy": "Right for 64 of 100.", "verified": true,
    ]
    let quality: [String: Any] = [
      "usable": true, "findings": [["kind": "small", "value": 100, "advice": "A larger picture would show more."]],
    ]
    let classes = (0..<18).map { index in
      ["class": "c\(index)", "label": "Class \(index) \(hostile)", "probability": index == 0 ? 0.32 : 0.04]
        as [String: Any]
    }
    let object: [String: Any] = [
      "schema": Report.schemaName, "program": ["name": "skingpt", "version": "9.9.9"], "model": model,
      "photo": ["file": file, "width": 100, "height": 90, "sha256": "ab", "quality": quality],
      "outcome": "assessed", "differential": classes, "concepts": [["name": "Papule", "probability": 0.5]],
      "answers": [["prompt": "What is it?", "text": answer, "tokens": 3, "sentences": ["x"], "stopped": "end"]],
      "urgency": ["level": level, "reasons": ["Go to emergency care now: a reason."]],
      "disclaimer": "This is not a diagnosis. Right for 64 of 100.",
      "timing": ["load_ms": 1, "vision_ms": 2, "total_ms": 3], "memory": ["peak_bytes": 4],
    ]
    return try JSONDecoder().decode(Report.self, from: JSONSerialization.data(withJSONObject: object))
  }
}
