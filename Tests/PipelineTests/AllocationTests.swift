import CAllocationCount
import SkinConfiguration
import SkinDiagnosis
import SkinQuantization
import SkinTensor
import Testing

@testable import SkinRuntime

/// What a token asks the memory for: the row of logits and the lists that go in and out.
@Suite(.enabled(if: skin_counts_allocations() != 0)) struct AllocationTests {
  /// The tokens, the prompt's elements, the segments, the rows of logits and the list that holds them, and one to spare.
  private static let listCount: UInt64 = 8
  private static let listByteCount: UInt64 = 64

  @Test(arguments: CacheFormat.allCases, [WeightScheme.float32, .int8, .int4])
  func `a token takes its row of logits and some lists, however deep the model`(
    format: CacheFormat, scheme: WeightScheme
  ) throws {
    let decoder = try Golden("tiny", scheme, threadCount: 1, cacheFormat: format).model.decoder
    let cache = decoder.makeCache()
    _ = try decoder.read([.token(1), .token(5)], imageRows: Matrix(rowCount: 0, columnCount: 1), continuing: cache)
    // The first tokens may make lists and scratch grow, which double.
    for token in 3..<9 { _ = try decoder.step([Int32(token)], of: [cache]) }
    let (count, byteCount) = (skin_allocation_count(), skin_allocated_byte_count())
    for token in 9..<13 { _ = try decoder.step([Int32(token)], of: [cache]) }
    let steps: UInt64 = 4
    #expect((skin_allocation_count() - count) <= steps * Self.listCount)
    #expect(
      skin_allocated_byte_count() - byteCount
        <= steps * (UInt64(4 * decoder.configuration.vocabularySize) + Self.listCount * Self.listByteCount))
  }
}
