import SkinFailure
import ArgumentParser
import Foundation
import SkinContainer
import SkinDiagnosis

/// `skingpt verify`: every digest of a container.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Checks every digest of a container.")

  @Argument(help: "A container.")
  var file: String

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @OptionGroup var quietOption: QuietOption

  private struct Result: Encodable {
    let file: String
    let whole: Bool
    let damaged: [String]
    let tensors: Int
    let chunks: Int
    let digest: String
  }

  func run() throws {
    let container = try Container.open(path: file, isChecked: false)
    let damaged = container.damagedParts()
    let chunkCount = container.records.reduce(0) { $0 + $1.chunkCount }
    if json {
      Terminal.write(
        try JSONText.line(
          Result(
            file: URL(fileURLWithPath: file).lastPathComponent, whole: damaged.isEmpty, damaged: damaged,
            tensors: container.records.count, chunks: chunkCount, digest: container.digest)))
    }
    guard damaged.isEmpty else {
      throw FailureReport(
        problem: "'\(file)' is damaged in \(damaged.joined(separator: ", ")).",
        help: "Copy the file again, and compare its digest with the original's.", status: .badInput)
    }
    container.rememberWhole()
    if !json {
      let partCount = container.partPaths.count
      let files = partCount > 1 ? " in \(partCount) files" : ""
      let size = "\(container.records.count) tensors in \(chunkCount) chunks"
      Terminal.write("\(file): whole\(files); \(size), digest \(container.digest)\n")
    }
  }
}
