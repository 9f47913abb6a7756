import SkinText
import Testing

@testable import SkinRuntime

@Suite struct MeanwhileTests {
  @Test func `a value is waited for, and what stops its thread is thrown`() throws {
    #expect(try Meanwhile { 6 * 7 }.value() == 42)
    let failing = Meanwhile<Int> { throw TextError.missingSymbol("<unk>") }
    #expect(throws: TextError.missingSymbol("<unk>")) { try failing.value() }
  }

  @Test func `many at once end`() throws {
    let all = (0..<64).map { number in Meanwhile { number } }
    #expect(try all.map { try $0.value() } == Array(0..<64))
  }
}
