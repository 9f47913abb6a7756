#if arch(x86_64)
  import SkinKernelTable
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
    /// The products of both sets.
    private static func sets() throws -> (vnni: KernelTable.Products, avx2: KernelTable.Products) {
      (
        try #require(SkinKernelsVNNI256.kernelTable.products), try #require(SkinKernelsAVX2.kernelTable.products)
      )
    }

    private static func product(
      _ x: [Float], _ rowCount: Int, _ bytes: [UInt8], _ layout: WeightLayout, _ rowByteCount: Int,
      _ pack: (UnsafePointer<Float>, Int, UnsafeMutableRawPointer) -> Void, _ multiply: KernelTable.Products.Product
    ) -> [Float] {
      let (outputs, inputs) = (layout.shape.rowCount, layout.shape.columnCount)
      var packed = [UInt8](repeating: 0, count: rowCount * rowByteCount)
      var y = [Float](repeating: 12345, count: rowCount * outputs)
      // SAFETY: the arrays hold the rows, panels and outputs that the layout states.
      unsafe x.withUnsafeBufferPointer { x in
        unsafe packed.withUnsafeMutableBytes { packed in
          unsafe bytes.withUnsafeBytes { panels in
            unsafe y.withUnsafeMutableBufferPointer { y in
              guard let x = x.baseAddress, let packed = packed.baseAddress, let panels = panels.baseAddress,
                let y = y.baseAddress
              else { return }
              unsafe pack(x, inputs, packed)
              unsafe multiply(
                ProductArguments(
                  panels: panels, panelCount: layout.panelCount, panelByteCount: layout.panelByteCount,
                  inputCount: inputs, packed: packed, rowCount: rowCount, output: y, outputStride: outputs,
                  outputCount: outputs, bias: nil))
            }
          }
        }
      }
      return y
    }

    /// A product with weights whose groups have a scale.
    private static func groupProduct(
      _ products: KernelTable.Products, _ x: [Float], _ rowCount: Int, _ bytes: [UInt8], _ layout: WeightLayout
    ) -> [Float] {
      let isInt4 = layout.scheme == .int4
      let offset = isInt4 ? 8 : 128
      return unsafe product(
        x, rowCount, bytes, layout, layout.superblockCount * products.packedSuperblockByteCount(offset),
        { unsafe products.packIntegers($0, $1, rowCount, offset, $2) }, isInt4 ? products.int4 : products.int8)
    }

    @Test(arguments: [WeightScheme.int4, .int8], [1, 2, 3, 4, 7, 16, 23])
    func `the products are the same bits as those of AVX2`(scheme: WeightScheme, rowCount: Int) throws {
      let (vnni, avx2) = try Self.sets()
      for (outputs, inputs) in [(16, 64), (33, 200), (5, 96)] {
        var samples = Samples(seed: UInt32(outputs + rowCount))
        let layout = WeightLayout(shape: Shape(outputs, inputs), scheme: scheme)
        // All codes, the extremes among them; scales from 2^-7 on.
        var bytes = (0..<layout.byteCount).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ $0 / 64) }
        for block in stride(from: 0, to: bytes.count, by: layout.superblockByteCount) {
          for place in stride(from: block, to: block + 64, by: 2) { bytes[place + 1] = 0x20 }
        }
        let x = samples.elements(rowCount * inputs)
        let found = Self.groupProduct(vnni, x, rowCount, bytes, layout)
        let expected = Self.groupProduct(avx2, x, rowCount, bytes, layout)
        #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
        #expect(found.contains { $0 != 0 })
      }
    }

    /// A product with weights that have one scale for each row.
    private static func perRowProduct(
      _ products: KernelTable.Products, _ x: [Float], _ rowCount: Int, _ bytes: [UInt8], _ layout: WeightLayout
    ) -> [Float] {
      unsafe product(
        x, rowCount, bytes, layout, products.packedPerRowByteCount(layout.shape.columnCount),
        { unsafe products.packPerRow($0, $1, $1, rowCount, 128, $2) }, products.int8PerRow)
    }

    @Test(arguments: [1, 2, 3, 4, 7, 16, 23])
    func `rows with one scale have the same bits as those of AVX2`(rowCount: Int) throws {
      let (vnni, avx2) = try Self.sets()
      for (outputs, inputs) in [(16, 64), (33, 200), (5, 88)] {
        var samples = Samples(seed: UInt32(outputs + rowCount))
        let layout = WeightLayout(shape: Shape(outputs, inputs), scheme: .int8PerRow)
        var bytes = (0..<layout.byteCount).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ $0 / 64) }
        for panel in stride(from: 0, to: bytes.count, by: layout.panelByteCount) {
          for place in stride(from: panel, to: panel + 32, by: 2) { bytes[place + 1] = 0x20 }
        }
        let x = samples.elements(rowCount * inputs)
        let found = Self.perRowProduct(vnni, x, rowCount, bytes, layout)
        let expected = Self.perRowProduct(avx2, x, rowCount, bytes, layout)
        #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
        #expect(found.contains { $0 != 0 && $0.isFinite })
      }
    }
  }
#endif
