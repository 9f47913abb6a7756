import ArgumentParser
import Foundation
import SkinConfiguration
import SkinContainer
import SkinQuantization
import SkinTensor

/// `skingpt inspect`: what is in a container.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Shows what is in a container.")

  @Argument(help: "A container.")
  var file: String

  @Flag(name: .long, help: "Also a row for every tensor.")
  var tensors = false

  @Flag(name: .long, help: "As JSON, with every tensor.")
  var json = false

  @OptionGroup var quietOption: QuietOption

  private struct Row: Encodable {
    let name: String
    let shape: Shape
    let scheme: String
    let bytes: Int
    let storedBytes: Int
    let lz4Ratio: Double
    let errors: [String: Double]?

    private enum CodingKeys: String, CodingKey {
      case name, shape, scheme, bytes, errors
      case storedBytes = "stored_bytes"
      case lz4Ratio = "lz4_ratio"
    }
  }

  private struct Contents: Encodable {
    let file: String
    let bytes: Int
    let digest: String
    let configuration: ModelConfiguration
    let tensors: [Row]
  }

  func run() throws {
    let container = try Container.open(path: file)
    let rows = container.records.map { record in
      Row(
        name: record.name.description, shape: record.shape, scheme: record.scheme.rawValue,
        bytes: record.rawByteCount, storedBytes: record.storedByteCount,
        lz4Ratio: Double(record.rawByteCount) / Double(max(record.storedByteCount, 1)), errors: record.errorMeasures)
    }
    if json {
      let name = URL(fileURLWithPath: file).lastPathComponent
      Terminal.write(
        try JSONText.line(
          Contents(
            file: name, bytes: container.byteCount, digest: container.digest, configuration: container.configuration,
            tensors: rows)))
    } else {
      Terminal.write(opening(container) + (tensors ? table(rows) : summary(rows)))
    }
  }

  private func opening(_ container: Container) -> String {
    let configuration = container.configuration
    let (vision, language) = (configuration.vision, configuration.language)
    return """
      \(configuration.name), \(container.byteCount) bytes\(Self.files(container)), digest \(container.digest)
      image     \(configuration.image.size) x \(configuration.image.size), patches of \(vision.patchSize)
      vision    \(vision.layerCount) layers, width \(vision.width), \(vision.headCount) heads, \(vision.feedForwardWidth) wide inside
      \(Self.connector(configuration))
      language  \(language.layerCount) layers, width \(language.hiddenWidth), \(language.headCount) heads (\(language.keyValueHeadCount) for keys and values), \(language.feedForwardWidth) wide inside
      words     \(language.vocabularySize), context \(language.contextLength)
      classes   \(configuration.classes.count), concepts \(configuration.concepts.count)
      trained to diagnose: \(configuration.provenance.diagnostic ? "yes" : "no")
      \(Terminal.wrapped(configuration.provenance.statement))
      \(Terminal.wrapped(configuration.provenance.measuredAccuracy ?? "Its accuracy was not measured."))


      """
  }

  private static func connector(_ configuration: ModelConfiguration) -> String {
    switch configuration.connector {
    case .queryTransformer(let query):
      "queries   \(query.queryCount), \(query.layerCount) layers, width \(query.width), \(query.headCount) heads, \(query.feedForwardWidth) wide inside"
    case .pooledPatches(let pooling):
      "no Q-Former: the means of \(pooling.side) x \(pooling.side) patches, \(configuration.imageRowCount) rows of width \(configuration.alignmentInputWidth)"
    case .joinedTokens(let count):
      "no Q-Former: \(count) visual tokens side by side, \(configuration.imageRowCount) rows of width \(configuration.alignmentInputWidth)"
    }
  }

  private static func files(_ container: Container) -> String {
    let names = container.partPaths.map { URL(fileURLWithPath: $0).lastPathComponent }
    return names.count > 1 ? " in \(names.count) files, \(names[0]) to \(names[names.count - 1])" : ""
  }

  /// A line for each scheme, and how to see more.
  private func summary(_ rows: [Row]) -> String {
    let schemes = Dictionary(grouping: rows, by: \.scheme)
    let lines = schemes.map { name, rows in
      (name, rows.count, rows.reduce(0) { $0 + $1.bytes }, rows.reduce(0) { $0 + $1.storedBytes })
    }
    return lines.sorted { ($0.2, $0.0) > ($1.2, $1.0) }.reduce("") { text, line in
      let name = line.0.padding(toLength: max(10, line.0.count), withPad: " ", startingAt: 0)
      return text + "\(name)\(line.1) tensors, \(line.2) bytes, \(line.3) in the file\n"
    } + "skingpt inspect --tensors shows each tensor, skingpt verify checks every digest.\n"
  }

  private func table(_ rows: [Row]) -> String {
    func right(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    func left(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let nameWidth = (rows.map(\.name.count).max() ?? 0) + 1
    var text =
      left("tensor", nameWidth) + right("shape", 15) + "  scheme" + right("bytes", 11) + right("LZ4", 6)
      + right("SNR dB", 8) + "\n"
    for row in rows {
      let ratio = String(format: "%.2f", row.lz4Ratio)
      let noise = row.errors?["snr_db"].map { String(format: "%.1f", $0) } ?? ""
      text += left(row.name, nameWidth) + right(row.shape.description, 15) + "  " + left(row.scheme, 6)
      text += right("\(row.bytes)", 11) + right(ratio, 6) + right(noise, 8) + "\n"
    }
    return text
  }
}
