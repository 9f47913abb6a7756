import SkinRuntime
import SkinMeasurement
import SkinFailure
import ArgumentParser
import Foundation
import SkinConfiguration
import SkinContainer
import SkinDiagnosis
import SkinText

/// `skingpt doctor`: what this machine offers, what is wrong and how to fix it.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what this machine offers, what is wrong and how to mend it.")

  @OptionGroup var modelOptions: ModelOptions

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @OptionGroup var quietOption: QuietOption

  private struct Finding: Encodable {
    let problem: String
    let help: String
  }

  private struct Examination: Encodable {
    var machine: Machine
    var best_kernels: String?
    var model: String?
    var model_digest: String?
    var alignment_pack: String?
    var confinement = Confinement.Means.current
    var findings: [Finding] = []
  }

  func run() throws {
    var examination = Examination(machine: .current(), best_kernels: Machine.current().kernels.last)
    var failure: FailureReport?
    do {
      let path = try modelOptions.modelPath()
      examination.model = path
      let container = try Container.open(path: path, isChecked: false)
      examination.model_digest = container.digest
      examination.alignment_pack = modelOptions.alignmentPack
      let damaged = container.damagedParts()
      if !damaged.isEmpty {
        throw FailureReport(
          problem: "'\(path)' is damaged in \(damaged.joined(separator: ", ")).",
          help: "Copy the file again, and compare its digest with the original's.", status: .badInput)
      }
      if modelOptions.alignmentPack != nil { examination.model_digest = try openPack() }
      let needed = container.byteCount
      if let available = examination.machine.availableMemoryBytes, needed > available {
        examination.findings.append(
          Finding(
            problem: "The model has \(ByteText.text(needed)), but only \(ByteText.text(available)) of memory are free.",
            help: "Close other programs; skingpt plan predicts how long a photo takes."))
      }
    } catch {
      let found = FailureReport(error)
      examination.findings.append(Finding(problem: found.problem, help: found.help))
      failure = found
    }
    #if arch(arm64)
      let (fast, feature) = ("neondot", "dot products of bytes")
    #else
      let (fast, feature) = ("avx2", "AVX2")
    #endif
    if !examination.machine.kernels.contains(fast) {
      examination.findings.append(
        Finding(
          problem: "The processor has no \(feature): the slower kernels for older processors are used.",
          help: "The default model stays usable; larger ones need a newer processor."))
    }
    Terminal.write(json ? try JSONText.line(examination) : Self.text(examination))
    if let failure { throw failure }
  }

  /// Opens pack and model as a diagnosis does, and returns the digest that it would print.
  private func openPack() throws -> String {
    let container = try modelOptions.openContainer()
    _ = try ProbabilityCalibration(container)
    let tokenizer = try Tokenizer(model: try container.resource(.tokenizer))
    _ = try Prompt(template: container.configuration.conversation, tokenizer: tokenizer)
    return container.digest
  }

  private static func text(_ examination: Examination) -> String {
    let machine = examination.machine
    var text = "processor  \(machine.processor ?? "the system does not say"), \(machine.cores) cores\n"
    text += "kernels    \(machine.kernels.joined(separator: ", ")); \(machine.kernels.last ?? "reference") is used\n"
    text +=
      "memory     \(ByteText.text(machine.memoryBytes)), \(machine.availableMemoryBytes.map(ByteText.text) ?? "?") free\n"
    text += "disk       \(machine.freeDiskBytes.map(ByteText.text) ?? "?") free in this folder\n"
    text += "confined   \(examination.confinement.words)\n"
    text += "model      \(examination.model ?? "none")"
    text += examination.alignment_pack.map { " with \($0)" } ?? ""
    text += examination.model_digest.map { ", digest \($0.prefix(12))\n" } ?? "\n"
    guard !examination.findings.isEmpty else { return text + "Nothing is wrong.\n" }
    for finding in examination.findings { text += "\nwrong: \(finding.problem)\nhelp:  \(finding.help)\n" }
    return text
  }
}
