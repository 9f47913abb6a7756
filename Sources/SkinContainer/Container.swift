import Dispatch
import Foundation
package import SkinConfiguration
import SkinFiles
package import SkinQuantization
package import SkinTensor
import Synchronization

/// A model in one file: weights, configuration, tokenizer, card; weights are used in place from the mapping.
///
/// Everything that the catalogue says is checked against the file and the configuration before it is used. A file of at
/// most 64 MiB is checked byte for byte when it is opened; the digests of a larger one are checked by
/// ``damagedParts()`` and wherever a chunk is decoded.
package final class Container: Sendable {
  /// Up to this size a file is checked in full when it is opened.
  private static let checkedByteCount = 64 << 20
  /// Whether the file is checked in the background instead.
  let isLarge: Bool

  /// The path as it was given.
  package let path: String
  /// What the weights are.
  package let configuration: ModelConfiguration
  /// What the catalogue says about the tensors, in order of execution.
  package let records: [TensorRecord]
  /// SHA-256 of the catalogue, which holds the digest of every chunk: it identifies the whole content.
  package let digest: String
  /// What takes precedence over the container's own parts.
  private let pack: AlignmentPack?
  /// Weights that take precedence over the pack's.
  private let replacements: [TensorName: WeightMatrix]
  /// The files in which the container lies.
  let parts: ContainerParts
  let file: MappedFile
  /// What is known about the bytes.
  let verification: ContainerVerification
  private let resources: [ResourceName: Blob]
  private let recordIndices: [TensorName: Int]
  private let chunksEnd: Int

  /// Opens a container.
  ///
  /// - Parameter isChecked: false to open even a damaged file, whose damage ``damagedParts()`` then names.
  /// - Throws: ``ContainerError``
  package static func open(path: String, isChecked: Bool = true) throws(ContainerError) -> Container {
    try Container(path: path, pack: nil, isChecked: isChecked)
  }

  /// Opens a container with an alignment pack over it, whose layer, template, calibration and card take precedence.
  ///
  /// - Throws: ``ContainerError``; also if the pack belongs to another container.
  package static func open(path: String, alignmentPack: String?) throws(ContainerError) -> Container {
    try Container(path: path, pack: alignmentPack, isChecked: true)
  }

  /// Opens a container of which more bytes than `limit` are checked in the background.
  static func open(path: String, checkedUpTo limit: Int) throws(ContainerError) -> Container {
    try Container(path: path, pack: nil, isChecked: true, checkedByteCount: limit)
  }

  /// A container that has been sealed and has not got its name yet.
  convenience init(unfinished path: String) throws(ContainerError) {
    try self.init(path: path, pack: nil, isChecked: false, isPartial: true)
  }

  private init(
    path: String, pack packPath: String?, isChecked: Bool, isPartial: Bool = false,
    checkedByteCount: Int = Container.checkedByteCount
  ) throws(ContainerError) {
    self.path = path
    verification = ContainerVerification()
    replacements = [:]
    let first = try MappedFile(path: ContainerParts(path: path, isPartial: isPartial).path(part: 0))
    let header: Header
    do {
      header = try Header(
        // SAFETY: the bytes are copied while the mapping lives.
        unsafe Array(first.bytes(0..<min(Header.byteCount, first.byteCount))), path: path,
        fileByteCount: first.byteCount)
    } catch {
      if case .notAContainer = error, let whole = ContainerParts.firstPath(ofLater: path) {
        throw .laterPart(path: path, first: whole)
      }
      throw error
    }
    parts = ContainerParts(
      path: path, partByteCount: header.partByteCount > 0 ? Int(header.partByteCount) : nil, isPartial: isPartial)
    file = parts.partByteCount == nil ? first : try MappedFile(parts, byteCount: Int(header.fileByteCount))
    isLarge = file.byteCount > checkedByteCount
    chunksEnd = Int(header.catalogueOffset)
    let catalogueBytes = unsafe file.bytes(chunksEnd..<file.byteCount)
    let ownDigest = unsafe ChunkCoding.digest(catalogueBytes)
    guard ownDigest == header.catalogueDigest.hexadecimal else { throw .damaged(path: path, part: "the catalogue") }
    let catalogue: Catalogue
    do {
      catalogue = try unsafe JSONDecoder().decode(Catalogue.self, from: Data(catalogueBytes))
    } catch {
      throw .malformed(path: path, fact: "the catalogue is not the JSON that it should be")
    }
    records = catalogue.tensors
    if let packPath {
      let pack = try AlignmentPack(path: packPath)
      configuration = try Self.configuration(
        of: catalogue.configuration, digest: ownDigest, records: records, with: pack, path: packPath)
      self.pack = pack
      digest = pack.digest
    } else {
      configuration = catalogue.configuration
      pack = nil
      digest = ownDigest
    }
    resources = Dictionary(catalogue.resources.map { ($0.name, $0.blob) }) { first, _ in first }
    recordIndices = Dictionary(records.enumerated().map { ($1.name, $0) }) { first, _ in first }
    try Self.check(catalogue, path: path, chunksEnd: chunksEnd)
    if isChecked, !isLarge {
      if let damaged = damagedParts().first { throw .damaged(path: path, part: damaged) }
      verification.note(.whole)
    }
  }

  /// The container with other weights in place of some, which keep their shapes.
  ///
  /// It shares the mapping; ``records`` still say what the file has.
  ///
  /// - Precondition: the names are those of weights in panels, of the same shapes.
  package func replacing(_ weights: [TensorName: WeightMatrix]) -> Container { Container(self, replacing: weights) }

  private init(_ other: Container, replacing weights: [TensorName: WeightMatrix]) {
    for (name, weight) in weights {
      guard let index = other.recordIndices[name] else { preconditionFailure("no weight is called \(name)") }
      precondition(
        other.records[index].storage == .panels && other.records[index].shape == weight.shape,
        "\(name) is \(other.records[index].shape), the replacement \(weight.shape)")
    }
    (path, configuration, records, digest) = (other.path, other.configuration, other.records, other.digest)
    (pack, parts, file, resources) = (other.pack, other.parts, other.file, other.resources)
    (recordIndices, chunksEnd, isLarge) = (other.recordIndices, other.chunksEnd, other.isLarge)
    verification = other.verification
    replacements = other.replacements.merging(weights) { _, new in new }
  }

  /// What distinguishes the files, as they are now, from all others.
  var fingerprint: String { file.fingerprint }

  /// The parts that have digests and their chunks, tensors first in order of execution.
  var digestedParts: [(name: String, chunks: [Chunk])] {
    records.map { ($0.name.description, $0.blob.chunks) } + resources.map { ($0.rawValue, $1.chunks) }
  }

  /// Bytes of the file, or of all parts.
  package var byteCount: Int { file.byteCount }

  /// The paths of the files in which the container lies, the first part's first.
  package var partPaths: [String] { (0..<parts.count(byteCount: byteCount)).map(parts.path(part:)) }

  /// Whether a resource exists.
  package func has(_ name: ResourceName) -> Bool { pack?.resources[name] != nil || resources[name] != nil }

  /// The names of the resources in the file, in the order in which they lie there.
  var resourceNames: [ResourceName] {
    func place(_ blob: Blob) -> Int { blob.chunks.first?.offset ?? 0 }
    return resources.sorted { (place($0.value), $0.key.rawValue) < (place($1.value), $1.key.rawValue) }.map(\.key)
  }

  /// The bytes of a tensor of the file as they lie in memory, regardless of packs and replacements.
  ///
  /// - Throws: ``ContainerError`` if a compressed chunk is damaged.
  func storedBytes(of record: TensorRecord) throws(ContainerError) -> [UInt8] {
    let (base, owner) = try unsafe memory(of: record)
    // SAFETY: the base has that many bytes as long as the owner lives.
    return withExtendedLifetime(owner) {
      unsafe Array(UnsafeRawBufferPointer(start: base, count: record.rawByteCount))
    }
  }

  /// The bytes of a resource.
  ///
  /// - Throws: ``ContainerError`` if it is missing or damaged.
  package func resource(_ name: ResourceName) throws(ContainerError) -> [UInt8] {
    if let bytes = pack?.resources[name] { return bytes }
    guard let blob = resources[name] else { throw .missingResource(path: path, name) }
    let arena = try decode(blob, part: name.rawValue)
    // SAFETY: the arena lives until the copy is made.
    return unsafe Array(UnsafeRawBufferPointer(start: arena.base, count: arena.byteCount))
  }

  /// A weight in the kernels' layout.
  ///
  /// - Throws: ``ContainerError`` if a compressed chunk is damaged.
  package func weight(_ name: TensorName) throws(ContainerError) -> WeightMatrix {
    if let weight = replacements[name] { return weight }
    if let weight = try pack?.weight(name) { return weight }
    let record = try record(name, stored: .panels)
    let (base, owner) = try unsafe memory(of: record)
    let weight = unsafe WeightMatrix(unsafeBase: base, shape: record.shape, scheme: record.scheme, owner: owner)
    // As the digests: of a large file the background looks at what is used.
    if !isLarge {
      guard weight.hasFiniteScales else { throw .notFinite(path: path, name) }
    }
    return weight
  }

  /// A vector, or a table row after row.
  ///
  /// - Throws: ``ContainerError`` if a compressed chunk is damaged.
  package func vector(_ name: TensorName) throws(ContainerError) -> FloatVector {
    if let vector = pack?.vector(name) { return vector }
    let record = try record(name, stored: .rowMajor)
    let count = record.shape.rowCount * record.shape.columnCount
    let (base, owner) = try unsafe memory(of: record)
    // SAFETY: `check` made sure that the tensor has 4 bytes per element; the base is aligned to 64.
    guard unsafe FiniteCheck.passes(base.bindMemory(to: Float.self, capacity: count), count) else {
      throw .notFinite(path: path, name)
    }
    return unsafe FloatVector(unsafeBase: base.bindMemory(to: Float.self, capacity: count), count: count, owner: owner)
  }

  /// The names of the parts whose bytes do not match their digests; empty if the file is whole.
  ///
  /// - Complexity: reads the whole file.
  package func damagedParts() -> [String] {
    file.willBeRead()
    let parts = records.map { ($0.name.description, $0.blob) } + resources.map { ($0.rawValue, $1) }
    var damaged: [String] = []
    for (name, blob) in parts {
      let isWhole = blob.chunks.allSatisfy { chunk in
        unsafe ChunkCoding.digest(file.bytes(chunk.offset..<chunk.offset + chunk.byteCount)) == chunk.digest
      }
      if !isWhole { damaged.append(name) }
    }
    if !gapsAreZero() { damaged.append("the space between tensors") }
    return damaged
  }

  private func gapsAreZero() -> Bool {
    let chunks = (records.map(\.blob) + resources.values).flatMap(\.chunks).sorted { $0.offset < $1.offset }
    var end = Header.byteCount
    for chunk in chunks {
      guard unsafe file.bytes(end..<chunk.offset).allSatisfy({ $0 == 0 }) else { return false }
      end = chunk.offset + chunk.byteCount
    }
    return unsafe file.bytes(end..<chunksEnd).allSatisfy { $0 == 0 }
  }

  private func record(_ name: TensorName, stored storage: TensorStorage) throws(ContainerError) -> TensorRecord {
    guard let index = recordIndices[name] else { throw .missingTensor(path: path, name) }
    precondition(records[index].storage == storage, "\(name) is stored as \(records[index].storage)")
    return records[index]
  }

  /// Returns the pages of a tensor to the system; they are read again when they are used.
  package func releasePages(of name: TensorName) {
    guard let index = recordIndices[name] else { return }
    for chunk in records[index].blob.chunks { file.release(chunk.offset..<chunk.offset + chunk.byteCount) }
  }

  /// Returns the pages of a range of the file to the system.
  func release(_ range: Range<Int>) { file.release(range) }

  /// Asks the system to read a range of the file ahead.
  func readAhead(_ range: Range<Int>) { file.willBeRead(range) }

  /// Reads a range of the file and maps its pages.
  func populate(_ range: Range<Int>) { file.populate(range) }

  /// Where a tensor's bytes lie: in the mapping if they are stored as they are, else decoded.
  private func memory(
    of record: TensorRecord
  ) throws(ContainerError) -> (UnsafeRawPointer, any AnyObject & Sendable) {
    // SAFETY: the range was checked to lie in the file; the owner keeps the memory.
    if let range = record.blob.contiguousRange, let base = unsafe file.bytes(range).baseAddress {
      return unsafe (base, file)
    }
    let arena = try decode(record.blob, part: record.name.description)
    return unsafe (UnsafeRawPointer(arena.base), arena)
  }

  /// Decodes the chunks in parallel, on all cores.
  private func decode(_ blob: Blob, part: String) throws(ContainerError) -> Arena {
    let arena = Arena(byteCount: blob.rawByteCount)
    let offsets = blob.chunks.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.rawByteCount) }
    let damaged = Atomic(false)
    DispatchQueue.concurrentPerform(iterations: blob.chunks.count) { index in
      let chunk = blob.chunks[index]
      let source = unsafe file.bytes(chunk.offset..<chunk.offset + chunk.byteCount)
      // SAFETY: the raw lengths of the chunks add up to the arena's, and each is written by one thread.
      let target = unsafe UnsafeMutableRawBufferPointer(start: arena.base + offsets[index], count: chunk.rawByteCount)
      let isWhole =
        unsafe ChunkCoding.digest(source) == chunk.digest
        && ChunkCoding.decode(source, chunk.coding, into: target)
      if !isWhole { damaged.store(true, ordering: .relaxed) }
    }
    guard !damaged.load(ordering: .relaxed) else { throw .damaged(path: path, part: part) }
    return arena
  }
}

/// Memory for decoded chunks, aligned to 64 bytes.
///
/// `@unchecked Sendable`: it is written before anything else sees it, and never afterwards.
@safe final class Arena: @unchecked Sendable {
  let base: UnsafeMutableRawPointer
  let byteCount: Int

  init(byteCount: Int) {
    self.byteCount = byteCount
    unsafe base = .allocate(byteCount: max(byteCount, 1), alignment: ChunkCoding.alignment)
  }

  deinit { unsafe base.deallocate() }
}
