import Foundation
import SkinContainer
import SkinKernels
import SkinRecognition
import SkinSafety
import SkinTestSupport
import Testing

@testable import SkinRuntime
@testable import SkinText

/// The reader of typed questions against PyTorch, and damaged ones.
@Suite struct QuestionReaderTests {
  private struct Golden: Decodable {
    let question: String
    let ids: [Int]
    let probabilities: [Float]
  }

  /// How far a probability may lie from PyTorch's: the kernels round activations to 8 bits, and six layers follow.
  private static let tolerance: Float = 0.1

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func bytes() throws -> [UInt8] {
    try Container.open(path: root.appending(path: "quantized/skingpt-mini.skgpt").path(percentEncoded: false))
      .resource(.questionReader)
  }

  private static func goldens() throws -> [Golden] {
    try JSONDecoder().decode([Golden].self, from: Data(try Goldens.bytes("text/questions.json")))
  }

  @Test(arguments: KernelName.available) func `a question is read as PyTorch reads it`(kernels: KernelName) throws {
    let reader = try QuestionReader(try Self.bytes())
    let backend = try ComputeBackend(kernels: kernels, threadCount: 1)
    let goldens = try Self.goldens()
    #expect(goldens.count >= 10)
    for golden in goldens {
      #expect(reader.ids(of: golden.question) == golden.ids, "\(golden.question)")
      let found = reader.read(golden.question, with: backend)
      #expect(found.count == golden.probabilities.count && found.count == reader.description.labels.count)
      for (one, other) in zip(found, golden.probabilities) {
        let distance: Float = abs(one - other)
        #expect(distance <= Self.tolerance, "\(golden.question): \(one) for \(other)")
      }
      let sum: Float = found.reduce(0, +)
      #expect(sum > 0.9999 && sum < 1.0001)
    }
  }

  @Test func `every label has an answer`() throws {
    let labels = try QuestionReader(try Self.bytes()).description.labels
    #expect(Set(labels).isSubset(of: QuestionReading.labels) && Set(labels).count == labels.count)
    // What is dangerous must be among them, or it is never read; one kind came later, and phrases alone find it.
    #expect(Set(FollowUps.dangerIntents.map(\.id)).subtracting(labels) == ["eczema-sores"])
  }

  @Test func `a damaged reader is refused and never read beyond its end`() throws {
    let whole = try Self.bytes()
    for length in [0, 7, 8, 100, 5000, whole.count / 2, whole.count - 1] {
      #expect(throws: RecognitionError.self) { try QuestionReader(Array(whole.prefix(length))) }
    }
    var draws = SeededGenerator(seed: 31)
    let header = Int(whole[..<3].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    for _ in 0..<60 {
      var broken = whole
      broken[8 + Int(draws.next() % UInt64(header))] ^= UInt8(1 << (draws.next() % 8))
      // A flipped letter of a label is no damage that a reader can see.
      guard let reader = try? QuestionReader(broken) else { continue }
      let found = reader.read("Is it contagious?", with: try ComputeBackend(kernels: .reference, threadCount: 1))
      #expect(found.count == reader.description.labels.count)
    }
    let endless = String(decoding: whole[8..<8 + header], as: UTF8.self)
      .replacing("\"positions\\\": 96", with: "\"positions\\\": 99")
    var other = whole
    other.replaceSubrange(8..<8 + header, with: Array(endless.utf8))
    #expect(throws: RecognitionError.self) { try QuestionReader(other) }
  }
}
