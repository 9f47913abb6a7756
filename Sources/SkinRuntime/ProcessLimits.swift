import Foundation

/// How much of the machine the system lets this process use: processors, their time, and memory.
///
/// Source: Linux, `Documentation/admin-guide/cgroup-v2.rst` and `cgroup-v1/`; `Documentation/filesystems/proc.rst`.
package enum ProcessLimits {
  /// Processors on which the process may run; nil if the system does not say.
  package static var processors: [Int]? {
    guard let data = FileManager.default.contents(atPath: "/proc/self/status") else { return nil }
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix("Cpus_allowed_list:")
    {
      // Like `0-3,8`.
      let numbers = line.dropFirst("Cpus_allowed_list:".count).split(separator: ",").flatMap { range -> [Int] in
        let ends = range.split(separator: "-").compactMap { Int($0.filter(\.isNumber)) }
        guard let first = ends.first, let last = ends.last, first <= last, last < 1 << 16 else { return [] }
        return Array(first...last)
      }
      return numbers.isEmpty ? nil : numbers
    }
    return nil
  }

  /// How many processors' time the process may use under its cgroup's quota; nil if there is no quota.
  package static var processorTime: Double? {
    let shares = folders("cpu").compactMap { folder -> Double? in
      if let line = SystemFile.line(folder + "/cpu.max") {
        let words = line.split(separator: " ").compactMap { Double($0) }
        return words.count == 2 && words[1] > 0 ? words[0] / words[1] : nil
      }
      guard let quota = SystemFile.line(folder + "/cpu.cfs_quota_us").flatMap({ Double($0) }), quota > 0,
        let period = SystemFile.line(folder + "/cpu.cfs_period_us").flatMap({ Double($0) }), period > 0
      else { return nil }
      return quota / period
    }
    return shares.min()
  }

  /// The most memory that the process's cgroup may have, in bytes; nil if there is no limit.
  package static var memoryByteCount: Int? { folders("memory").compactMap(memoryLimit).min() }

  /// Memory that the process's cgroup may still take, in bytes; nil if there is no limit.
  package static var availableMemoryByteCount: Int? {
    let left = folders("memory").compactMap { folder -> Int? in
      guard let limit = memoryLimit(folder) else { return nil }
      let used =
        number(folder + "/memory.current") ?? number(folder + "/memory.usage_in_bytes") ?? 0
      // File pages that were not used lately are reclaimed before anything fails.
      let idle = statistic("inactive_file", folder) ?? statistic("total_inactive_file", folder) ?? 0
      return max(0, limit - max(0, used - idle))
    }
    return left.min()
  }

  private static func memoryLimit(_ folder: String) -> Int? {
    // Version 1 reports a number near the maximum where there is no limit.
    (number(folder + "/memory.max") ?? number(folder + "/memory.limit_in_bytes")).flatMap { $0 < 1 << 60 ? $0 : nil }
  }

  private static func number(_ path: String) -> Int? { SystemFile.line(path).flatMap { Int($0) } }

  private static func statistic(_ name: String, _ folder: String) -> Int? {
    guard let data = FileManager.default.contents(atPath: folder + "/memory.stat") else { return nil }
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix(name + " ") {
      return Int(line.dropFirst(name.count + 1))
    }
    return nil
  }

  /// The folders of the process's cgroup and of all its ancestors, for a controller.
  private static func folders(_ controller: String) -> [String] {
    guard let data = FileManager.default.contents(atPath: "/proc/self/cgroup") else { return [] }
    var folders: [String] = []
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count == 3 else { continue }
      let root: String
      if words[1].isEmpty {
        root = "/sys/fs/cgroup"
      } else if words[1].split(separator: ",").contains(Substring(controller)) {
        root = "/sys/fs/cgroup/" + controller
      } else {
        continue
      }
      // Inside a container the path may lead outside what is mounted; the mounted root is then the cgroup.
      var path = String(words[2])
      while !path.isEmpty, path != "/" {
        folders.append(root + path)
        path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
      }
      folders.append(root)
    }
    return folders
  }
}
