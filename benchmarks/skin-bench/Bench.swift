import Foundation
import SkinKernels
import SkinQuantization
import SkinTensor

/// The measurements of one kernel set with one team.
struct Bench {
  let backend: ComputeBackend
  let clock: Stopwatch

  /// Bytes of the weights of one row: far more than caches hold.
  private static let largeWeightByteCount = 150_000_000
  /// Rounds of multiplications in registers: about a millisecond.
  private static let rounds = 20_000

  func measure(_ part: SkinBench.Part) throws {
    switch part {
    case .limits: limits()
    case .row: row()
    case .rows: rows()
    case .products: products()
    case .attention: attention()
    case .functions: functions()
    }
  }

  /// Prints a number by the median time, and by the best.
  private func line(
    _ what: String, _ time: Stopwatch.Time, _ unit: String, _ note: String = "", _ value: (Double) -> Double
  ) {
    let name = "\(backend.kernels.rawValue) \(backend.threadCount)"
    let fields = [
      name.padding(toLength: 11, withPad: " ", startingAt: 0), what.padding(toLength: 38, withPad: " ", startingAt: 0),
      String(format: "%9.2f (%.2f)", value(time.median), value(time.best)), unit, note,
    ]
    print(fields.joined(separator: " "))
  }

  /// A limit's time as a share of a kernel's: by the medians, and by the best.
  private func percent(_ limit: Stopwatch.Time, _ kernel: Stopwatch.Time) -> String {
    String(format: "%.1f (%.1f) %%", limit.median / kernel.median * 100, limit.best / kernel.best * 100)
  }

  private func limits() {
    let w = large(.int8)
    line("plain read", clock.times([{ _ = backend.readOnly(w) }])[0], "GB/s") { bytes(w) / $0 * 1e-9 }
    if let count = backend.multiplyBytesOnly(rounds: Self.rounds) {
      let time = clock.times([{ _ = backend.multiplyBytesOnly(rounds: Self.rounds) }])[0]
      line("products of bytes in registers", time, "GOPS") { Double(count) / $0 * 1e-9 }
    }
    if let count = backend.multiplyFloatsOnly(rounds: Self.rounds) {
      let time = clock.times([{ _ = backend.multiplyFloatsOnly(rounds: Self.rounds) }])[0]
      line("products of floats in registers", time, "GFLOPS") { Double(count) / $0 * 1e-9 }
    }
  }

  private func bytes(_ w: WeightMatrix) -> Double { Double(WeightLayout(shape: w.shape, scheme: w.scheme).byteCount) }

  private func large(_ scheme: WeightScheme) -> WeightMatrix {
    var samples = Samples(seed: 1)
    let panelByteCount = WeightLayout(shape: Shape(16, 4096), scheme: scheme).byteCount
    return samples.weight(Shape(Self.largeWeightByteCount / panelByteCount * 16, 4096), scheme)
  }

  /// One row, as for a token: as fast as the weights can be read.
  private func row() {
    for scheme in [WeightScheme.int4, .int8, .float16] {
      let w = large(scheme)
      var samples = Samples(seed: 2)
      let x = samples.matrix(1, 4096)
      var y = Matrix(rowCount: 1, columnCount: w.shape.rowCount)
      let times = clock.times([
        { backend.multiply(x, w, bias: nil, into: &y) }, { _ = backend.readOnly(w) },
      ])
      let read = times.map { bytes(w) / $0.best * 1e-9 }[1]
      line(
        "\(scheme) 1 x 4096 x \(w.shape.rowCount)", times[0], "GB/s",
        "\(percent(times[1], times[0])) of \(String(format: "%.1f", read)) read"
      ) { bytes(w) / $0 * 1e-9 }
    }
  }

  /// A few rows: what they cost in units of one.
  private func rows() {
    for scheme in [WeightScheme.int4, .int8] {
      let w = large(scheme)
      var samples = Samples(seed: 3)
      let one = samples.matrix(1, 4096)
      for rowCount in [2, 3, 4, 6, 8, 12, 16] {
        let x = samples.matrix(rowCount, 4096)
        var y = Matrix(rowCount: rowCount, columnCount: w.shape.rowCount)
        var z = Matrix(rowCount: 1, columnCount: w.shape.rowCount)
        let times = clock.times([
          { backend.multiply(x, w, bias: nil, into: &y) }, { backend.multiply(one, w, bias: nil, into: &z) },
        ])
        let ratios = (times[0].median / times[1].median, times[0].best / times[1].best)
        line(
          "\(scheme) \(rowCount) x 4096 x \(w.shape.rowCount)", times[0], "GOPS",
          String(format: "%.2f (%.2f) times one row", ratios.0, ratios.1)
        ) { 2 * Double(rowCount * 4096 * w.shape.rowCount) / $0 * 1e-9 }
      }
    }
  }

