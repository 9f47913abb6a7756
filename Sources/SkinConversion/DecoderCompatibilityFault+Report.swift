import SkinFailure

extension DecoderCompatibilityFault {
  /// The report on a file that does not go with the others.
  func report(path: String) -> FailureReport {
    switch self {
    case .laterVicuna(let name):
      return FailureReport(
        problem: "'\(path)' calls itself '\(name)', a later Vicuna than v0; with a v0 alignment it writes nonsense.",
        help: "Give LLaMA with --delta vicuna-7b-delta-v0, or --force if the alignment was trained with this decoder.",
        status: .badInput)
    case .otherQueryTransformer(let name):
      return FailureReport(
        problem: "'\(path)' is the BLIP-2 file for \(name); MiniGPT-4 and SkinGPT-4 use the one for FLAN-T5-XXL.",
        help: "Give blip2_pretrained_flant5xxl.pth, or --force if the alignment was trained with this one.",
        status: .badInput)
    case .visionWidth(let query, let vision):
      return FailureReport(
        problem: "The Q-Former '\(path)' reads visual tokens of width \(query); those of the ViT have \(vision).",
        help: "Give the vision transformer that it was trained with: eva_vit_g.pth has width 1408.", status: .badInput)
    case .joinedWidth(let input, let vision):
      return FailureReport(
        problem:
          "'\(path)' is an alignment of MiniGPT-v2: it reads \(input) numbers, four visual tokens; those of the ViT have"
          + " \(vision) each.",
        help: "Give the vision transformer that it was trained with: eva_vit_g.pth has width 1408.", status: .badInput)
    case .vicunaForMiniGPTv2(let name):
      return FailureReport(
        problem: "'\(path)' calls itself '\(name)'; a MiniGPT-v2 alignment writes nonsense with a Vicuna.",
        help: "Give Llama-2-7b-chat-hf, or --force if the alignment was trained with this decoder.", status: .badInput)
    }
  }
}
