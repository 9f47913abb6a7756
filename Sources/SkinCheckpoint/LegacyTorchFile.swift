import SkinTensor

/// Reads what PyTorch wrote before version 1.6: five pickles one after another, then the storages.
///
///     magic number, protocol 1001, {little_endian, ...}, the object, [key of each storage], then for each key: u64 count,
///     elements
///
/// Source: PyTorch, `torch/serialization.py`, `_legacy_save` and `_legacy_load`.
enum LegacyTorchFile {
  /// The first pickle: the magic number 0x1950a86a20f9469cfc6c as a long.
  private static let magic: [UInt8] = [
    0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
  ]
  private static let protocolVersion = 1001
  private static let countByteCount = 8

  static func isOne(_ bytes: MappedBytes) -> Bool {
    (try? bytes.bytes(at: 0, count: min(magic.count, bytes.count))) == magic
  }

  static func tensors(_ bytes: MappedBytes) throws(CheckpointError) -> [SourceTensor] {
    func malformed(_ fact: String) -> CheckpointError { .malformed(path: bytes.path, fact: fact) }
    var interpreter = PickleInterpreter(
      try bytes.bytes(at: 0, count: min(bytes.count, TorchFile.greatestPickleByteCount)), path: bytes.path)
    _ = try interpreter.run()
    guard case .integer(protocolVersion) = try interpreter.run() else { throw malformed("another protocol than 1001") }
    guard case .dictionary(let system) = try interpreter.run() else { throw malformed("no description of the machine") }
    for case ("little_endian", .boolean(false)) in interpreter.heap.named(system) {
      throw malformed("the numbers are big endian")
    }
    guard case .dictionary(let top) = try interpreter.run() else { throw malformed("the file holds no dictionary") }
    guard case .list(let keys) = try interpreter.run() else { throw malformed("no list of storages") }
    let places = try storages(interpreter.heap.sequences[keys], interpreter, bytes)
    var tensors: [SourceTensor] = []
    for (name, value) in TorchFile.weights(of: top, in: interpreter.heap) {
      guard case .tensor(let view) = value else { continue }
      guard let place = places[view.storage.key] else {
        throw malformed("\(name) lies in storage \(view.storage.key), which is not there")
      }
      guard let tensor = SourceTensor(view, name: name, in: bytes, at: place.lowerBound, byteCount: place.count) else {
        throw malformed("\(name) reaches beyond its storage")
      }
      tensors.append(tensor)
    }
    return tensors
  }

  /// Where the elements of each storage lie.
  private static func storages(
    _ keys: [PickleValue], _ interpreter: PickleInterpreter, _ bytes: MappedBytes
  ) throws(CheckpointError) -> [String: Range<Int>] {
    var position = interpreter.position
    var places: [String: Range<Int>] = [:]
    for key in keys {
      guard case .string(let key) = key, let elementType = interpreter.storageTypes[key] else {
        throw .malformed(path: bytes.path, fact: "a storage that no tensor names")
      }
      let count = try bytes.littleEndian(at: position, byteCount: countByteCount)
      position += countByteCount
      guard count <= UInt64((bytes.count - position) / elementType.byteCount) else {
        throw .malformed(path: bytes.path, fact: "storage \(key) has \(count) elements, more than the file")
      }
      let byteCount = Int(count) * elementType.byteCount
      guard places.updateValue(position..<position + byteCount, forKey: key) == nil else {
        throw .malformed(path: bytes.path, fact: "storage \(key) appears twice")
      }
      position += byteCount
    }
    return places
  }
}
