import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// The process's file descriptors.
enum OpenFiles {
  /// Kept for the case list, its journal and whatever else opens a file.
  private static let reserve = 12

  /// How many connections the system allows this process, after its limit is raised as far as it goes.
  static var room: Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 100 }
    limit.rlim_cur = min(limit.rlim_max, 65_536)
    if unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 {
      guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 100 }
    }
    let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 32
    return Int(limit.rlim_cur) - open - reserve
  }
}
