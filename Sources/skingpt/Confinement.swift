import CSkinPlatform
import Foundation
import SkinDiagnosis
import SkinFailure

/// The rights that the program gives up, so that a photo that breaks a decoder finds nothing to use.
///
/// On a system without Landlock and seccomp the program runs all the same; `skingpt doctor` says what the system has,
/// and docs/privacy.md what follows.
enum Confinement {
  /// What this system offers for giving rights up.
  struct Means: Encodable {
    /// The version of Landlock; 0 if there is none.
    var landlock: Int
    /// Whether system calls can be filtered.
    var seccomp: Bool

    /// What the system says now.
    static var current: Means {
      Means(
        landlock: Int(skin_landlock_version()),
        seccomp: FileManager.default.fileExists(atPath: "/proc/sys/kernel/seccomp/actions_avail"))
    }

    /// One line to the user.
    var words: String {
      switch (landlock > 0, seccomp) {
      case (true, true): "diagnose and serve give up writing, programs and sockets (Landlock \(landlock), seccomp)"
      case (false, true): "diagnose and serve give up programs and sockets (seccomp); this system has no Landlock"
      case (true, false): "diagnose and serve give up writing (Landlock \(landlock)); this system has no seccomp"
      case (false, false): "this system takes no rights away; docs/privacy.md says what follows"
      }
    }
  }

  /// No core dump holds a photo, and no other program of the same person reads the memory.
  static func keepMemoryPrivate() { skin_keep_memory_private() }

  /// From now on files are written only in the folders of `paths`; call it before any thread works.
  ///
  /// - Throws: `FailureReport` if the system has the means and refuses.
  static func allowWriting(beside paths: [String]) throws {
    let folders = unsafe paths.map { path in
      let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath()
      return unsafe strdup(resolved.deletingLastPathComponent().path(percentEncoded: false))
    }
    // SAFETY: the copies live until the call is over.
    defer { unsafe folders.forEach { unsafe free($0) } }
    let status = unsafe folders.map { unsafe UnsafePointer($0) }.withUnsafeBufferPointer {
      unsafe skin_confine_files($0.baseAddress, Int32($0.count))
    }
    if status < 0 { throw refusal("its rights to write files") }
  }

  /// From now on no program is run, no socket opened and, unless outputs were requested, no file written.
  ///
  /// - Throws: `FailureReport` if the system has the means and refuses.
  static func close(allowsWriting: Bool) throws {
    if skin_confine_calls(allowsWriting ? 1 : 0) < 0 { throw refusal("its rights to run programs and open sockets") }
  }

  private static func refusal(_ rights: String) -> FailureReport {
    let reason = unsafe String(cString: strerror(errno))
    return FailureReport(
      problem: "The program cannot give up \(rights): \(reason).",
      help: "The system refuses what it offers; please report this with the system's name and version.",
      status: .software)
  }
}
