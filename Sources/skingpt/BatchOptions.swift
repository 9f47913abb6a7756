import ArgumentParser
import Foundation
import SkinFailure

/// The options of `diagnose` over many photos.
struct BatchOptions: ParsableArguments {
  @Option(name: .long, help: "Write one report a line to this file; folders among the photos are searched.")
  var jsonl: String?

  @Flag(name: .long, help: "With --jsonl, go on where an earlier run ended.")
  var resume = false

  @Option(
    name: .long, help: "With --jsonl, part I of N, like 1/2: every Nth photo from the Ith on.",
    transform: Shard.init(text:))
  var shard: Shard?

  func validate() throws {
    if jsonl == nil, resume || shard != nil { throw ValidationError("--resume and --shard need --jsonl") }
  }
}

/// A photo of a batch.
struct BatchPhoto: Hashable {
  /// Its path.
  let path: String
  /// What its line calls it: the path below the folder that was named.
  let name: String

  private static let endings: Set<String> = ["jpg", "jpeg", "png", "webp"]

  /// The photos of files and folders, each folder in the order of names; the same for every shard.
  ///
  /// A folder that is a link is searched, a linked folder in it is not.
  ///
  /// - Throws: the file system's error about a folder that cannot be read; `FailureReport` if a folder has no photo, or
  ///   two folders have photos of the same name, so that one line would stand for two photos.
  static func found(in arguments: [String]) throws -> [BatchPhoto] {
    var photos: [BatchPhoto] = []
    var seen: [String: String] = [:]
    for argument in arguments {
      var isFolder: ObjCBool = false
      // SAFETY: the pointer is to a local variable.
      _ = unsafe FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder)
      let names = isFolder.boolValue ? try photoNames(below: argument) : nil
      if names?.isEmpty == true {
        throw FailureReport(
          problem: "There is no photo in '\(argument)'.",
          help: "Photos end in .jpg, .jpeg, .png or .webp; linked folders in it are not searched.", status: .noInput)
      }
      let found =
        names?.map { BatchPhoto(path: (argument as NSString).appendingPathComponent($0), name: $0) }
        ?? [BatchPhoto(path: argument, name: argument)]
      for photo in found {
        if let other = seen.updateValue(photo.path, forKey: photo.name) {
          guard other != photo.path else { continue }
          throw FailureReport(
            problem: "'\(photo.name)' is the name of two photos: '\(other)' and '\(photo.path)'.",
            help: "Give the folder that holds both, or one folder a run.", status: .usage)
        }
        photos.append(photo)
      }
    }
    return photos
  }

  private static func photoNames(below folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: URL(filePath: folder).resolvingSymlinksInPath().path)
      .filter { endings.contains(($0 as NSString).pathExtension.lowercased()) }
      .sorted()
  }
}
