import SkinTensor

/// Reads a pickle without executing anything: it knows the opcodes that PyTorch writes and a list of harmless names.
///
/// Source: Python, `pickletools.py`; PyTorch, `torch/_weights_only_unpickler.py`, whose idea this is.
struct PickleInterpreter {
  /// Deeper nesting than any checkpoint has.
  private static let greatestStackDepth = 100_000
  /// More memo entries, containers, or values in them than any checkpoint has; this bounds the memory of a small file.
  private static let greatestMemoCount = 1 << 20

  private static let storages: [String: ElementType] = [
    "torch.FloatStorage": .float32, "torch.HalfStorage": .float16, "torch.BFloat16Storage": .bfloat16,
    "torch.DoubleStorage": .float64, "torch.LongStorage": .int64, "torch.IntStorage": .int32,
    "torch.ShortStorage": .int16, "torch.CharStorage": .int8, "torch.ByteStorage": .uint8,
    "torch.BoolStorage": .bool,
  ]
  private static let containers: Set = ["collections.OrderedDict", "collections.defaultdict", "builtins.dict"]
  private let path: String
  private let bytes: [UInt8]
  /// The first byte that was not read.
  private(set) var position = 0
  /// The kinds of the storages that were named so far.
  private(set) var storageTypes: [String: ElementType] = [:]
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  /// The containers of the value that ``run()`` returns.
  private(set) var heap = PickleHeap()

  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// The value that the next pickle describes.
  mutating func run() throws(CheckpointError) -> PickleValue {
    (stack, marks, memo) = ([], [], [:])
    while true {
      let opcode = try readByte()
      if opcode == UInt8(ascii: ".") { return try pop() }
      try execute(opcode)
      guard stack.count <= Self.greatestStackDepth, marks.count <= Self.greatestStackDepth else {
        throw malformed("the pickle is nested too deeply")
      }
      guard memo.count <= Self.greatestMemoCount, heap.isWithinLimits else {
        throw malformed("the pickle holds more values than any checkpoint")
      }
    }
  }

