import ArgumentParser
import SkinContainer
import SkinDiagnosis
import SkinConversion

/// `skingpt export`: a container's weights for other programs.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a container's weights for other programs: safetensors, GGUF.",
    discussion: "The GGUF holds the decoder and its tokenizer, with the same integers and scales: nothing is rounded.")

  @Argument(help: "A container.")
  var file: String

  @Option(name: .long, help: "All tensors, dequantized, under the names of the public checkpoints, to this file.")
  var safetensors: String?

  @Option(name: .long, help: "The decoder and its tokenizer, for llama.cpp, to this file.")
  var gguf: String?

  @Option(
    name: .long, help: "The vision tower and the projection of a Gemma 3, for llama.cpp beside --gguf, to this file.")
  var mmproj: String?

  @Option(name: .long, help: "Checkpoints and descriptions that skingpt convert reads back, to this folder.")
  var checkpoints: String?

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  func validate() throws {
    if safetensors == nil, gguf == nil, mmproj == nil, checkpoints == nil {
      throw ValidationError(
        "nothing to write: give --safetensors FILE, --gguf FILE, --mmproj FILE or --checkpoints FOLDER")
    }
  }

  func run() throws {
    let container = try Container.open(path: file)
    if let safetensors {
      try write(safetensors) { try SafetensorsExport(container).write(to: safetensors, progress: $0) }
    }
    if let gguf { try write(gguf) { try GGUFExport(container).write(to: gguf, progress: $0) } }
    if let mmproj { try write(mmproj) { try ProjectorExport(container).write(to: mmproj, progress: $0) } }
    if let checkpoints {
      try write(checkpoints) { try CheckpointsExport(container).write(to: checkpoints, progress: $0) }
    }
  }

  private func write(_ path: String, _ body: ((Double) -> Void) throws -> Void) throws {
    Interruption.onInterrupt(remove: ContainerWriter.partialPath(path))
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    try body { bar.show($0) }
    bar.finish()
    Terminal.write("\(path): written\n")
  }
}
