#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package import SkinKernels

/// How a model runs on this machine; except for the pack and 8-bit keys and values, nothing here changes an answer.
package struct RuntimeOptions: Hashable, Sendable {
  /// The kernels to use.
  package var kernels: KernelName
  /// The number of compute threads.
  package var threadCount: Int
  /// The limit on resident memory, in bytes; nil for no limit.
  package var memoryLimit: Int?
  /// Whether tokens are drafted and verified together.
  package var draftsTokens: Bool
  /// How the decoder keeps keys and values.
  package var cacheFormat: CacheFormat
  /// An alignment pack over the model; nil for the model's own layer.
  package var alignmentPack: String?

  /// The best kernels that this processor supports and one thread per core, unless told otherwise.
  package init(
    kernels: KernelName = .best, threadCount: Int = RuntimeOptions.coreCount, memoryLimit: Int? = nil,
    draftsTokens: Bool = true, cacheFormat: CacheFormat = .float32
  ) {
    self.cacheFormat = cacheFormat
    self.draftsTokens = draftsTokens
    self.kernels = kernels
    self.threadCount = threadCount
    self.memoryLimit = memoryLimit
  }

  /// Physical cores that this process may use, at least one.
  ///
  /// On Linux, the distinct pairs of package and core that the kernel lists for the processors on which the process may
  /// run, or those processors themselves if it lists none; no more than the time that the cgroup's quota allows.
  package static var coreCount: Int {
    let cores = allowedCoreCount
    guard let time = ProcessLimits.processorTime else { return cores }
    return max(1, min(cores, Int(min(time.rounded(), 4096))))
  }

  private static var allowedCoreCount: Int {
    let processors = ProcessLimits.processors ?? Array(0..<max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1))
    let processorCount = max(processors.count, 1)
    var cores: Set<String> = []
    for processor in processors {
      let folder = "/sys/devices/system/cpu/cpu\(processor)/topology/"
      guard let package = SystemFile.line(folder + "physical_package_id"),
        let core = SystemFile.line(folder + "core_id")
      else { return processorCount }
      cores.insert("\(package) \(core)")
    }
    return max(cores.count, 1)
  }
}
