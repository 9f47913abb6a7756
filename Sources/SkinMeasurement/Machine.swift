package import SkinRuntime
import Foundation
import SkinContainer
import SkinKernels
import SkinQuantization
import SkinTensor

/// What this machine offers.
package struct Machine: Hashable, Sendable, Codable {
  /// The processor's name, if the system reports it.
  package var processor: String?
  /// Physical cores that this process may use.
  package var cores: Int
  /// Kernel sets that the processor can run, from slow to fast.
  package var kernels: [String]
  /// Memory of the machine, bytes.
  package var memoryBytes: Int
  /// Memory that programs can have now, bytes, if the system reports it.
  package var availableMemoryBytes: Int?
  /// Memory that this process may address beyond what it has, bytes; nil without a limit.
  package var addressableBytes: Int?
  /// Free space in the folder, bytes, if the system reports it.
  package var freeDiskBytes: Int?

  private enum CodingKeys: String, CodingKey {
    case processor, cores, kernels
    case memoryBytes = "memory_bytes"
    case availableMemoryBytes = "available_memory_bytes"
    case addressableBytes = "addressable_bytes"
    case freeDiskBytes = "free_disk_bytes"
  }

  /// This machine, and the disk that holds a folder.
  package static func current(folder: String = ".") -> Machine {
    Machine(
      processor: value("model name", in: "/proc/cpuinfo"), cores: RuntimeOptions.coreCount,
      kernels: KernelName.available.map(\.rawValue),
      memoryBytes: min(Int(clamping: ProcessInfo.processInfo.physicalMemory), ProcessLimits.memoryByteCount ?? .max),
      availableMemoryBytes: availableMemoryBytes, addressableBytes: MemoryBounds.addressableByteCount,
      freeDiskBytes: Self.freeDiskBytes(folder: folder))
  }

  /// Memory that this process can have now: what is free, or less under a limit of its control group or address space.
  private static var availableMemoryBytes: Int? {
    let free = value("MemAvailable", in: "/proc/meminfo")
      .flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }.map { $0 * 1024 }
    return [free, ProcessLimits.availableMemoryByteCount, MemoryBounds.addressableByteCount].compactMap(\.self).min()
  }

  /// Free space on the disk that holds a folder, bytes, if the system reports it.
  package static func freeDiskBytes(folder: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    return (attributes?[.systemFreeSize] as? NSNumber)?.intValue
  }

  /// The value after a key and a colon in one of the system's files.
  private static func value(_ key: String, in path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix(key) {
      return line.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    return nil
  }
}

/// How fast this machine is, by a measurement of about a second.
package struct MachineSpeed: Hashable, Sendable, Codable {
  /// Bytes of weights per second when one row is multiplied: what a token costs.
  package var weightBytesPerSecond: Double
  /// Multiply-adds per second when many rows are multiplied: what a photo and a prompt cost.
  package var multiplyAddsPerSecond: Double
  /// The same with the rows and widths of a vision tower, which are far from ideal in a small one; nil if no tower was
  /// named.
  package var visionMultiplyAddsPerSecond: Double?

  private enum CodingKeys: String, CodingKey {
    case weightBytesPerSecond = "weight_bytes_per_second"
    case multiplyAddsPerSecond = "multiply_adds_per_second"
    case visionMultiplyAddsPerSecond = "vision_multiply_adds_per_second"
  }

  /// Rows of the weights: 70 MB.
  private static let rowCount = 16_384
  /// Rows if the process may address little: 9 MB, which may fit into caches.
  private static let fewRows = 2048
  /// Below this many bytes, ``fewRows`` are used; the weights exist three times while they are made.
  private static let littleMemory = 512 << 20
  private static let columnCount = 4096
  private static let batchRowCount = 64
  private static let repeatCount = 5
  /// The most rows of a tower that are measured: more are as fast a row, and MedGemma's 4,096 would take minutes on a slow machine.
  private static let mostTowerRows = 1024
  /// Seconds after which a product is not measured once more.
  private static let patience = 2.0

  /// Measures with int8 weights, more than caches hold if memory allows.
  ///
  /// - Throws: `KernelError`, or `QuantizationError` if the weights cannot be made.
  ///
  /// - Parameter tower: rows and width of the products of a vision tower, to measure those by themselves.
  package static func measure(
    _ options: RuntimeOptions, tower: (rowCount: Int, width: Int)? = nil
  ) throws -> MachineSpeed {
    let backend = try ComputeBackend(kernels: options.kernels, threadCount: options.threadCount)
    let isTight = MemoryBounds.addressableByteCount.map { $0 < littleMemory } ?? false
    let large = Shape(isTight ? fewRows : rowCount, columnCount)
    let one = seconds(backend, rows: 1, large)
    let many = seconds(backend, rows: batchRowCount, large)
    var speed = MachineSpeed(
      weightBytesPerSecond: Double(WeightLayout(shape: large, scheme: .int8).byteCount) / max(one, 1e-9),
      multiplyAddsPerSecond: Double(large.rowCount * columnCount * batchRowCount) / max(many, 1e-9))
    if let tower { try speed.measure(tower: tower, options) }
    return speed
  }

  /// Measures another vision tower on the same machine, in a fraction of a second for a small one.
  ///
  /// - Parameter tower: rows and width of its products.
  /// - Throws: as ``measure(_:tower:)``.
  package mutating func measure(tower: (rowCount: Int, width: Int), _ options: RuntimeOptions) throws {
    let backend = try ComputeBackend(kernels: options.kernels, threadCount: options.threadCount)
    let shape = Shape(4 * tower.width, tower.width)
    let rowCount = min(tower.rowCount, Self.mostTowerRows)
    let time = Self.seconds(backend, rows: rowCount, shape)
    visionMultiplyAddsPerSecond = Double(shape.rowCount * shape.columnCount * rowCount) / max(time, 1e-9)
  }

  /// How long a product of so many rows with a weight takes: the median of a few, after one that is not counted; on a slow machine
  /// of fewer, in the end of one.
  private static func seconds(_ backend: ComputeBackend, rows: Int, _ shape: Shape) -> Double {
    let layout = WeightLayout(shape: shape, scheme: .int8)
    // Bytes 1...255 and scales of 2^-8: any codes do for a measurement.
    var bytes = [UInt8](repeating: 0x1c, count: layout.byteCount)
    for place in stride(from: 0, to: bytes.count, by: 61) { bytes[place] = UInt8(truncatingIfNeeded: place | 1) & 0x1f }
    let weight = WeightMatrix(shape: layout.shape, scheme: .int8, copying: bytes)
    var x = Matrix(rowCount: rows, columnCount: shape.columnCount)
    for row in 0..<rows { for column in 0..<shape.columnCount { x[row, column] = Float((row + column) % 7) - 3 } }
    var y = Matrix(rowCount: rows, columnCount: shape.rowCount)
    var times: [Double] = []
    for _ in 0...repeatCount {
      let clock = Stopwatch()
      backend.multiply(x, weight, bias: nil, into: &y)
      times.append(clock.total / 1000)
      if times.reduce(0, +) > patience { break }
    }
    let counted = times.count > 1 ? times.dropFirst().sorted() : times
    return counted[counted.count / 2]
  }
}
