import SkinTensor

/// What a pickle can say here: plain values, containers, tensors, and inert names.
indirect enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  case float(Double)
  case string(String)
  case bytes([UInt8])
  case tuple([PickleValue])
  case list(PickleList)
  case dictionary(PickleDictionary)
  case global(String)
  case storage(PickleStorage)
  case tensor(PickleTensor)
  /// An object of a harmless kind whose contents do not matter.
  case opaque
}

final class PickleList {
  var items: [PickleValue] = []
}

final class PickleDictionary {
  var entries: [(key: PickleValue, value: PickleValue)] = []

  /// The values under string keys.
  var named: [(name: String, value: PickleValue)] {
    entries.compactMap { if case .string(let name) = $0.key { (name, $0.value) } else { nil } }
  }
}

/// A stretch of elements in the archive.
struct PickleStorage {
  let key: String
  let elementType: ElementType
}

/// A view of a storage.
struct PickleTensor {
  let storage: PickleStorage
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}
