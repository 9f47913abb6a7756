import Foundation
import SkinConfiguration
import SkinQuantization
import SkinTensor
import Testing

@testable import SkinContainer

/// Writing in parts, and going on after a writer that was killed.
@Suite struct ResumeTests {
  private struct Killed: Error {}

  /// Writes the sample; stops after some tensors as a killed process would, if told so.
  private func write(
    _ path: String, parts: Int? = nil, key: String? = "key", killedAfter limit: Int = .max
  ) throws -> (resumed: Int, digest: String) {
    var options = WriterOptions(partByteCount: parts, resumeKey: key)
    options.synchronizedByteCount = 0
    let writer = try ContainerWriter(
      path: path, configuration: SampleContainer.configuration(layerCount: 2), options: options)
    if !writer.has(.tokenizer) { try writer.addResource(.tokenizer, bytes: Array("pieces".utf8)) }
    var count = 0
    for entry in TensorCatalogue(SampleContainer.configuration(layerCount: 2)).entries
    where writer.record(of: entry.name) == nil {
      if count == limit {
        _ = writer.keepForResume()
        throw Killed()
      }
      let isTable = entry.kind == .vector || entry.kind == .table
      let scheme: WeightScheme = entry.kind == .weight ? .int8 : .float32
      try writer.beginTensor(
        entry.name, shape: Shape(entry.rowCount, entry.columnCount), scheme: scheme,
        storage: isTable ? .rowMajor : .panels)
      try writer.append(try SampleContainer.bytes(entry, .int8))
      try writer.endTensor(errorMeasures: ["snr_db": 1.0 / 3])
      count += 1
    }
    return (writer.resumedByteCount, try writer.finish())
  }

  @Test(arguments: [0, 1, 5, 17]) func `a writer with the same key goes on, and the bytes are the same`(
    limit: Int
  ) throws {
    let folder = try TemporaryFolder()
    let (whole, again) = ("\(folder.path)/whole.skgpt", "\(folder.path)/again.skgpt")
    _ = try write(whole, key: nil)
    #expect(throws: Killed.self) { try write(again, killedAfter: limit) }
    #expect(!FileManager.default.fileExists(atPath: again))
    #expect(try write(again).resumed > 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: again)) == Data(contentsOf: URL(fileURLWithPath: whole)))
    #expect(Set(folder.names) == ["whole.skgpt", "again.skgpt"])
  }

  @Test(arguments: [nil, ContainerParts.granularity]) func `a resource can be computed from what is written`(
    partByteCount: Int?
  ) throws {
    let folder = try TemporaryFolder()
    let (whole, looked) = ("\(folder.path)/whole.skgpt", "\(folder.path)/looked.skgpt")
    // Two resources of a mebibyte each make three parts.
    var state: UInt64 = 1
    let bytes = (0..<1 << 20).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    func write(_ path: String, looks: Bool) throws {
      let writer = try ContainerWriter(
        path: path, configuration: SampleContainer.configuration(), options: WriterOptions(partByteCount: partByteCount)
      )
      try writer.addResource(.tokenizer, bytes: bytes)
      for entry in TensorCatalogue(SampleContainer.configuration()).entries {
        let isTable = entry.kind == .vector || entry.kind == .table
        try writer.beginTensor(
          entry.name, shape: Shape(entry.rowCount, entry.columnCount), scheme: .float32,
          storage: isTable ? .rowMajor : .panels)
        try writer.append(try SampleContainer.bytes(entry, .float32))
        try writer.endTensor(errorMeasures: nil)
      }
      if looks {
        try writer.addResource(.opening) { container in
          #expect(!FileManager.default.fileExists(atPath: path))
          return try container.resource(.tokenizer)
        }
      } else {
        try writer.addResource(.opening, bytes: bytes)
      }
      _ = try writer.finish()
    }
    try write(whole, looks: false)
    try write(looked, looks: true)
    for part in try Container.open(path: whole).partPaths {
      let other = part.replacing("whole", with: "looked")
      #expect(FileManager.default.contents(atPath: part) == FileManager.default.contents(atPath: other))
    }
    #expect(try Container.open(path: looked).partPaths.count == (partByteCount == nil ? 1 : 3))
  }