  private mutating func execute(_ opcode: UInt8) throws(CheckpointError) {
    switch opcode {
    case 0x80: _ = try readByte()  // PROTO
    case 0x95: _ = try read(8)  // FRAME
    case UInt8(ascii: "}"): stack.append(heap.dictionary())
    case UInt8(ascii: "]"), 0x8f: stack.append(heap.list())
    case UInt8(ascii: ")"): stack.append(heap.tuple([]))
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "N"): stack.append(.none)
    case 0x88: stack.append(.boolean(true))
    case 0x89: stack.append(.boolean(false))
    case UInt8(ascii: "K"): stack.append(.integer(Int(try readByte())))
    case UInt8(ascii: "M"): stack.append(.integer(try readInteger(2)))
    case UInt8(ascii: "J"): stack.append(.integer(Int(Int32(truncatingIfNeeded: try readInteger(4)))))
    case 0x8a: stack.append(.integer(try readLong()))
    case UInt8(ascii: "G"): stack.append(.float(try readFloat()))
    case UInt8(ascii: "X"): stack.append(.string(try readString(lengthByteCount: 4)))
    case 0x8c, UInt8(ascii: "U"): stack.append(.string(try readString(lengthByteCount: 1)))
    case 0x8d: stack.append(.string(try readString(lengthByteCount: 8)))
    case UInt8(ascii: "T"): stack.append(.string(try readString(lengthByteCount: 4)))
    case UInt8(ascii: "C"): stack.append(.bytes(try read(Int(try readByte()))))
    case UInt8(ascii: "B"): stack.append(.bytes(try read(try readInteger(4))))
    case UInt8(ascii: "q"): try store(Int(try readByte()))
    case UInt8(ascii: "r"): try store(try readInteger(4))
    case 0x94: try store(memo.count)
    case UInt8(ascii: "h"): try recall(Int(try readByte()))
    case UInt8(ascii: "j"): try recall(try readInteger(4))
    case UInt8(ascii: "t"):
      let items = try popToMark()
      stack.append(heap.tuple(items))
    case 0x85: try makeTuple(1)
    case 0x86: try makeTuple(2)
    case 0x87: try makeTuple(3)
    case UInt8(ascii: "0"): _ = try pop()
    case UInt8(ascii: "1"): _ = try popToMark()
    case UInt8(ascii: "2"): stack.append(try top())
    case UInt8(ascii: "a"):
      let item = try pop()
      try extend([item])
    case UInt8(ascii: "e"), 0x90:
      let items = try popToMark()
      try extend(items)
    case UInt8(ascii: "s"):
      let value = try pop()
      let key = try pop()
      try set([key, value])
    case UInt8(ascii: "u"):
      let items = try popToMark()
      try set(items)
    case UInt8(ascii: "c"):
      let module = try readLine()
      try pushGlobal("\(module).\(try readLine())")
    case 0x93:
      guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
        throw malformed("a global")
      }
      try pushGlobal("\(module).\(name)")
    case UInt8(ascii: "Q"): try pushStorage(try pop())
    case UInt8(ascii: "R"), 0x81: try call()
    case 0x92:  // NEWOBJ_EX: a class, its arguments, and named ones
      _ = try pop()
      try call()
    case 0x91:  // FROZENSET
      _ = try popToMark()
      stack.append(.opaque)
    case 0x8b:  // LONG4
      let count = try readInteger(4)
      _ = try read(count)
      stack.append(.opaque)
    case 0x8e, 0x96: stack.append(.bytes(try read(try readInteger(8))))
    case UInt8(ascii: "b"): try build()
    default: throw malformed("the pickle has opcode \(opcode), which no checkpoint needs")
    }
  }

  // MARK: Bytes

  private func malformed(_ fact: String) -> CheckpointError { .malformed(path: path, fact: fact) }

  private mutating func read(_ count: Int) throws(CheckpointError) -> [UInt8] {
    guard count >= 0, count <= bytes.count - position else { throw malformed("the pickle ends too early") }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  private mutating func readByte() throws(CheckpointError) -> UInt8 { try read(1)[0] }

  private mutating func readInteger(_ byteCount: Int) throws(CheckpointError) -> Int {
    let value = try read(byteCount).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let value = Int(exactly: value) else { throw malformed("a length of \(value)") }
    return value
  }

  /// A little-endian number in two's complement; what does not fit is of no use here and becomes 0.
  private mutating func readLong() throws(CheckpointError) -> Int {
    let bytes = try read(Int(try readByte()))
    guard let last = bytes.last, bytes.count <= 8 else { return 0 }
    let sign: UInt64 = last >= 0x80 ? .max : 0
    return Int(bitPattern: UInt(bytes.reversed().reduce(sign) { $0 << 8 | UInt64($1) }))
  }

  private mutating func readFloat() throws(CheckpointError) -> Double {
    Double(bitPattern: try read(8).reduce(0) { $0 << 8 | UInt64($1) })
  }

  private mutating func readString(lengthByteCount: Int) throws(CheckpointError) -> String {
    String(decoding: try read(try readInteger(lengthByteCount)), as: UTF8.self)
  }

  private mutating func readLine() throws(CheckpointError) -> String {
    guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { throw malformed("a global") }
    defer { position = end + 1 }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  // MARK: Stack

  private func top() throws(CheckpointError) -> PickleValue {
    guard let value = stack.last, stack.count > (marks.last ?? 0) else {
      throw malformed("the pickle's stack is empty")
    }
    return value
  }

  private mutating func pop() throws(CheckpointError) -> PickleValue {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func popToMark() throws(CheckpointError) -> [PickleValue] {
    guard let mark = marks.popLast(), mark <= stack.count else { throw malformed("the pickle has no mark") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private mutating func store(_ index: Int) throws(CheckpointError) {
    guard index <= bytes.count else { throw malformed("memo entry \(index)") }
    memo[index] = try top()
  }

  private mutating func recall(_ index: Int) throws(CheckpointError) {
    guard let value = memo[index] else { throw malformed("memo entry \(index)") }
    stack.append(value)
  }

  private mutating func makeTuple(_ count: Int) throws(CheckpointError) {
    var items: [PickleValue] = []
    for _ in 0..<count { items.append(try pop()) }
    stack.append(heap.tuple(items.reversed()))
  }

  private mutating func extend(_ items: [PickleValue]) throws(CheckpointError) {
    switch try top() {
    case .list(let list): heap.extend(list: list, items)
    case .opaque: break
    default: throw malformed("the pickle appends to something that is not a list")
    }
  }

  private mutating func set(_ items: [PickleValue]) throws(CheckpointError) {
    guard items.count.isMultiple(of: 2) else { throw malformed("a key without a value") }
    switch try top() {
    case .dictionary(let dictionary):
      for index in stride(from: 0, to: items.count, by: 2) {
        heap.set(dictionary: dictionary, key: items[index], value: items[index + 1])
      }
    case .opaque: break
    default: throw malformed("the pickle sets a key of something that is not a dictionary")
    }
  }

  // MARK: Names

  private mutating func pushGlobal(_ name: String) throws(CheckpointError) {
    guard Self.storages[name] != nil || Self.containers.contains(name) || InertName.isOne(name) else {
      throw .forbiddenGlobal(path: path, name: name)
    }
    stack.append(.global(name))
  }

  private mutating func pushStorage(_ identifier: PickleValue) throws(CheckpointError) {
    guard case .tuple(let place) = identifier, case let parts = heap.sequences[place], parts.count >= 3,
      case .string("storage") = parts[0],
      case .global(let kind) = parts[1], case .string(let key) = parts[2]
    else { throw malformed("a storage") }
    // Elements of kinds that no weight has: what is made of them is of no use here.
    guard let elementType = Self.storages[kind] else { return stack.append(.opaque) }
    if parts.count > 5 {
      guard case .none = parts[5] else { throw malformed("storage \(key) is a part of another one") }
    }
    guard storageTypes[key, default: elementType] == elementType else {
      throw malformed("storage \(key) has two kinds of elements")
    }
    storageTypes[key] = elementType
    stack.append(.storage(PickleStorage(key: key, elementType: elementType)))
  }

  private mutating func call() throws(CheckpointError) {
    guard case .tuple(let place) = try pop(), case let arguments = heap.sequences[place] else {
      throw malformed("the pickle calls something without arguments")
    }
    let name: String
    switch try pop() {
    case .global(let found): name = found
    // What a harmless object makes is just as harmless: nothing is made.
    case .opaque: return stack.append(.opaque)
    default: throw malformed("the pickle calls something that has no name")
    }
    switch name {
    case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor":
      if case .opaque? = arguments.first { return stack.append(.opaque) }
      stack.append(.tensor(try rebuild(arguments)))
    case "torch._utils._rebuild_parameter": stack.append(arguments.first ?? .none)
    case "torch.Size": stack.append(arguments.first ?? heap.tuple([]))
    case "collections.Counter": stack.append(.opaque)
    default: stack.append(Self.containers.contains(name) ? heap.dictionary() : .opaque)
    }
  }

  private func rebuild(_ arguments: [PickleValue]) throws(CheckpointError) -> PickleTensor {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1],
      case .tuple(let shape) = arguments[2], case .tuple(let strides) = arguments[3], offset >= 0
    else { throw malformed("a tensor") }
    func integers(_ values: [PickleValue]) throws(CheckpointError) -> [Int] {
      var integers: [Int] = []
      for value in values {
        guard case .integer(let integer) = value, integer >= 0 else { throw malformed("a tensor's shape") }
        integers.append(integer)
      }
      return integers
    }
    return PickleTensor(
      storage: storage, offset: offset, shape: try integers(heap.sequences[shape]),
      strides: try integers(heap.sequences[strides]))
  }

  /// The state of an object is of no use here; it is dropped.
  private mutating func build() throws(CheckpointError) { _ = try pop() }
}
