import Crypto
import Foundation
public import SkinConfiguration
public import SkinQuantization
public import SkinTensor

/// Writes a container: tensors one after another in constant memory, the header last.
///
/// The file grows beside its final name and gets it when it is whole and on the disk; an abandoned writer removes what
/// it wrote. The same tensors in the same order give the same bytes.
public final class ContainerWriter {
  private let path: String
  private let partialPath: String
  private var file: FileHandle?
  private var offset = 0
  private var catalogue: Catalogue
  private var current: (name: TensorName, shape: Shape, scheme: WeightScheme, storage: TensorStorage)?
  private var blob = Blob()
  private var pending: [UInt8] = []

  /// Where a container grows before it gets its name.
  public static func partialPath(_ path: String) -> String { path + ".partial" }

  /// Begins a container that will have the given path.
  ///
  /// - Throws: ``ContainerError`` if the configuration is impossible or the folder refuses.
  public init(path: String, configuration: ModelConfiguration) throws(ContainerError) {
    do { try configuration.validate() } catch { throw .configuration(path: path, error) }
    self.path = path
    partialPath = Self.partialPath(path)
    catalogue = Catalogue(configuration: configuration)
    var isDirectory: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
      throw .isDirectory(path: path)
    }
    guard FileManager.default.createFile(atPath: partialPath, contents: nil) else {
      throw .unwritable(path: path, code: errno)
    }
    file = FileHandle(forWritingAtPath: partialPath)
    guard file != nil else { throw .unwritable(path: path, code: errno) }
    try write([UInt8](repeating: 0, count: Header.byteCount))
  }

  deinit {
    guard let file else { return }
    try? file.close()
    try? FileManager.default.removeItem(atPath: partialPath)
  }

  /// Adds a resource.
  public func addResource(_ name: ResourceName, bytes: [UInt8]) throws(ContainerError) {
    precondition(current == nil, "a resource inside a tensor")
    blob = Blob()
    try append(bytes)
    try flush()
    catalogue.resources.append(ResourceRecord(name: name, blob: blob))
  }

  /// Begins a tensor.
  ///
  /// - Precondition: the tensor before has ended.
  public func beginTensor(
    _ name: TensorName, shape: Shape, scheme: WeightScheme, storage: TensorStorage
  ) throws(ContainerError) {
    precondition(current == nil, "a tensor inside a tensor")
    current = (name, shape, scheme, storage)
    blob = Blob()
  }

  /// Appends bytes of the tensor; pieces may have any length.
  public func append(_ bytes: [UInt8]) throws(ContainerError) {
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
  public func endTensor(errorMeasures: [String: Double]?) throws(ContainerError) {
    guard let tensor = current else { preconditionFailure("no tensor has begun") }
    try flush()
    let expected = TensorRecord.byteCount(tensor.shape, tensor.scheme, tensor.storage)
    guard blob.rawByteCount == expected else {
      throw .wrongByteCount(tensor.name, expected: expected, found: blob.rawByteCount)
    }
    catalogue.tensors.append(
      TensorRecord(
        name: tensor.name, shape: tensor.shape, scheme: tensor.scheme, storage: tensor.storage,
        errorMeasures: errorMeasures, blob: blob))
    current = nil
  }

  /// Writes catalogue and header, makes sure that all is on the disk, and gives the file its name.
  ///
  /// - Returns: the container's digest.
  /// - Throws: ``ContainerError`` if a tensor is missing or the system refuses.
  public func finish() throws(ContainerError) -> String {
    precondition(current == nil, "a tensor has not ended")
    try Container.check(catalogue, path: path, chunksEnd: offset)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(catalogue) else {
      throw .malformed(path: path, fact: "the configuration has a number that JSON cannot say")
    }
    let catalogueOffset = offset
    try write(Array(json))
    let digest = Array(SHA256.hash(data: json))
    let header = Header(
      fileByteCount: UInt64(offset), catalogueOffset: UInt64(catalogueOffset), catalogueByteCount: UInt64(json.count),
      catalogueDigest: digest)
    do {
      try file?.seek(toOffset: 0)
      try file?.write(contentsOf: Data(header.bytes))
      try file?.synchronize()
      try file?.close()
    } catch { throw .unwritable(path: path, code: errno) }
    guard unsafe rename(partialPath, path) == 0 else { throw .unwritable(path: path, code: errno) }
    file = nil
    return digest.hexadecimal
  }

  /// Writes the pending bytes as a chunk.
  private func flush() throws(ContainerError) {
    guard !pending.isEmpty else { return }
    try write([UInt8](repeating: 0, count: -offset & (ChunkCoding.alignment - 1)))
    let compressed = ChunkCoding.compressed(pending)
    let stored = compressed ?? pending
    let digest = Array(SHA256.hash(data: stored)).hexadecimal
    blob.chunks.append(
      Chunk(
        offset: offset, byteCount: stored.count, rawByteCount: pending.count, coding: compressed == nil ? .raw : .lz4,
        digest: digest))
    try write(stored)
    pending.removeAll(keepingCapacity: true)
  }

  private func write(_ bytes: [UInt8]) throws(ContainerError) {
    guard !bytes.isEmpty else { return }
    do { try file?.write(contentsOf: Data(bytes)) } catch { throw .unwritable(path: path, code: errno) }
    offset += bytes.count
  }
}
