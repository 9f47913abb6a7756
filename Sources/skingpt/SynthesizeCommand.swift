import ArgumentParser
import SkinMeasurement
import SkinRuntime
import SkinFailure
import Foundation
import SkinConfiguration
import SkinContainer
package import SkinConversion
import SkinDiagnosis
import SkinQuantization

extension PublishedShape: ExpressibleByArgument {}

/// `skingpt synthesize`: a container of a published shape with random weights.
struct Synthesize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a container of a published shape with random weights, for measuring.")

  @Option(name: .long, help: "The shape: \(PublishedShape.allCases.map(\.rawValue).joined(separator: ", ")).")
  var preset: PublishedShape

  @Option(name: .long, help: "The decoder's weights: f32, f16, int8 or int4.")
  var weights: WeightScheme

  @Option(
    name: .long,
    help:
      "ViT and Q-Former; int8-row is faster and less exact; default: int8 under int4, else the same.")
  var visionWeights: WeightScheme?

  @Option(name: .long, help: "A SentencePiece model; default: one of the right size that knows bytes and numbers.")
  var tokenizer: String?

  @Option(name: .long, help: "Texts from which the model may draft tokens, one line each.")
  var draftText: String?

  @OptionGroup var openingOptions: OpeningOptions

  @Option(name: .long, parsing: .unconditional, help: "The seed of random numbers.")
  var seed: UInt64 = 0

  @Option(name: [.long, .customShort("o")], help: "The container.")
  var output: String

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  private struct Result: Encodable {
    let output: String
    let model: String
    let digest: String
  }

  func run() throws {
    let pieces = try tokenizer.map { Array(try InputFile.read($0)) }
    var model = SyntheticModel(
      preset, weights: WeightPlan(language: weights, vision: visionWeights), tokenizer: pieces, seed: seed)
    model.draftText = draftText
    model.storesPrefix = openingOptions.storeOpening
    let folder = URL(fileURLWithPath: output).deletingLastPathComponent().path(percentEncoded: false)
    if let free = Machine.freeDiskBytes(folder: folder), free < model.weightByteCount {
      throw FailureReport(
        problem:
          "'\(output)' will have \(ByteText.text(model.weightByteCount)); the disk has \(ByteText.text(free)) left.",
        help: "Make room, choose another disk, or fewer bits with --weights.", status: .inputOutput)
    }
    Interruption.onInterrupt(remove: ContainerWriter.partialPath(output))
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    let digest = try model.write(
      to: output,
      storedPrefix: { try SkinModel.storedPrefixBytes(of: $0, threadCount: RuntimeOptions().threadCount) },
      progress: { bar.show($0) })
    bar.finish()
    let name = model.configuration.name
    Terminal.write(
      json
        ? try JSONText.line(Result(output: output, model: name, digest: digest))
        : "\(output): \(name), digest \(digest)\n")
  }
}

/// Sizes as text.
enum ByteText {
  /// Like `3.9 GB`, in powers of ten, as disks are sold.
  static func text(_ byteCount: Int) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var value = Double(byteCount)
    var unit = 0
    while value >= 1000, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return unit == 0 ? "\(byteCount) bytes" : String(format: "%.1f %@", value, units[unit] as NSString)
  }
}
