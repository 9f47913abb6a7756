import SkinConversion

extension FailureReport {
  /// The words for a file that was given to the wrong option.
  init(path: String, expected: FileKind, found: FileKind) {
    self.init(
      problem: "'\(path)' was given as \(expected.words), but holds \(found.words).",
      help: "Give it to \(found.option), and \(expected.words) to \(expected.option).", status: .badInput)
  }

  /// The words for a file that does not go with the others.
  init(path: String, fault: PairingFault) {
    switch fault {
    case .laterVicuna(let name):
      self.init(
        problem: "'\(path)' calls itself '\(name)', a later Vicuna than v0; with a v0 alignment it writes nonsense.",
        help: "Give LLaMA with --delta vicuna-7b-delta-v0, or --force if the alignment was trained with this decoder.",
        status: .badInput)
    case .otherQueryTransformer(let name):
      self.init(
        problem: "'\(path)' is the BLIP-2 file for \(name); MiniGPT-4 and SkinGPT-4 use the one for FLAN-T5-XXL.",
        help: "Give blip2_pretrained_flant5xxl.pth, or --force if the alignment was trained with this one.",
        status: .badInput)
    case .visionWidth(let query, let vision):
      self.init(
        problem: "The Q-Former '\(path)' reads visual tokens of width \(query); those of the ViT have \(vision).",
        help: "Give the vision transformer that it was trained with: eva_vit_g.pth has width 1408.", status: .badInput)
    case .joinedWidth(let input, let vision):
      self.init(
        problem:
          "'\(path)' is an alignment of MiniGPT-v2: it reads \(input) numbers, four visual tokens; those of the ViT have"
          + " \(vision) each.",
        help: "Give the vision transformer that it was trained with: eva_vit_g.pth has width 1408.", status: .badInput)
    case .vicunaForMiniGPTv2(let name):
      self.init(
        problem: "'\(path)' calls itself '\(name)'; a MiniGPT-v2 alignment writes nonsense with a Vicuna.",
        help: "Give Llama-2-7b-chat-hf, or --force if the alignment was trained with this decoder.", status: .badInput)
    }
  }
}

extension FileKind {
  fileprivate var words: String {
    switch self {
    case .vision: "the vision transformer"
    case .qformer: "the Q-Former"
    case .alignment: "the alignment layer"
    case .language: "the decoder"
    case .adapter: "a LoRA adapter"
    }
  }

  fileprivate var option: String {
    switch self {
    case .vision: "--vision"
    case .qformer: "--qformer"
    case .alignment: "--alignment"
    case .language: "--language"
    case .adapter: "--lora"
    }
  }
}
