import ArgumentParser
import SkinFailure
import Foundation
import SkinContainer
import SkinDiagnosis
package import SkinKernels
package import SkinRuntime

extension KernelName: ExpressibleByArgument {}
extension CacheFormat: ExpressibleByArgument {}

/// The options of every command that runs a model.
struct ModelOptions: ParsableArguments {
  @Option(name: .long, help: "The model; default: SKINGPT_MODEL, else the model that comes with the program.")
  var model: String?

  @Option(name: .long, parsing: .unconditional, help: "Threads that compute; default: physical cores.")
  var threads: Int?

  @Option(name: .long, help: "reference, base, or one like avx2 or neon; default: the best that this processor has.")
  var kernels: KernelName?

  @Option(
    name: .long, parsing: .unconditional,
    help: "The most memory to hold, like 3G or 900M; larger models are then read again for every token.",
    transform: MemorySize.init(text:))
  var memoryLimit: MemorySize?

  @Flag(name: .long, help: "Do not draft tokens ahead; the answers are the same, and slower.")
  var noGuesses = false

  @Option(
    name: .long,
    help: "How keys and values are kept: f32, or int8 for a quarter of the memory and a small loss.")
  var cache = CacheFormat.float32

  @Option(name: .long, parsing: .unconditional, help: "The seed of random numbers; only drawn answers use them.")
  var seed: UInt64 = 0

  @Option(
    name: .long, help: "An alignment layer of its own over the model, made by skingpt pack.")
  var alignmentPack: String?

  @Option(
    name: .long, help: "What was learned from a clinic's photos by skingpt fit; default: SKINGPT_FIT, else nothing.")
  var fit: String?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024, not \(threads)")
    }
  }

  /// The container's path.
  ///
  /// - Throws: `FailureReport` if there is no model.
  func modelPath() throws -> String {
    if let model { return model }
    if let path = ProcessInfo.processInfo.environment["SKINGPT_MODEL"], !path.isEmpty { return path }
    if let path = DefaultModel.path() { return path }
    throw FailureReport(
      problem: "The model that comes with the program was not found.", help: "Give --model FILE, or set SKINGPT_MODEL.",
      status: .noInput)
  }

  /// How the model runs.
  var runtime: RuntimeOptions {
    var options = RuntimeOptions()
    if let threads { options.threadCount = threads }
    if let kernels { options.kernels = kernels }
    options.memoryLimit = memoryLimit?.byteCount
    options.draftsTokens = !noGuesses
    options.cacheFormat = cache
    options.alignmentPack = alignmentPack
    return options
  }

  /// Opens the container, with the pack over it if there is one, as the model would be.
  func openContainer() throws -> Container {
    try Container.open(path: try modelPath(), alignmentPack: alignmentPack)
  }

  /// The path of the clinic's fit; nil if there is none.
  var fitPath: String? {
    let path = fit ?? ProcessInfo.processInfo.environment["SKINGPT_FIT"] ?? ""
    return path.isEmpty ? nil : path
  }

  /// The files that the model is read from, and the clinic's fit: none may be an output.
  var inputs: [String] { shippedInputs + [fitPath].compactMap(\.self) }

  /// The files that the model is read from as it was shipped.
  var shippedInputs: [String] { [try? modelPath(), alignmentPack].compactMap(\.self) }

  /// Opens the model, with the clinic's fit over it if there is one; also returns how long it took, in milliseconds.
  func open() throws -> sending (model: SkinModel, milliseconds: Double) {
    let clock = Stopwatch()
    let model = try openShipped().model
    if let fitPath { try model.useFit(at: fitPath) }
    return (model, clock.total)
  }

  /// Opens the model as it was shipped; also returns how long it took, in milliseconds.
  func openShipped() throws -> sending (model: SkinModel, milliseconds: Double) {
    let clock = Stopwatch()
    let model = try SkinModel(path: try modelPath(), options: runtime)
    return (model, clock.total)
  }
}

/// A size like `3G`, `900M`, `512k` or a number of bytes; in powers of two, as memory is counted.
struct MemorySize {
  let byteCount: Int

  init(text: String) throws {
    guard let byteCount = Self.byteCount(text) else {
      throw ValidationError("Give a size like 3G, 900M or a number of bytes.")
    }
    self.byteCount = byteCount
  }

  private static func byteCount(_ argument: String) -> Int? {
    let units: [Character: Int] = ["k": 10, "m": 20, "g": 30, "t": 40]
    var digits = argument.lowercased()[...]
    if digits.hasSuffix("ib") {
      digits = digits.dropLast(2)
    } else if digits.hasSuffix("b") {
      digits = digits.dropLast()
    }
    let shift = digits.last.flatMap { units[$0] }
    if shift != nil { digits = digits.dropLast() }
    guard let number = Double(digits), number.isFinite, number > 0 else { return nil }
    let bytes = number * Double(1 << (shift ?? 0))
    guard bytes >= 1, bytes < 0x1p62 else { return nil }
    return Int(bytes)
  }
}

/// Commands without progress take `--quiet` too, so that a script can give it to every command.
struct QuietOption: ParsableArguments {
  @Flag(name: .long, help: "No progress.")
  var quiet = false
}
