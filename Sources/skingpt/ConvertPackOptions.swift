import ArgumentParser
import SkinConversion
import SkinContainer
import SkinDiagnosis

/// `skingpt convert --alignment-only`: a pack instead of a container.
struct ConvertPackOptions: ParsableArguments {
  @Flag(
    name: .long, help: "Write the alignment layer alone, over the container --base; use it with --alignment-pack.")
  var alignmentOnly = false

  @Option(name: .long, help: "The container that the alignment layer belongs over.")
  var base: String?

  func validate() throws {
    if alignmentOnly, base == nil { throw ValidationError("--alignment-only needs --base FILE") }
    if !alignmentOnly, base != nil { throw ValidationError("--base goes with --alignment-only") }
  }

  /// Writes the pack.
  func run(_ convert: Convert) throws {
    guard let base else { return }
    var converter = AlignmentPackConverter(alignment: convert.alignment, base: base, output: convert.output)
    converter.description = convert.config
    converter.template = convert.template
    converter.card = convert.card
    converter.calibration = convert.calibration
    let (digest, byteCount) = try converter.run()
    Terminal.write("\(convert.output): \(ByteText.text(byteCount)) over '\(base)', digest \(digest)\n")
  }
}
