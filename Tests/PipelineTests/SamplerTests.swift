import Foundation
import SkinTestSupport
import Testing

@testable import SkinRuntime

/// Which tokens may be drawn, against transformers' own processors (`Tools/reference/sampler_goldens.py`).
@Suite struct SamplerTests {
  private struct Golden: Decodable {
    struct Case: Decodable {
      var name: String
      var logits: [Float]
      var tokens: [Int32]
      var temperature: Float
      var top_k: Int?
      var top_p: Float?
      var penalty: Float?
      var probabilities: [Double]
    }
    var cases: [Case]
  }

  @Test func `penalty, temperature, top-k and top-p leave the probabilities of transformers`() throws {
    let golden = try JSONDecoder().decode(Golden.self, from: Data(Goldens.bytes("sampler.json")))
    #expect(golden.cases.count >= 50)
    for golden in golden.cases {
      let logits = Sampler.penalized(golden.logits, for: golden.tokens, by: golden.penalty ?? 1)
      let candidates = Sampler.candidates(
        logits, temperature: golden.temperature, topK: golden.top_k, topP: golden.top_p)
      let sum = candidates.reduce(0) { $0 + $1.weight }
      var found = [Double](repeating: 0, count: logits.count)
      for candidate in candidates { found[Int(candidate.token)] = candidate.weight / sum }
      let error = zip(found, golden.probabilities).map { abs($0 - $1) }.max() ?? .infinity
      #expect(error <= 1e-5, "\(golden.name) at \(golden.temperature), \(golden.top_k ?? 0), \(golden.top_p ?? 0)")
    }
  }

  @Test(arguments: [Float.leastNonzeroMagnitude, 1e-30, 1e-6, 1e6, Float.greatestFiniteMagnitude])
  func `no temperature stops the program`(temperature: Float) {
    let options = GenerationOptions(
      strategy: .sampled(temperature: temperature, topK: 3, topP: Float.leastNonzeroMagnitude), seed: 5)
    var sampler = Sampler(options)
    #expect(sampler.next(after: [], logits: [-4, 90, 3, -.infinity]) == 1)
  }

  @Test func `a seed gives the same draws, another one others`() {
    func draws(_ seed: UInt64) -> [Int32] {
      var sampler = Sampler(
        GenerationOptions(strategy: .sampled(temperature: 1, topK: nil, topP: nil), seed: seed))
      return (0..<40).map { _ in sampler.next(after: [], logits: [0, 0.1, 0.2, 0.3, 0.4]) }
    }
    #expect(draws(1) == draws(1) && draws(1) != draws(2))
  }

  @Test func `draws are as frequent as they are probable`() {
    var sampler = Sampler(GenerationOptions(strategy: .sampled(temperature: 1, topK: nil, topP: nil), seed: 3))
    let count = 20_000
    var hits = 0
    for _ in 0..<count where sampler.next(after: [], logits: [log(3), 0]) == 0 { hits += 1 }
    // Three of four; six standard deviations are 0.018.
    #expect(abs(Double(hits) / Double(count) - 0.75) <= 0.018)
  }
}
