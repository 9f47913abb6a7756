import ArgumentParser
package import SkinKernels

extension KernelName: ExpressibleByArgument {}

/// `skin-bench`: the kernels against the limits of this machine, in the same run.
///
/// Every number is a median, with the best in parentheses. With one thread they are of its processor time, which other
/// programs disturb less. GOPS count a multiplication and an addition as two. Percentages are of the limit measured in
/// alternation with the kernel: the plain read of the same bytes, or multiplications in registers.
@main struct SkinBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skin-bench", abstract: "Measures the kernels; compares them with the plain ones first.")

  @Option(name: .long, parsing: .upToNextOption, help: "Kernel sets, or all that this processor has.")
  var kernels: [KernelName] = KernelName.available.filter { $0 != .reference }

  @Option(name: .long, parsing: .upToNextOption, help: "Numbers of threads.")
  var threads: [Int] = [1, 2]

  @Option(name: .long, parsing: .upToNextOption, help: "Parts to measure.")
  var only: [Part] = Part.allCases

  @Option(name: .long, help: "Seconds for each number, at least; every number needs some repeats.")
  var seconds = 0.1

  @Flag(name: .long, help: "Compare with the plain kernels and measure nothing.")
  var check = false

  /// What can be measured alone.
  enum Part: String, CaseIterable, ExpressibleByArgument {
    case limits, row, rows, products, attention, functions
  }

  func validate() throws {
    if threads.contains(where: { $0 < 1 || $0 > 256 }) { throw ValidationError("--threads must be from 1 to 256") }
    if !(seconds >= 0 && seconds <= 60) { throw ValidationError("--seconds must be from 0 to 60") }
  }

  func run() throws {
    for name in kernels {
      let faults = try Check(kernels: name).faults()
      for fault in faults { print("\(name.rawValue): \(fault)") }
      if !faults.isEmpty { throw ExitCode.failure }
      print("\(name.rawValue): as the plain kernels")
    }
    if check { return }
    for name in kernels {
      for threadCount in threads {
        let bench = try Bench(
          backend: ComputeBackend(kernels: name, threadCount: threadCount),
          clock: Stopwatch(seconds: seconds, countsProcessorTime: threadCount == 1))
        for part in only { try bench.measure(part) }
      }
    }
  }
}