  /// Many rows: as fast as bytes can be multiplied.
  private func products() {
    let shapes = [(32, 4096, 4096), (128, 4096, 4096), (257, 1408, 6144), (257, 6144, 1408), (512, 4096, 4096)]
    for scheme in [WeightScheme.int4, .int8, .int8PerRow, .float16] {
      for (rowCount, inputs, outputs) in shapes where scheme != .float16 || rowCount == 257 {
        var samples = Samples(seed: 4)
        let w = samples.weight(Shape(outputs, inputs), scheme)
        let x = samples.matrix(rowCount, inputs)
        var y = Matrix(rowCount: rowCount, columnCount: outputs)
        let isInteger = scheme != .float16
        let limit = {
          isInteger
            ? backend.multiplyBytesOnly(rounds: Self.rounds) : backend.multiplyFloatsOnly(rounds: Self.rounds)
        }
        let most = limit()
        let times = clock.times([{ backend.multiply(x, w, bias: nil, into: &y) }, { _ = limit() }])
        let count = 2 * Double(rowCount * inputs * outputs)
        let note = most.map { most in
          let scaled = Stopwatch.Time(times[1], times: count / Double(most))
          return "\(percent(scaled, times[0])) of \(String(format: "%.0f", count / scaled.best * 1e-9))"
        }
        line("\(scheme) \(rowCount) x \(inputs) x \(outputs)", times[0], isInteger ? "GOPS" : "GFLOPS", note ?? "") {
          count / $0 * 1e-9
        }
      }
    }
  }

  private func attention() {
    let cases = [
      ("257 x 257, 16 of 88", 257, 257, 16, 88, false), ("128 x 128 causal, 32 of 128", 128, 128, 32, 128, true),
      ("1 x 512, 32 of 128", 1, 512, 32, 128, true), ("4 x 512, 32 of 128", 4, 512, 32, 128, true),
      ("4096 x 4096, 16 of 72", 4096, 4096, 16, 72, false),
    ]
    for (name, rows, keys, heads, width, isCausal) in cases {
      var samples = Samples(seed: 6)
      let qkv = samples.matrix(keys, 3 * heads * width)
      let queries = samples.matrix(rows, 3 * heads * width)
      var y = Matrix(rowCount: rows, columnCount: heads * width)
      let shape = AttentionShape(
        headCount: heads, keyValueHeadCount: heads, headWidth: width, scale: 0.1, queryColumn: 0,
        keyColumn: heads * width, valueColumn: 2 * heads * width, keyRowCount: keys,
        mask: isCausal ? .causal(firstPosition: keys - rows) : .none)
      let time = clock.times([{ backend.attend(shape, queries: queries, keys: qkv, values: qkv, into: &y) }])[0]
      let pairs = isCausal ? rows * (keys - rows) + rows * (rows + 1) / 2 : rows * keys
      line("attention \(name)", time, "GFLOPS", String(format: "%.3f ms", time.best * 1e3)) {
        4e-9 * Double(pairs * heads * width) / $0
      }
      let floats = y.elements
      func loss() -> Float {
        let largest = floats.map(\.magnitude).max() ?? 0
        return (zip(floats, y.elements).map { ($0 - $1).magnitude }.max() ?? 0) / largest
      }
      guard isCausal else {
        let time = clock.times([
          { backend.attendPerRow(shape, queries: queries, keys: qkv, values: qkv, into: &y) }
        ])[0]
        let note = String(format: "%.3f ms, off by %.4f of the largest", time.best * 1e3, loss())
        line("  the same in integers", time, "GFLOPS", note) { 4e-9 * Double(pairs * heads * width) / $0 }
        continue
      }
      var keyBytes = ByteRows(rowCapacity: keys, headCount: heads, headWidth: width)
      var valueBytes = ByteRows(rowCapacity: keys, headCount: heads, headWidth: width)
      let written = clock.times([{ backend.store(qkv, firstColumn: heads * width, into: &keyBytes, at: 0) }])[0]
      backend.store(qkv, firstColumn: 2 * heads * width, into: &valueBytes, at: 0)
      var byteShape = shape
      byteShape.keyColumn = 0
      byteShape.valueColumn = 0
      let byteTime = clock.times([
        { backend.attend(byteShape, queries: queries, keys: keyBytes, values: valueBytes, into: &y) }
      ])[0]
      let note = String(format: "%.3f ms, off by %.4f of the largest", byteTime.best * 1e3, loss())
      line("  the same over bytes", byteTime, "GFLOPS", note) {
        4e-9 * Double(pairs * heads * width) / $0
      }
      line("  writing the keys as bytes", written, "ps") { $0 / Double(keys * heads * width) * 1e12 }
    }
  }

  /// Picoseconds for each element of 64 rows of 4096.
  private func functions() {
    var samples = Samples(seed: 7)
    let x = samples.matrix(64, 4096)
    var y = Matrix(rowCount: 64, columnCount: 4096)
    let weight = samples.vector(4096)
    let bias = samples.vector(4096)
    let gateUp = samples.matrix(64, 8192)
    func measure(_ what: String, _ body: @escaping () -> Void) {
      line(what, clock.times([body])[0], "ps") { $0 / (64 * 4096) * 1e12 }
    }
    measure("add") { backend.add(x, to: &y) }
    y = samples.matrix(64, 4096)
    let norms = [
      ("layer norm", Norm.layer(weight: weight, bias: bias, epsilon: 1e-6)),
      ("root mean square norm", .rootMeanSquare(weight: weight, epsilon: 1e-6)),
    ]
    for (name, norm) in norms { measure(name) { backend.normalize(x, by: norm, into: &y) } }
    measure("gate") { backend.siluGate(gateUp, into: &y) }
    y = samples.matrix(64, 4096)
    measure("gelu") { backend.gelu(&y) }
  }
}
