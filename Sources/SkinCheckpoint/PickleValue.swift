import SkinTensor

/// What a pickle can say here: plain values, references to containers, tensors, and inert names.
///
/// Containers lie in a ``PickleHeap`` and are named by their place, so that no nesting, however deep, and no cycle
/// costs more than a number.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  case float(Double)
  case string(String)
  case bytes([UInt8])
  /// A tuple or a list, by its place in ``PickleHeap/sequences``.
  case tuple(Int)
  case list(Int)
  /// By its place in ``PickleHeap/dictionaries``.
  case dictionary(Int)
  case global(String)
  case storage(PickleStorage)
  case tensor(PickleTensor)
  /// An object of a harmless kind whose contents do not matter.
  case opaque
}

/// The containers of a pickle.
struct PickleHeap {
  private static let greatestContainerCount = 1 << 20
  private static let greatestValueCount = 1 << 22
  private var valueCount = 0

  private(set) var sequences: [[PickleValue]] = []
  private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []

  /// Whether there is no more than any checkpoint has.
  var isWithinLimits: Bool {
    sequences.count + dictionaries.count <= Self.greatestContainerCount && valueCount <= Self.greatestValueCount
  }

  mutating func tuple(_ items: [PickleValue]) -> PickleValue {
    valueCount += items.count
    sequences.append(items)
    return .tuple(sequences.count - 1)
  }

  mutating func list() -> PickleValue {
    sequences.append([])
    return .list(sequences.count - 1)
  }

  mutating func dictionary() -> PickleValue {
    dictionaries.append([])
    return .dictionary(dictionaries.count - 1)
  }

  mutating func extend(list: Int, _ items: [PickleValue]) {
    valueCount += items.count
    sequences[list] += items
  }

  mutating func set(dictionary: Int, key: PickleValue, value: PickleValue) {
    valueCount += 2
    dictionaries[dictionary].append((key, value))
  }

  /// The values of a dictionary under string keys.
  func named(_ dictionary: Int) -> [(name: String, value: PickleValue)] {
    dictionaries[dictionary].compactMap { if case .string(let name) = $0.key { (name, $0.value) } else { nil } }
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