  @Test func `another key, a torn journal and damaged bytes are begun anew from where they hold`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/model.skgpt"
    let journal = path + ".partial.journal"
    #expect(throws: Killed.self) { try write(path, killedAfter: 5) }
    let kept = try Data(contentsOf: URL(fileURLWithPath: path + ".partial"))
    let lines = try Data(contentsOf: URL(fileURLWithPath: journal))
    let digest = try write(path).digest
    func again(partial: Data, journal text: Data, key: String = "key") throws -> Int {
      try FileManager.default.removeItem(atPath: path)
      try partial.write(to: URL(fileURLWithPath: path + ".partial"))
      try text.write(to: URL(fileURLWithPath: journal))
      let (resumed, found) = try write(path, key: key)
      #expect(found == digest)
      return resumed
    }
    #expect(try again(partial: kept, journal: lines) == kept.count)
    #expect(try again(partial: kept, journal: lines, key: "other") == 0)
    let torn = try again(partial: kept, journal: lines.dropLast(10))
    #expect(torn > 0 && torn < kept.count)
    let short = try again(partial: kept.dropLast(1), journal: lines)
    #expect(short > 0 && short < kept.count)
    var damaged = kept
    damaged[kept.count - 1] ^= 1
    #expect(try again(partial: damaged, journal: lines) == short)
    #expect(try again(partial: kept + Data("more".utf8), journal: lines) == kept.count)
    #expect(try again(partial: Data(), journal: lines) == 0)
    #expect(try again(partial: kept, journal: Data("nonsense".utf8)) == 0)
  }

  @Test func `a writer without a key leaves nothing`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: Killed.self) { try write("\(folder.path)/model.skgpt", key: nil, killedAfter: 3) }
    #expect(folder.names.isEmpty)
  }

  @Test func `parts hold what one file holds, are found, and missing and short ones are named`() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/model.skgpt"
    let big = "\(folder.path)/big.skgpt"
    let part = ContainerParts.granularity
    try writeLarge(big, parts: nil)
    try writeLarge(path, parts: part + 5)
    let container = try Container.open(path: path)
    let names = ["model.skgpt", "model.skgpt.002", "model.skgpt.003"]
    #expect(container.partPaths == names.map { "\(folder.path)/\($0)" })
    #expect(container.damagedParts().isEmpty)
    let whole = try Container.open(path: big)
    #expect(container.digest == whole.digest && container.byteCount == whole.byteCount)
    for entry in TensorCatalogue(container.configuration).entries where entry.kind == .vector {
      let (one, other) = (try container.vector(entry.name), try whole.vector(entry.name))
      #expect((0..<one.count).allSatisfy { one[$0] == other[$0] })
    }
    #expect(throws: ContainerError.laterPart(path: path + ".002", first: path)) {
      try Container.open(path: path + ".002")
    }
    let second = try Data(contentsOf: URL(fileURLWithPath: path + ".002"))
    try second.dropLast(1).write(to: URL(fileURLWithPath: path + ".002"))
    #expect(
      throws: ContainerError.cutShort(path: path + ".002", expected: UInt64(part), found: UInt64(part - 1))
    ) { try Container.open(path: path) }
    try FileManager.default.removeItem(atPath: path + ".002")
    #expect(throws: ContainerError.missingParts(path: path, names: [path + ".002"])) {
      try Container.open(path: path)
    }
    var damaged = second
    damaged[100] ^= 1
    try damaged.write(to: URL(fileURLWithPath: path + ".002"))
    #expect(throws: ContainerError.self) { try Container.open(path: path) }
  }

  @Test func `parts go on after a kill, too`() throws {
    let folder = try TemporaryFolder()
    let (whole, again) = ("\(folder.path)/whole.skgpt", "\(folder.path)/again.skgpt")
    let part = ContainerParts.granularity
    try writeLarge(whole, parts: part, key: "key")
    #expect(throws: Killed.self) { try writeLarge(again, parts: part, key: "key", isKilled: true) }
    #expect(folder.names.contains("again.skgpt.002.partial"))
    try writeLarge(again, parts: part, key: "key")
    for suffix in ["", ".002", ".003"] {
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: again + suffix))
          == Data(contentsOf: URL(fileURLWithPath: whole + suffix)))
    }
    #expect(folder.names.count == 6)
  }

  /// The sample with a resource that fills more than two parts and does not compress.
  private func writeLarge(_ path: String, parts: Int?, key: String? = nil, isKilled: Bool = false) throws {
    var options = WriterOptions(partByteCount: parts, resumeKey: key)
    options.synchronizedByteCount = 0
    let writer = try ContainerWriter(
      path: path, configuration: SampleContainer.configuration(layerCount: 2), options: options)
    if !writer.has(.tokenizer) {
      var state: UInt64 = 1
      let bytes = (0..<(2 * ContainerParts.granularity + 300_000)).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 56)
      }
      try writer.addResource(.tokenizer, bytes: bytes)
    }
    if isKilled {
      _ = writer.keepForResume()
      throw Killed()
    }
    for entry in TensorCatalogue(SampleContainer.configuration(layerCount: 2)).entries {
      let isTable = entry.kind == .vector || entry.kind == .table
      try writer.beginTensor(
        entry.name, shape: Shape(entry.rowCount, entry.columnCount),
        scheme: entry.kind == .weight ? .int8 : .float32, storage: isTable ? .rowMajor : .panels)
      try writer.append(try SampleContainer.bytes(entry, .int8))
      try writer.endTensor(errorMeasures: nil)
    }
    _ = try writer.finish()
  }
}
