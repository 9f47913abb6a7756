import Foundation
import SkinConfiguration
import SkinQuantization
import SkinTensor
import Testing

@testable import SkinContainer

@Suite struct AlignmentPackTests {
  private let folder: TemporaryFolder
  private let base: String
  private let container: Container

  init() throws {
    folder = try TemporaryFolder()
    base = "\(folder.path)/base.skgpt"
    try SampleContainer.write(base)
    container = try Container.open(path: base)
  }

  private func pack(
    digest: String? = nil, _ edit: (inout [AlignmentPack.Tensor]) -> Void = { _ in }
  ) throws -> AlignmentPack {
    var description = AlignmentPack.Description(
      baseDigest: digest ?? container.digest, baseName: "sample", name: "packed",
      provenance: Provenance(diagnostic: false, statement: "a pack", measuredAccuracy: nil, sources: []))
    description.concepts = ["Papule"]
    var tensors = [QueryEdge.alignment, .alignmentBias].compactMap { edge in
      container.records.first { $0.name == .query(edge) }.map { record in
        AlignmentPack.Tensor(
          name: record.name, shape: record.shape, elements: (0..<record.shape.elementCount).map { Float($0) / 3 })
      }
    }
    edit(&tensors)
    return AlignmentPack(
      description: description, tensors: tensors, resources: [.modelCard: Array("card of the pack".utf8)])
  }

  @Test func `the pack's layer, card and name count, all else is the base's`() throws {
    let pack = try pack()
    let path = try folder.write(pack.bytes, "own.skpack")
    let packed = try Container.open(path: base, alignmentPack: path)
    #expect(packed.digest == pack.digest && packed.digest != container.digest)
    #expect(packed.configuration.name == "packed" && packed.configuration.concepts == ["Papule"])
    #expect(packed.configuration.conversation == container.configuration.conversation)
    #expect(try packed.resource(.modelCard) == Array("card of the pack".utf8))
    #expect(try packed.resource(.tokenizer) == container.resource(.tokenizer))
    let weight = try packed.weight(.query(.alignment))
    var rows = Matrix(rowCount: 1, columnCount: weight.shape.columnCount)
    weight.decodeRow(2, into: &rows, at: 0)
    #expect(rows[0, 1] == Float(2 * weight.shape.columnCount + 1) / 3)
    #expect(try packed.vector(.query(.alignmentBias))[3] == 1)
    #expect(try packed.vector(.vision(.classToken))[0] == container.vector(.vision(.classToken))[0])
  }

  @Test func `a pack over another container is refused with both digests`() throws {
    let other = String(repeating: "0", count: 64)
    let path = try folder.write(try pack(digest: other).bytes, "own.skpack")
    #expect(
      throws: ContainerError.packForOther(path: path, base: "sample", expected: other, found: container.digest)
    ) { try Container.open(path: base, alignmentPack: path) }
  }

  @Test func `missing, surplus and misshapen tensors are refused`() throws {
    func open(_ edit: (inout [AlignmentPack.Tensor]) -> Void) throws {
      _ = try Container.open(path: base, alignmentPack: try folder.write(try pack(edit).bytes, "own.skpack"))
    }
    #expect(throws: ContainerError.self) { try open { $0.removeLast() } }
    #expect(throws: ContainerError.self) {
      try open { $0.append(AlignmentPack.Tensor(name: .language(.outputNorm), shape: Shape(1, 1), elements: [1])) }
    }
    #expect(throws: ContainerError.self) {
      try open { $0[1] = AlignmentPack.Tensor(name: .query(.alignmentBias), shape: Shape(1, 1), elements: [1]) }
    }
    try open { _ in }
  }

  @Test func `every damaged byte, a cut file and other files are refused`() throws {
    let bytes = try pack().bytes
    for place in stride(from: 0, to: bytes.count, by: 7) {
      var damaged = bytes
      damaged[place] ^= 0x20
      let path = try folder.write(damaged, "own.skpack")
      #expect(throws: ContainerError.self, "\(place)") { try AlignmentPack(path: path) }
    }
    for count in [0, 7, 47, 48, 100, bytes.count - 1] {
      let path = try folder.write(Array(bytes.prefix(count)), "own.skpack")
      #expect(throws: ContainerError.self, "\(count)") { try AlignmentPack(path: path) }
    }
    #expect(throws: ContainerError.notAPack(path: base)) { try AlignmentPack(path: base) }
    #expect(throws: ContainerError.notFound(path: "/nowhere")) { try AlignmentPack(path: "/nowhere") }
  }
}
