import Foundation

/// Makes the file of a small recognition head.
struct HeadBytes {
  /// The description, JSON.
  var description: [String: Any]
  /// The tensors.
  var tensors: [String: (shape: [Int], values: [Float])]

  /// A head of 2 features, 3 classes, 3 conditions, 2 groups and 2 centres at (0, 0) and (4, 0).
  static var small: HeadBytes {
    HeadBytes(
      description: [
        "version": 1, "features": "class_token|patch_mean|query_mean", "featureCount": 2, "classes": ["c", "a", "b"],
        "conditions": [
          ["name": "one", "class": "a"], ["name": "", "class": "a"], ["name": "two", "class": "b"],
        ],
        "groups": ["cancer", "harmless"],
        "temperatures": ["classes": 1.0, "conditions": 2.0, "groups": 1.0],
        "blend": ["decoder": 1.0, "head": 1.0],
        "familiarity": ["centre": 0.0, "spread": 1.0, "start": 1.0, "slope": 0.5, "limit": 3.0],
        "thresholds": ["nonskin": 0.5, "unsure": 0.3],
      ],
      tensors: [
        "mean": ([2], [1, 2]), "scale": ([2], [2, 4]),
        "classes.weight": ([3, 2], [0, 0, 1, 0, 0, 1]), "classes.bias": ([3], [0, 0.5, 0]),
        "conditions.weight": ([3, 2], [1, 0, 0, 0, 0, 0]), "conditions.bias": ([3], [0, 0, 1]),
        "groups.weight": ([2, 2], [0, 1, 0, 0]), "groups.bias": ([2], [0, 0]),
        "familiarity.projection": ([2, 2], [1, 0, 0, 1]), "familiarity.centres": ([2, 2], [0, 0, 4, 0]),
      ])
  }

  /// The file.
  var bytes: [UInt8] {
    var header: [String: Any] = [:]
    var body: [UInt8] = []
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let start = body.count
      for value in tensor.values {
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
          body.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
        }
      }
      header[name] = ["dtype": "F32", "shape": tensor.shape, "data_offsets": [start, body.count]] as [String: Any]
    }
    let text = (try? JSONSerialization.data(withJSONObject: description)).map { String(decoding: $0, as: UTF8.self) }
    header["__metadata__"] = ["head": text ?? ""]
    let json = Array((try? JSONSerialization.data(withJSONObject: header)) ?? Data())
    let length = (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) }
    return length + json + body
  }
}
