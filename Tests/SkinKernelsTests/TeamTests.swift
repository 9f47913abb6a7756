import SkinKernels
import SkinQuantization
import SkinTensor
import Testing

@Suite struct TeamTests {
  @Test func `unavailable kernels are refused by name`() throws {
    for name in KernelName.allCases where !KernelName.available.contains(name) {
      #expect(throws: KernelError.unavailable(name)) { try ComputeBackend(kernels: name, threadCount: 1) }
    }
    #expect(KernelName.available.prefix(2) == [.reference, .base])
    #expect(KernelName.best == KernelName.available.last)
  }

  @Test func `many teams start, work and end, also after a rest`() throws {
    let x = Matrix(rowCount: 64, columnCount: 1024, elements: Array(repeating: 1, count: 65536))
    for round in 0..<40 {
      let backend = try ComputeBackend(kernels: .base, threadCount: 1 + round % 5)
      var y = Matrix(rowCount: 64, columnCount: 1024)
      for _ in 0..<8 { backend.add(x, to: &y) }
      #expect(y.elements.allSatisfy { $0 == 8 })
      if round % 10 == 0 {
        // Long enough for every worker to fall asleep.
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .milliseconds(3))
        while clock.now < end {}
        backend.add(x, to: &y)
        #expect(y.elements.allSatisfy { $0 == 9 })
      }
    }
  }

  @Test func `matrices of changing sizes share an backend`() throws {
    let backend = try ComputeBackend(kernels: .best, threadCount: 2)
    let plain = try ComputeBackend(kernels: .reference, threadCount: 1)
    var samples = Samples(seed: 21)
    for (rows, inputs, outputs) in [(1, 64, 48), (20, 128, 16), (2, 32, 100), (33, 96, 64), (1, 64, 48)] {
      let x = samples.matrix(rows, inputs)
      let w = try WeightMatrix(encoding: samples.matrix(outputs, inputs), scheme: .int4)
      var y = Matrix(rowCount: rows, columnCount: outputs)
      var z = Matrix(rowCount: rows, columnCount: outputs)
      backend.multiply(x, w, bias: nil, into: &y)
      plain.multiply(x, w, bias: nil, into: &z)
      #expect(relativeError(y.elements, z.elements) <= 2e-6)
    }
  }
}
