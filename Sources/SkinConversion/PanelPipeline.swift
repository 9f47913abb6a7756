import Dispatch
import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinContainer
import SkinQuantization
import SkinTensor
import Synchronization

/// Encodes a weight on several threads: while some panels are encoded, the next rows are read and the previous are
/// written.
///
/// A panel's bytes and measures do not depend on which thread encodes it, and both are joined in the order of the rows:
/// the result is the same for every number of threads. Rows are read in the order of the file, by one thread at a time.
struct PanelPipeline {
  /// Floats that are read together; two such batches and their panels are in memory.
  private static let batchElementCount = 2 << 20

  let threadCount: Int
  /// Seconds in which rows were read and widened to float32.
  private(set) var readSeconds = 0.0

  init(threadCount: Int) { self.threadCount = threadCount }

  /// Reads, encodes and writes all rows.
  ///
  /// - Parameters:
  ///   - read: some rows, `[rows, columns]`.
  ///   - encode: one panel's bytes from at most 16 rows, given the first row's number.
  ///   - write: takes the panels' bytes, in order.
  mutating func run(
    _ shape: Shape, read: @escaping @Sendable (Range<Int>) throws -> [Float],
    encode: @escaping @Sendable ([Float], Range<Int>) throws -> (bytes: [UInt8], measures: EncodingMeasures),
    write: ([UInt8]) throws -> Void
  ) throws -> EncodingMeasures {
    var measures = EncodingMeasures()
    let batches = Self.batches(shape)
    guard let first = batches.first else { return measures }
    var rows = try timed { try read(first) }
    for (index, batch) in batches.enumerated() {
      let next = index + 1 < batches.count ? batches[index + 1] : nil
      let panels = stride(from: batch.lowerBound, to: batch.upperBound, by: WeightLayout.panelRows).map {
        $0..<min($0 + WeightLayout.panelRows, batch.upperBound)
      }
      let work = Work(taskCount: panels.count + 1)
      let current = rows
      // Task 0 reads ahead, so that the disk never waits.
      let threads = min(threadCount, panels.count + 1)
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        work.perform { task in
          if task == 0 {
            guard let next else { return .nothing }
            let clock = DispatchTime.now()
            let rows = try read(next)
            return .rows(rows, seconds: Self.seconds(since: clock))
          }
          let panel = panels[task - 1]
          let start = (panel.lowerBound - batch.lowerBound) * shape.columnCount
          let (bytes, measures) = try encode(
            Array(current[start..<start + panel.count * shape.columnCount]), panel)
          return .panel(bytes, measures)
        }
      }
      rows = []
      for result in work.results {
        switch try result.get() {
        case .nothing: break
        case .rows(let elements, let seconds):
          rows = elements
          readSeconds += seconds
        case .panel(let bytes, let panelMeasures):
          try write(bytes)
          measures.add(panelMeasures)
        }
      }
    }
    return measures
  }

  /// Ranges of whole panels that are read together.
  private static func batches(_ shape: Shape) -> [Range<Int>] {
    let panels = max(1, batchElementCount / max(1, shape.columnCount * WeightLayout.panelRows))
    return stride(from: 0, to: shape.rowCount, by: panels * WeightLayout.panelRows).map {
      $0..<min($0 + panels * WeightLayout.panelRows, shape.rowCount)
    }
  }

  private mutating func timed<Result>(_ body: () throws -> Result) rethrows -> Result {
    let clock = DispatchTime.now()
    defer { readSeconds += Self.seconds(since: clock) }
    return try body()
  }

  static func seconds(since time: DispatchTime) -> Double {
    Double(DispatchTime.now().uptimeNanoseconds - time.uptimeNanoseconds) / 1e9
  }

  private enum Product: Sendable {
    case nothing
    case rows([Float], seconds: Double)
    case panel([UInt8], EncodingMeasures)
  }

  /// Tasks that threads take one by one, and their results.
  private final class Work: Sendable {
    private let next = Mutex(0)
    private let products: Mutex<[Result<Product, any Error>]>

    init(taskCount: Int) {
      products = Mutex([Result<Product, any Error>](repeating: .success(.nothing), count: taskCount))
    }

    var results: [Result<Product, any Error>] { products.withLock { $0 } }

    func perform(_ body: (Int) throws -> Product) {
      let count = products.withLock(\.count)
      while true {
        let task = next.withLock { next in
          defer { next += 1 }
          return next
        }
        guard task < count else { return }
        let result = Result { try body(task) }
        products.withLock { $0[task] = result }
      }
    }
  }
}
