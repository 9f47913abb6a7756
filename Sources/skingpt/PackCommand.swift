import ArgumentParser
import SkinContainer
import SkinConversion
import SkinDiagnosis

/// `skingpt pack`: an alignment layer of its own over a container.
struct Pack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes an alignment layer as a small file, to be used over the container that it was trained for.",
    discussion: "skingpt diagnose photo.jpg --model BASE --alignment-pack PACK uses it.")

  @Option(name: .long, help: "The alignment layer, like skingpt4.pth.")
  var alignment: String

  @Option(name: .long, help: "The container that the alignment layer was trained for.")
  var base: String

  @Option(name: .long, help: "What checkpoints do not say (classes, provenance): a model.json.")
  var config: String?

  @Option(name: .long, help: "The conversation, JSON; default: that of the container.")
  var template: String?

  @Option(name: .long, help: "A model card to put in, Markdown.")
  var card: String?

  @Option(name: .long, help: "How scores become probabilities, JSON.")
  var calibration: String?

  @Option(name: .shortAndLong, help: "The pack to write.")
  var output: String

  func run() throws {
    try OutputNames.check([output], inputs: [alignment, base, config, template, card, calibration].compactMap(\.self))
    var converter = AlignmentPackConverter(alignment: alignment, base: base, output: output)
    converter.description = config
    converter.template = template
    converter.card = card
    converter.calibration = calibration
    let (digest, byteCount) = try converter.run()
    Terminal.write("\(output): \(ByteText.text(byteCount)) over '\(base)', digest \(digest)\n")
  }
}
