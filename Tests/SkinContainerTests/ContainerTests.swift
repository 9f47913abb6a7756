import Foundation
import SkinConfiguration
import SkinQuantization
import SkinTensor
import Testing

@testable import SkinContainer

struct ContainerTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/sample.skgpt"
  }

  @Test(arguments: WeightScheme.allCases)
  func `every tensor comes back as it was written`(scheme: WeightScheme) throws {
    try SampleContainer.write(path, scheme: scheme, layerCount: 2)
    let container = try Container.open(path: path)
    #expect(container.configuration == SampleContainer.configuration(layerCount: 2))
    #expect(container.damagedParts().isEmpty)
    for entry in TensorCatalogue(container.configuration).entries {
      let matrix = SampleContainer.matrix(entry)
      switch entry.kind {
      case .vector, .table:
        let vector = try container.vector(entry.name)
        #expect((0..<vector.count).map { vector[$0] } == matrix.elements)
      case .floatWeight, .weight:
        let expected = try WeightMatrix(encoding: matrix, scheme: SampleContainer.scheme(entry, scheme))
        let weight = try container.weight(entry.name)
        #expect(weight.shape == matrix.shape && weight.scheme == expected.scheme)
        unsafe #expect(UInt(bitPattern: weight.unsafeBase) % 64 == 0)
        for row in 0..<entry.rowCount {
          var found = Matrix(rowCount: 1, columnCount: entry.columnCount)
          var wanted = Matrix(rowCount: 1, columnCount: entry.columnCount)
          weight.decodeRow(row, into: &found, at: 0)
          expected.decodeRow(row, into: &wanted, at: 0)
          #expect(found.elements == wanted.elements)
        }
      }
    }
    #expect(try container.resource(.tokenizer) == Array("the tokenizer".utf8))
    #expect(try container.resource(.modelCard) == [UInt8](repeating: 65, count: 5000))
    #expect(!container.has(.calibration))
    #expect(throws: ContainerError.missingResource(path: path, .calibration)) {
      try container.resource(.calibration)
    }
  }

  @Test
  func `what LZ4 makes smaller is compressed and the rest is used in place`() throws {
    try SampleContainer.write(path, scheme: .int8, layerCount: 1)
    let records = try Container.open(path: path).records
    #expect(records.contains { $0.compressedChunkCount > 0 && $0.storedByteCount < $0.rawByteCount })
    #expect(records.contains { $0.compressedChunkCount == 0 && $0.storedByteCount == $0.rawByteCount })
    #expect(records.allSatisfy { record in record.blob.chunks.allSatisfy { $0.offset % 64 == 0 } })
  }

  @Test
  func `a tensor of more than a chunk is split and joined`() throws {
    var configuration = SampleContainer.configuration()
    configuration.language.vocabularySize = 300_000
    // LZ4 looks back 64 KiB only, so that noise repeated after more than that stays as long as it is.
    // The two highest bits of every float are zeros, so that all are finite.
    let period = (0..<100_000).map {
      UInt8(truncatingIfNeeded: (UInt64($0) &* UInt64($0) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64($0) << 29) >> 33)
        & ($0 % 4 == 3 ? 0x3F : 0xFF)
    }
    let noise = Array(repeatElement(period, count: 48).joined())
    let writer = try ContainerWriter(path: path, configuration: configuration)
    for entry in TensorCatalogue(configuration).entries {
      let storage: TensorStorage = entry.kind == .vector || entry.kind == .table ? .rowMajor : .panels
      try writer.beginTensor(
        entry.name, shape: Shape(entry.rowCount, entry.columnCount), scheme: .float32, storage: storage)
      try writer.append(
        entry.rowCount == 300_000 ? noise : try SampleContainer.bytes(entry, .float32))
      try writer.endTensor(errorMeasures: nil)
    }
    _ = try writer.finish()
    let container = try Container.open(path: path)
    let record = try #require(container.records.first { $0.name == .language(.embedding) })
    #expect(record.chunkCount == 2 && record.compressedChunkCount == 0)
    let weight = try container.weight(record.name)
    // SAFETY: the weight has as many bytes as `noise`.
    let found = unsafe Array(UnsafeRawBufferPointer(start: weight.unsafeBase, count: noise.count))
    #expect(found == noise)
  }

  @Test
  func `two writes give the same bytes`() throws {
    try SampleContainer.write(path, scheme: .int4, layerCount: 1)
    let other = folder.path + "/other.skgpt"
    try SampleContainer.write(other, scheme: .int4, layerCount: 1)
    #expect(FileManager.default.contentsEqual(atPath: path, andPath: other))
    #expect(try Container.open(path: path).digest == Container.open(path: other).digest)
  }

  @Test
  func `an abandoned writer leaves nothing and an older file stays`() throws {
    let older = Header.magic + [1, 2, 3]
    let old = try folder.write(older)
    do {
      let writer = try ContainerWriter(path: path, configuration: SampleContainer.configuration())
      try writer.addResource(.tokenizer, bytes: [1])
      #expect(folder.names.count == 2)
    }
    #expect(folder.names == ["sample.skgpt"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: old)) == Data(older))
  }

  @Test
  func `a container without all its tensors is not finished`() throws {
    do {
      let writer = try ContainerWriter(path: path, configuration: SampleContainer.configuration())
      #expect(throws: ContainerError.self) { try writer.finish() }
    }
    #expect(folder.names.isEmpty)
  }

  @Test(arguments: [0, 4, 19, 21, 24])
  func `a tensor with too few or too many bytes is refused`(count: Int) throws {
    let writer = try ContainerWriter(path: path, configuration: SampleContainer.configuration())
    let name = TensorName.vision(.classToken)
    try writer.beginTensor(name, shape: Shape(1, 5), scheme: .float32, storage: .rowMajor)
    try writer.append([UInt8](repeating: 1, count: count))
    #expect(throws: ContainerError.wrongByteCount(name, expected: 20, found: count)) {
      try writer.endTensor(errorMeasures: nil)
    }
  }

  @Test
  func `a folder that is not there cannot be written to`() {
    #expect(throws: ContainerError.self) {
      try ContainerWriter(path: folder.path + "/no/x.skgpt", configuration: SampleContainer.configuration())
    }
    #expect(throws: ContainerError.isDirectory(path: folder.path)) {
      try ContainerWriter(path: folder.path, configuration: SampleContainer.configuration())
    }
  }
}
