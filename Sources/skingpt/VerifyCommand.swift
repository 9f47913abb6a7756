import ArgumentParser
import Foundation
import SkinContainer
import SkinDiagnosis

/// `skingpt verify`: every digest of a container.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Checks every digest of a container.")

  @Argument(help: "A container.")
  var file: String

  func run() throws {
    let container = try Container.open(path: file)
    let damaged = container.damagedParts()
    guard damaged.isEmpty else {
      Terminal.report(
        FailureReport(
          problem: "'\(file)' is damaged in \(damaged.joined(separator: ", ")).",
          help: "Copy the file again, and compare its digest with the original's.", status: .badInput))
      throw ExitCode(ExitStatus.badInput.rawValue)
    }
    let chunkCount = container.records.reduce(0) { $0 + $1.chunkCount }
    let partCount = container.partPaths.count
    let files = partCount > 1 ? " in \(partCount) files" : ""
    Terminal.write(
      "\(file): whole\(files); \(container.records.count) tensors in \(chunkCount) chunks, digest \(container.digest)\n"
    )
  }
}
