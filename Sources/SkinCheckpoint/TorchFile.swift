import SkinTensor

/// Reads `.pth` and `.bin`: a ZIP with a pickle and the elements of each storage.
///
/// Source: PyTorch, `torch/serialization.py`, `_load`.
enum TorchFile {
  /// The largest pickle that is read; that of a 70B model is smaller than 1 MB.
  static let greatestPickleByteCount = 64 << 20
  /// Where the weights lie in a file that holds more than weights, first match first.
  private static let weightKeys = ["model", "state_dict", "model_state_dict", "module"]

  static func tensors(_ bytes: MappedBytes) throws(CheckpointError) -> [SourceTensor] {
    func malformed(_ fact: String) -> CheckpointError { .malformed(path: bytes.path, fact: fact) }
    let archive = try ZipArchive(bytes)
    guard let pickleName = archive.entries.keys.filter({ $0.hasSuffix("/data.pkl") }).min(),
      let pickle = archive.entries[pickleName], pickle.byteCount <= greatestPickleByteCount
    else { throw malformed("no data.pkl in the ZIP") }
    try StorageSum(pickle, named: pickleName, in: bytes)?.check()
    let prefix = pickleName.dropLast("data.pkl".count)
    if let order = archive.entries["\(prefix)byteorder"],
      try bytes.bytes(at: order.byteOffset, count: min(order.byteCount, 6)) != Array("little".utf8)
    {
      throw malformed("the numbers are big endian")
    }
    var interpreter = PickleInterpreter(
      try bytes.bytes(at: pickle.byteOffset, count: pickle.byteCount), path: bytes.path)
    guard case .dictionary(let top) = try interpreter.run() else { throw malformed("the file holds no dictionary") }
    var tensors: [SourceTensor] = []
    var sums: [String: StorageSum] = [:]
    for (name, value) in weights(of: top, in: interpreter.heap) {
      guard case .tensor(let view) = value else { continue }
      let place = "\(prefix)data/\(view.storage.key)"
      guard let storage = archive.entries[place] else {
        throw malformed("\(name) lies in storage \(view.storage.key), which is not there")
      }
      guard
        var tensor = SourceTensor(view, name: name, in: bytes, at: storage.byteOffset, byteCount: storage.byteCount)
      else { throw malformed("\(name) reaches beyond its storage") }
      if sums[place] == nil { sums[place] = StorageSum(storage, named: place, in: bytes) }
      tensor.sum = sums[place]
      tensors.append(tensor)
    }
    return tensors
  }

  /// The dictionary that holds the weights: under `model` or `state_dict` if the file also holds other things.
  static func weights(of top: Int, in heap: PickleHeap) -> [(name: String, value: PickleValue)] {
    for key in weightKeys {
      for case (key, .dictionary(let inner)) in heap.named(top) { return heap.named(inner) }
    }
    return heap.named(top)
  }
}

extension SourceTensor {
  /// A view of a storage that lies at some place of a file; nil if the view reaches beyond it.
  init?(_ view: PickleTensor, name: String, in bytes: MappedBytes, at byteOffset: Int, byteCount: Int) {
    let size = view.storage.elementType.byteCount
    guard view.offset <= byteCount / size,
      let tensor = SourceTensor(
        name: name, shape: view.shape, elementType: view.storage.elementType, bytes: bytes,
        byteOffset: byteOffset + view.offset * size, strides: view.strides),
      tensor.reach <= byteCount / size - view.offset
    else { return nil }
    self = tensor
  }

  /// Elements of the storage up to the last one that is used.
  var reach: Int {
    shape.contains(0) ? 0 : zip(shape, strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
  }
}
