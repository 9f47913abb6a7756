import Dispatch
import SkinQuantization
import SkinTensor
import Synchronization
import Testing

/// Weights and vectors that several threads read at once; `Tools/sanitize thread` looks for races in it.
@Suite struct SharedWeightTests {
  @Test func `threads read the same weight and the same vector, also when they outlive their maker`() throws {
    let elements = (0..<64 * 64).map { Float($0 % 97 - 48) / 8 }
    let weight = try WeightMatrix(encoding: Matrix(rowCount: 64, columnCount: 64, elements: elements), scheme: .int8)
    let vector = FloatVector(elements)
    @Sendable func rows(_ weight: WeightMatrix) -> [Float] {
      var rows = Matrix(rowCount: 64, columnCount: 64)
      for row in 0..<64 { weight.decodeRow(row, into: &rows, at: row) }
      return rows.elements
    }
    let expected = rows(weight)
    let equal = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      // A copy of its own, whose owner is counted up and down beside the others'.
      let (weight, vector) = (weight, vector)
      if rows(weight) == expected, (0..<vector.count).map({ vector[$0] }) == elements { equal.withLock { $0 += 1 } }
    }
    #expect(equal.withLock { $0 } == 16)
  }
}
