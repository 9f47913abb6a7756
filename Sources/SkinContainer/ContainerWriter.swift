import Dispatch
import Foundation
package import SkinConfiguration
import SkinFiles
package import SkinQuantization
package import SkinTensor

/// How a container is written.
package struct WriterOptions: Sendable {
  /// Bytes of every part but the last, for disks that cannot hold large files; nil for one file.
  package var partByteCount: Int?
  /// Says what is written and from what: a writer with the same key continues where a killed one stopped.
  ///
  /// nil if an abandoned container is removed and every run starts over.
  package var resumeKey: String?
  /// Whether bits of weights are shuffled before LZ4 where that gains; such weights are decoded into memory at startup
  /// instead of being used in place, and only version 2 of the format has them.
  package var shufflesBits = false
  /// Bytes after which finished tensors are flushed to disk and recorded in the journal.
  package var synchronizedByteCount = 64 << 20
  /// Seconds after which they are, whatever their size.
  package var synchronizedSeconds = 1.0

  /// One file, written in one go.
  package init(partByteCount: Int? = nil, resumeKey: String? = nil) {
    self.partByteCount = partByteCount
    self.resumeKey = resumeKey
  }
}

/// Writes a container: tensors one after another in constant memory, the header last.
///
/// The files grow beside their final names and get them once everything is complete and on disk; an abandoned writer
/// removes what it wrote, unless it has a key to continue with and ``keepForResume()`` was called. The same tensors in
/// the same order give the same bytes, even if the writing was interrupted.
package final class ContainerWriter {
  private let path: String
  private let options: WriterOptions
  private let file: PartWriter
  private var journal: WriterJournal?
  private var lastSynchronized: (byteCount: Int, time: DispatchTime)
  private var isFinished = false
  private var isKept = false
  private var catalogue: Catalogue
  private var current: (name: TensorName, shape: Shape, scheme: WeightScheme, storage: TensorStorage)?
  private var blob = Blob()
  private var pending: [UInt8] = []

  /// Bytes that an earlier run had written and that are used; 0 if the writer started over.
  package let resumedByteCount: Int

  /// Where a container grows before it gets its name.
  package static func partialPath(_ path: String) -> String {
    ContainerParts(path: path, isPartial: true).path(part: 0)
  }

  /// Begins a container that will have the given path, or continues it.
  ///
  /// - Throws: ``ContainerError`` if the configuration is impossible or the folder cannot be written.
  package init(
    path: String, configuration: ModelConfiguration, options: WriterOptions = WriterOptions()
  ) throws(ContainerError) {
    do { try configuration.validate() } catch { throw .configuration(path: path, error) }
    self.path = path
    self.options = options
    catalogue = Catalogue(configuration: configuration)
    let parts = ContainerParts(path: path, partByteCount: options.partByteCount)
    var kept: [WriterJournal.Entry] = []
    if let key = options.resumeKey {
      kept = Self.whole(WriterJournal.entries(path: WriterJournal.path(path), key: key), of: parts)
      for entry in kept {
        if let tensor = entry.tensor { catalogue.tensors.append(tensor) }
        if let resource = entry.resource { catalogue.resources.append(resource) }
      }
    }
    resumedByteCount = kept.last?.end ?? 0
    file = try PartWriter(parts, continuingAt: resumedByteCount)
    lastSynchronized = (resumedByteCount, .now())
    if let key = options.resumeKey {
      journal = try WriterJournal(path: WriterJournal.path(path), key: key, entries: kept)
    }
    if kept.isEmpty { try file.write([UInt8](repeating: 0, count: Header.byteCount)) }
  }

  deinit {
    guard !isFinished, !isKept else { return }
    file.remove()
    journal?.remove()
  }

  /// The leading entries whose bytes are still as they were written.
  private static func whole(_ entries: [WriterJournal.Entry], of parts: ContainerParts) -> [WriterJournal.Entry] {
    var end = Header.byteCount
    return Array(
      entries.prefix { entry in
        guard let blob = entry.tensor?.blob ?? entry.resource?.blob, entry.end >= end else { return false }
        let isWhole = blob.chunks.allSatisfy { chunk in
          guard chunk.byteCount <= ChunkCoding.chunkByteCount, chunk.byteCount > 0, chunk.offset >= end,
            let bytes = PartWriter.read(chunk.offset..<chunk.offset + chunk.byteCount, of: parts)
          else { return false }
          end = chunk.offset + chunk.byteCount
          return SHA256.hash(data: bytes).hexadecimal == chunk.digest
        }
        return isWhole && entry.end == end
      })
  }

  /// Bytes of the container that are written so far.
  package var byteCount: Int { file.offset }

  /// Whether a resource exists, from this run or an earlier one.
  package func has(_ name: ResourceName) -> Bool { catalogue.resources.contains { $0.name == name } }

  /// A tensor that exists, from this run or an earlier one.
  package func record(of name: TensorName) -> TensorRecord? { catalogue.tensors.first { $0.name == name } }

  /// Leaves on the disk what is written, so that a writer with the same key can continue it.
  ///
  /// - Returns: the number of bytes kept; 0 if there is no key, and then nothing is.
  package func keepForResume() -> Int {
    guard options.resumeKey != nil, !isFinished else { return 0 }
    isKept = true
    try? synchronize()
    return lastSynchronized.byteCount
  }

  /// Adds a resource.
  package func addResource(_ name: ResourceName, bytes: [UInt8]) throws(ContainerError) {
    precondition(current == nil, "a resource inside a tensor")
    blob = Blob()
    try append(bytes)
    try flush()
    let record = ResourceRecord(name: name, blob: blob)
    catalogue.resources.append(record)
    try note(WriterJournal.Entry(end: file.offset, resource: record))
  }

  /// Begins a tensor.
  ///
  /// - Precondition: the previous tensor has ended.
  package func beginTensor(
    _ name: TensorName, shape: Shape, scheme: WeightScheme, storage: TensorStorage
  ) throws(ContainerError) {
    precondition(current == nil, "a tensor inside a tensor")
    current = (name, shape, scheme, storage)
    blob = Blob()
  }

  /// Appends bytes of the tensor; pieces may have any length.
  package func append(_ bytes: [UInt8]) throws(ContainerError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(ChunkCoding.chunkByteCount - pending.count)
      pending += piece
      rest = rest.dropFirst(piece.count)
      if pending.count == ChunkCoding.chunkByteCount { try flush() }
    }
  }

  /// Ends the tensor.
  ///
  /// - Parameter errorMeasures: what quantization cost.
  /// - Throws: ``ContainerError/wrongByteCount(_:expected:found:)`` if the pieces do not add up to the shape.
  package func endTensor(errorMeasures: [String: Double]?) throws(ContainerError) {
    guard let tensor = current else { preconditionFailure("no tensor has begun") }
    try flush()
    let expected = TensorRecord.byteCount(tensor.shape, tensor.scheme, tensor.storage)
    guard blob.rawByteCount == expected else {
      throw .wrongByteCount(tensor.name, expected: expected, found: blob.rawByteCount)
    }
    let record = TensorRecord(
      name: tensor.name, shape: tensor.shape, scheme: tensor.scheme, storage: tensor.storage,
      errorMeasures: errorMeasures, blob: blob)
    catalogue.tensors.append(record)
    current = nil
    try note(WriterJournal.Entry(end: file.offset, tensor: record))
  }

  /// Writes catalogue and header, makes sure that everything is on disk, and gives the files their names.
  ///
  /// - Returns: the container's digest.
  /// - Throws: ``ContainerError`` if a tensor is missing or the system refuses.
  package func finish() throws(ContainerError) -> String {
    let (header, digest) = try writeCatalogue()
    try file.finish(header: header.bytes)
    journal?.remove()
    isFinished = true
    return digest
  }

  /// Adds a resource, unless it exists, computed from the container as it would be if it were finished now.
  ///
  /// - Throws: ``ContainerError`` if a tensor is missing or the system refuses, and what `body` throws.
  package func addResource(_ name: ResourceName, computedBy body: (Container) throws -> [UInt8]) throws {
    guard !has(name) else { return }
    let end = file.offset
    try file.seal(header: writeCatalogue().header.bytes)
    let bytes = try body(Container(unfinished: path))
    try file.goOn(at: end)
    try addResource(name, bytes: bytes)
  }

  /// Writes the catalogue after everything else, and returns the header and the digest.
  private func writeCatalogue() throws(ContainerError) -> (header: Header, digest: String) {
    precondition(current == nil, "a tensor has not ended")
    try Container.check(catalogue, path: path, chunksEnd: file.offset)
    try synchronize()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(catalogue) else {
      throw .malformed(path: path, fact: "the configuration has a number that JSON cannot say")
    }
    let catalogueOffset = file.offset
    try file.write(Array(json))
    let digest = SHA256.hash(data: json)
    let header = Header(
      fileByteCount: UInt64(file.offset), catalogueOffset: UInt64(catalogueOffset),
      catalogueByteCount: UInt64(json.count), catalogueDigest: digest,
      partByteCount: UInt64(file.parts.partByteCount ?? 0),
      hasShuffledChunks: catalogue.tensors.contains { $0.shuffledChunkCount > 0 })
    return (header, digest.hexadecimal)
  }

  /// Records a finished part, and flushes everything to disk from time to time.
  private func note(_ entry: WriterJournal.Entry) throws(ContainerError) {
    guard journal != nil else { return }
    journal?.add(entry)
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - lastSynchronized.time.uptimeNanoseconds) / 1e9
    guard
      file.offset - lastSynchronized.byteCount >= options.synchronizedByteCount
        || seconds >= options.synchronizedSeconds
    else { return }
    try synchronize()
  }

  private func synchronize() throws(ContainerError) {
    guard journal != nil else { return }
    try file.synchronize()
    try journal?.write()
    lastSynchronized = (file.offset, .now())
  }

  /// The form of the pending bytes.
  private var chosen: (coding: Chunk.Coding, bytes: [UInt8]) {
    // Single rows of the embedding are read in place; decoding it as a whole would be wasted.
    if current?.name == .language(.embedding) { return (.raw, pending) }
    let elementByteCount: Int? =
      switch options.shufflesBits ? current?.scheme : nil {
      case .float32: 4
      case .float16: 2
      case .int8, .int8PerRow: 1
      case .int4, nil: nil
      }
    return ChunkCoding.shortest(pending, shuffledElementByteCount: elementByteCount)
  }

  /// Writes the pending bytes as a chunk.
  private func flush() throws(ContainerError) {
    guard !pending.isEmpty else { return }
    try file.write([UInt8](repeating: 0, count: -file.offset & (ChunkCoding.alignment - 1)))
    let (coding, stored) = chosen
    let digest = SHA256.hash(data: stored).hexadecimal
    blob.chunks.append(
      Chunk(
        offset: file.offset, byteCount: stored.count, rawByteCount: pending.count, coding: coding,
        digest: digest))
    try file.write(stored)
    pending.removeAll(keepingCapacity: true)
  }
}
