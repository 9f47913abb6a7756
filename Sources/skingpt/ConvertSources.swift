import ArgumentParser
import SkinConversion
import SkinFailure
import SkinFiles

/// The files that `skingpt convert` reads a model from: parts, or a whole model in one.
struct ConvertSources: ParsableArguments {
  @Option(
    name: .long,
    help: "A whole Gemma 3 in one: its Hugging Face folder, or its text .gguf with --mmproj beside it.")
  var from: String?

  @Option(name: .long, help: "The vision tower and the projection of --from's .gguf, as llama.cpp has them.")
  var mmproj: String?

  @Option(name: .long, help: "The vision transformer, like eva_vit_g.pth.")
  var vision: String?

  @Option(
    name: .long,
    help: "ln_vision and the Q-Former, like blip2_pretrained_flant5xxl.pth; MiniGPT-v2 goes without.")
  var qformer: String?

  @Option(
    name: .long,
    help: "The alignment layer, like skingpt4.pth or a MiniGPT-v2's, with or without the decoder's LoRA in it.")
  var alignment: String?

  @Option(
    name: .long, help: "The decoder: a Hugging Face folder of a LLaMA or a Gemma 3, with tokenizer.model, or a GGUF.")
  var language: String?

  /// The files of each part.
  struct Parts {
    var vision: String
    var qformer: String?
    var alignment: String
    var language: String
  }

  func validate() throws {
    let parts = [("vision", vision), ("alignment", alignment), ("language", language)]
    guard let from else {
      if mmproj != nil { throw ValidationError("--mmproj belongs to --from, which names the .gguf of the decoder") }
      for (name, value) in parts where value == nil {
        throw ValidationError("Missing expected argument '--\(name) <\(name)>'")
      }
      return
    }
    for (name, value) in parts + [("qformer", qformer)] where value != nil {
      throw ValidationError("--from '\(from)' stands for the whole model, so --\(name) cannot be given beside it")
    }
  }

  /// The parts, of a whole model too.
  ///
  /// - Throws: `FailureReport` if `--from` and `--mmproj` do not go together.
  func parts() throws(FailureReport) -> Parts? {
    guard let from else {
      guard let vision, let alignment, let language else { return nil }
      return Parts(vision: vision, qformer: qformer, alignment: alignment, language: language)
    }
    // What is not there is named by the conversion.
    let isFolder = FileStatus(path: from)?.isDirectory
    if isFolder == true, mmproj != nil {
      throw FailureReport(
        problem: "'\(from)' is a folder, and --mmproj belongs to a .gguf.",
        help: "Leave --mmproj out, or name the decoder's .gguf after --from.", status: .usage)
    }
    if isFolder == false, mmproj == nil {
      throw FailureReport(
        problem: "'\(from)' is not a folder, and a .gguf holds the decoder alone.",
        help: "Add --mmproj FILE, the .gguf of its vision tower.", status: .usage)
    }
    let tower = mmproj ?? from
    return Parts(vision: tower, qformer: nil, alignment: tower, language: from)
  }

  /// What is said of a file that holds something else than its option says, in words of `--from`.
  func reported(_ error: any Error) -> any Error {
    guard from != nil, case .otherKind(let path, _, _)? = error as? ConversionError else { return error }
    return FailureReport(
      problem: "'\(path)' does not hold a Gemma 3 with its vision tower.",
      help: "Give the parts of other models to --vision, --qformer, --alignment and --language.", status: .badInput)
  }
}
