import Foundation
package import SkinConfiguration
import SkinFiles
package import SkinTensor

/// What one SkinGPT-4 adds to a base that it shares with others: the alignment layer, and how it talks.
///
/// A pack belongs to one base container, whose digest it states. All of it is in memory: 8 to 16 MB for a 7B.
///
///     0    magic "SKINPACK"           16   SHA-256 of the table of contents, 32 bytes
///     8    bytes of the table         48   the table, JSON; after it the parts in the table's order
package struct AlignmentPack: Sendable {
  static let magic = Array("SKINPACK".utf8)
  private static let headerByteCount = 48
  /// Larger files are not packs.
  private static let greatestByteCount = 256 << 20

  /// What a pack says besides its weights.
  package struct Description: Hashable, Sendable, Codable {
    /// The digest of the container that the layer was made for.
    package var baseDigest: String
    /// The name of that container's model.
    package var baseName: String
    /// The name of the model that base and pack make.
    package var name: String
    /// Where the layer comes from, and what may be expected of it.
    package var provenance: Provenance
    /// The conversation, if it is not the base's.
    package var conversation: ConversationTemplate?
    /// The classes, if they are not the base's.
    package var classes: [DiagnosisClass]?
    /// The concepts, if they are not the base's.
    package var concepts: [String]?

    /// A description without parts that replace the base's.
    package init(baseDigest: String, baseName: String, name: String, provenance: Provenance) {
      self.baseDigest = baseDigest
      self.baseName = baseName
      self.name = name
      self.provenance = provenance
    }
  }

  /// A vector or a matrix of the pack, float32, row after row.
  package struct Tensor: Hashable, Sendable {
    /// The tensor that it replaces.
    package let name: TensorName
    /// Its shape.
    package let shape: Shape
    /// Its elements.
    package let elements: [Float]

    /// A tensor.
    ///
    /// - Precondition: the number of elements is that of the shape.
    package init(name: TensorName, shape: Shape, elements: [Float]) {
      precondition(elements.count == shape.elementCount, "\(elements.count) elements for \(shape)")
      self.name = name
      self.shape = shape
      self.elements = elements
    }
  }

  private struct Table: Codable {
    struct Part: Codable {
      var name: String
      var shape: Shape?
      var byteCount: Int
      var digest: String
    }
    var description: Description
    var tensors: [Part]
    var resources: [Part]
  }

  /// What the pack says besides its weights.
  package let description: Description
  /// The alignment layer.
  package let tensors: [Tensor]
  /// Calibration and card, where they are not the base's.
  package let resources: [ResourceName: [UInt8]]
  /// SHA-256 of the table, which holds the digest of every part and of the base: it identifies the whole model.
  package let digest: String

  /// A pack of the given parts.
  package init(description: Description, tensors: [Tensor], resources: [ResourceName: [UInt8]]) {
    self.description = description
    self.tensors = tensors
    self.resources = resources
    digest = SHA256.hash(data: Self.table(description, tensors, resources)).hexadecimal
  }

  /// Reads a pack; every digest is checked.
  ///
  /// - Throws: ``ContainerError``
  package init(path: String) throws(ContainerError) {
    guard FileManager.default.fileExists(atPath: path) else { throw .notFound(path: path) }
    let size = FileFacts(path: path)?.byteCount ?? 0
    guard size <= Self.greatestByteCount else { throw .notAPack(path: path) }
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path, code: errno) }
    let bytes = Array(data)
    guard bytes.count >= Self.headerByteCount, Array(bytes[..<8]) == Self.magic else { throw .notAPack(path: path) }
    let tableByteCount = bytes.littleEndian(at: 8, byteCount: 8)
    guard tableByteCount <= UInt64(bytes.count - Self.headerByteCount) else {
      throw .cutShort(
        path: path, expected: UInt64(Self.headerByteCount).addingReportingOverflow(tableByteCount).partialValue,
        found: UInt64(bytes.count))
    }
    let json = bytes[Self.headerByteCount..<Self.headerByteCount + Int(tableByteCount)]
    guard SHA256.hash(data: Data(json)) == Array(bytes[16..<48]) else {
      throw .damaged(path: path, part: "the table of contents")
    }
    guard let table = try? JSONDecoder().decode(Table.self, from: Data(json)) else {
      throw .malformed(path: path, fact: "the table of contents is not the JSON that it should be")
    }
    var rest = bytes[json.endIndex...]
    func part(_ part: Table.Part) throws(ContainerError) -> [UInt8] {
      guard part.byteCount >= 0, part.byteCount <= rest.count else {
        throw .cutShort(
          path: path, expected: UInt64(rest.startIndex) + UInt64(max(part.byteCount, 0)), found: UInt64(bytes.count))
      }
      let found = Array(rest.prefix(part.byteCount))
      guard SHA256.hash(data: found).hexadecimal == part.digest else {
        throw .damaged(path: path, part: part.name)
      }
      rest = rest.dropFirst(part.byteCount)
      return found
    }
    var tensors: [Tensor] = []
    for entry in table.tensors {
      guard let shape = entry.shape, shape.rowCount > 0, shape.columnCount > 0,
        shape.rowCount <= Self.greatestByteCount, shape.columnCount <= Self.greatestByteCount,
        shape.elementCount * 4 == entry.byteCount
      else { throw .malformed(path: path, fact: "\(entry.name) has \(entry.byteCount) bytes") }
      let found = try part(entry)
      let elements = (0..<shape.elementCount).map {
        Float(bitPattern: UInt32(found.littleEndian(at: 4 * $0, byteCount: 4)))
      }
      guard elements.allSatisfy(\.isFinite) else { throw .notFinite(path: path, TensorName(entry.name)) }
      tensors.append(Tensor(name: TensorName(entry.name), shape: shape, elements: elements))
    }
    var resources: [ResourceName: [UInt8]] = [:]
    for entry in table.resources { resources[ResourceName(rawValue: entry.name)] = try part(entry) }
    description = table.description
    self.tensors = tensors
    self.resources = resources
    digest = Array(bytes[16..<48]).hexadecimal
  }

  /// The bytes of the file; the same parts give the same bytes.
  package var bytes: [UInt8] {
    let table = Self.table(description, tensors, resources)
    var bytes = Self.magic
    bytes.append(littleEndian: UInt64(table.count))
    bytes += SHA256.hash(data: table) + Array(table)
    for tensor in tensors { bytes += Self.bytes(tensor) }
    for (_, resource) in Self.sorted(resources) { bytes += resource }
    return bytes
  }

  private static func table(
    _ description: Description, _ tensors: [Tensor], _ resources: [ResourceName: [UInt8]]
  ) -> Data {
    func part(_ name: String, _ shape: Shape?, _ bytes: [UInt8]) -> Table.Part {
      Table.Part(
        name: name, shape: shape, byteCount: bytes.count, digest: SHA256.hash(data: bytes).hexadecimal)
    }
    let table = Table(
      description: description,
      tensors: tensors.map { part($0.name.description, $0.shape, bytes($0)) },
      resources: sorted(resources).map { part($0.name.rawValue, nil, $0.bytes) })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(table)) ?? Data()
  }

  private static func bytes(_ tensor: Tensor) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * tensor.elements.count)
    for element in tensor.elements { bytes.append(littleEndian: element.bitPattern) }
    return bytes
  }

  private static func sorted(_ resources: [ResourceName: [UInt8]]) -> [(name: ResourceName, bytes: [UInt8])] {
    resources.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
  }
}
