import SkinKernels
import SkinKernelsAVX2
import SkinKernelsVNNI256
import SkinQuantization
import SkinTensor
import Testing

/// The AVX-VNNI kernels by AVX-512's name of their instruction, against those of AVX2.
///
/// A processor with AVX-VNNI runs all other tests with the real ones.
@Suite(.enabled(if: KernelName.available.contains(.avx512), "this processor has no VNNI with 256 bits to test with"))
struct VectorNeuralTests {
  private typealias Multiply =
    (
      UnsafeRawPointer, Int, Int, UnsafeRawPointer, Int, UnsafeMutablePointer<Float>, Int, Int, UnsafePointer<Float>?
    ) -> Void

  private static func product(
    _ x: [Float], _ rowCount: Int, _ bytes: [UInt8], _ layout: WeightLayout, _ superblockByteCount: Int,
    _ pack: (UnsafePointer<Float>, Int, Int, Int, UnsafeMutableRawPointer) -> Void, _ multiply: Multiply
  ) -> [Float] {
    let (outputs, inputs) = (layout.shape.rowCount, layout.shape.columnCount)
    var packed = [UInt8](repeating: 0, count: rowCount * layout.superblockCount * superblockByteCount)
    var y = [Float](repeating: 12345, count: rowCount * outputs)
    // SAFETY: the arrays hold the rows, panels and outputs that the layout states.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe packed.withUnsafeMutableBytes { packed in
        unsafe bytes.withUnsafeBytes { panels in
          unsafe y.withUnsafeMutableBufferPointer { y in
            guard let x = x.baseAddress, let packed = packed.baseAddress, let panels = panels.baseAddress,
              let y = y.baseAddress
            else { return }
            unsafe pack(x, inputs, rowCount, layout.scheme == .int4 ? 8 : 128, packed)
            unsafe multiply(
              panels, layout.panelCount, layout.superblockCount, packed, rowCount, y, outputs, outputs, nil)
          }
        }
      }
    }
    return y
  }

  @Test(arguments: [WeightScheme.int4, .int8], [1, 2, 3, 4, 7, 16, 23])
  func `the products are the same bits as those of AVX2`(scheme: WeightScheme, rowCount: Int) {
    for (outputs, inputs) in [(16, 64), (33, 200), (5, 96)] {
      var samples = Samples(seed: UInt32(outputs + rowCount))
      let layout = WeightLayout(shape: Shape(outputs, inputs), scheme: scheme)
      // All codes, the extremes among them; scales from 2^-7 on.
      var bytes = (0..<layout.byteCount).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ $0 / 64) }
      for block in stride(from: 0, to: bytes.count, by: layout.superblockByteCount) {
        for place in stride(from: block, to: block + 64, by: 2) { bytes[place + 1] = 0x20 }
      }
      let x = samples.elements(rowCount * inputs)
      let isInt4 = scheme == .int4
      let found = unsafe Self.product(
        x, rowCount, bytes, layout, SkinKernelsVNNI256.packedSuperblockByteCount(isInt4 ? 8 : 128),
        SkinKernelsVNNI256.packIntegers,
        isInt4 ? SkinKernelsVNNI256.multiplyInt4 : SkinKernelsVNNI256.multiplyInt8)
      let expected = unsafe Self.product(
        x, rowCount, bytes, layout, SkinKernelsAVX2.packedSuperblockByteCount(isInt4 ? 8 : 128),
        SkinKernelsAVX2.packIntegers, isInt4 ? SkinKernelsAVX2.multiplyInt4 : SkinKernelsAVX2.multiplyInt8)
      #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
      #expect(found.contains { $0 != 0 })
    }
  }

  private typealias Rows = UnsafePointer<Float>
  private typealias MutableRows = UnsafeMutablePointer<Float>

  /// A product with weights that have one scale for each row.
  private static func perRowProduct(
    _ x: [Float], _ rowCount: Int, _ bytes: [UInt8], _ layout: WeightLayout, _ rowByteCount: Int,
    _ pack: (Rows, Int, Int, Int, Int, UnsafeMutableRawPointer) -> Void, _ multiply: Multiply
  ) -> [Float] {
    unsafe product(
      x, rowCount, bytes, layout, (rowByteCount + layout.superblockCount - 1) / layout.superblockCount,
      { x, inputs, rowCount, offset, packed in unsafe pack(x, inputs, inputs, rowCount, offset, packed) },
      { panels, count, _, packed, rowCount, y, stride, outputs, bias in
        unsafe multiply(panels, count, layout.shape.columnCount, packed, rowCount, y, stride, outputs, bias)
      })
  }

  @Test(arguments: [1, 2, 3, 4, 7, 16, 23])
  func `rows with one scale have the same bits as those of AVX2`(rowCount: Int) {
    for (outputs, inputs) in [(16, 64), (33, 200), (5, 88)] {
      var samples = Samples(seed: UInt32(outputs + rowCount))
      let layout = WeightLayout(shape: Shape(outputs, inputs), scheme: .int8PerRow)
      var bytes = (0..<layout.byteCount).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ $0 / 64) }
      for panel in stride(from: 0, to: bytes.count, by: layout.panelByteCount) {
        for place in stride(from: panel, to: panel + 32, by: 2) { bytes[place + 1] = 0x20 }
      }
      let x = samples.elements(rowCount * inputs)
      let found = unsafe Self.perRowProduct(
        x, rowCount, bytes, layout, SkinKernelsVNNI256.packedPerRowByteCount(inputs), SkinKernelsVNNI256.packPerRow,
        SkinKernelsVNNI256.multiplyPerRow)
      let expected = unsafe Self.perRowProduct(
        x, rowCount, bytes, layout, SkinKernelsAVX2.packedPerRowByteCount(inputs), SkinKernelsAVX2.packPerRow,
        SkinKernelsAVX2.multiplyPerRow)
      #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
      #expect(found.contains { $0 != 0 && $0.isFinite })
    }
  }
}
