/// Weights that others have published and that ``Converter`` reads.
///
/// What to get, on which terms, and the line that converts it. None of them was measured by this project on photos of skin.
package struct PublishedModel: Hashable, Sendable {
  /// The name, as the publisher says it.
  package let name: String
  /// Who published it.
  package let publisher: String
  /// Files and repositories to get, under the names with which they were published; not where.
  package let parts: [String]
  /// The licences of the parts.
  package let licence: String
  /// Which terms a person must accept before a part can be had; nil if none.
  package let accept: String?
  /// All parts, bytes: their numbers of parameters times the bytes of each, not looked up.
  package let downloadBytes: Int
  /// The shape, for a forecast.
  package let shape: PublishedShape
  /// Whether its publisher trained it on photos of skin.
  package let isTrainedForSkin: Bool
  /// What it was trained for, and what its publisher says of diagnosing with it.
  package let training: String
  /// The command that converts the parts, where they lie in the folder under their own names; in int4.
  package let convert: String

  /// Every model, in the order of `docs/models.md`.
  package static let all = [
    PublishedModel(
      name: "SkinGPT-4 on Vicuna 13B v0", publisher: "KAUST (JoshuaChou2018/SkinGPT-4)",
      parts: ["skingpt4_vicuna_v1.pth", "LLaMA 13B as llama-13b/", "lmsys/vicuna-13b-delta-v0"] + encoders,
      licence:
        "Meta's research licence of LLaMA for the decoder; none is stated for the layer; MIT and BSD-3 for the encoders",
      accept: "Meta's terms for LLaMA", downloadBytes: 2 * thirteenBillion + encoderBytes + layerBytes,
      shape: .skingpt4Vicuna13B, isTrainedForSkin: true,
      training: "Its layer was trained on the skin photos of step 1 alone. " + testFiles,
      convert: line(
        alignment: "skingpt4_vicuna_v1.pth", language: "llama-13b/ --delta vicuna-13b-delta-v0/",
        output: "skingpt4-vicuna-13b.skgpt")),
    PublishedModel(
      name: "SkinGPT-4 on Llama 2 13B", publisher: "KAUST (JoshuaChou2018/SkinGPT-4)",
      parts: ["skingpt4_llama2_13bchat_base_pretrain_stage2.pth", "meta-llama/Llama-2-13b-chat-hf"] + encoders,
      licence:
        "Llama 2 Community License for the decoder; none is stated for the layer; MIT and BSD-3 for the encoders",
      accept: "Meta's terms for Llama 2", downloadBytes: thirteenBillion + encoderBytes + layerBytes,
      shape: .skingpt4Llama13B, isTrainedForSkin: true,
      training: "Its layer was trained on a base set of skin photos. " + testFiles,
      convert: line(
        alignment: "skingpt4_llama2_13bchat_base_pretrain_stage2.pth", language: "Llama-2-13b-chat-hf/",
        output: "skingpt4-llama2-13b.skgpt")),
    PublishedModel(
      name: "MiniGPT-4 on Vicuna 7B v0", publisher: "KAUST (Vision-CAIR/MiniGPT-4)",
      parts: ["prerained_minigpt4_7b.pth", "LLaMA 7B as llama-7b/", "lmsys/vicuna-7b-delta-v0"] + encoders,
      licence: "Meta's research licence of LLaMA for the decoder; BSD-3 for the layer; MIT and BSD-3 for the encoders",
      accept: "Meta's terms for LLaMA", downloadBytes: 2 * sevenBillion + encoderBytes + layerBytes,
      shape: .skingpt4Vicuna7B, isTrainedForSkin: false, training: general,
      convert: line(
        alignment: "prerained_minigpt4_7b.pth", language: "llama-7b/ --delta vicuna-7b-delta-v0/",
        output: "minigpt4-7b.skgpt")),
    PublishedModel(
      name: "MiniGPT-4 on Vicuna 13B v0", publisher: "KAUST (Vision-CAIR/MiniGPT-4)",
      parts: ["pretrained_minigpt4.pth", "LLaMA 13B as llama-13b/", "lmsys/vicuna-13b-delta-v0"] + encoders,
      licence: "Meta's research licence of LLaMA for the decoder; BSD-3 for the layer; MIT and BSD-3 for the encoders",
      accept: "Meta's terms for LLaMA", downloadBytes: 2 * thirteenBillion + encoderBytes + layerBytes,
      shape: .skingpt4Vicuna13B, isTrainedForSkin: false, training: general,
      convert: line(
        alignment: "pretrained_minigpt4.pth", language: "llama-13b/ --delta vicuna-13b-delta-v0/",
        output: "minigpt4-13b.skgpt")),
    PublishedModel(
      name: "MiniGPT-v2 on Llama 2 7B", publisher: "KAUST (Vision-CAIR/MiniGPT-4)",
      parts: ["minigptv2_checkpoint.pth", "meta-llama/Llama-2-7b-chat-hf", "eva_vit_g.pth"],
      licence: "Llama 2 Community License for the decoder; BSD-3 for layer and LoRA; MIT for the encoder",
      accept: "Meta's terms for Llama 2", downloadBytes: sevenBillion + 2_000_000_000 + 230_000_000,
      shape: .miniGPTv2Llama7B, isTrainedForSkin: false, training: general,
      convert: line(
        qformer: nil, alignment: "minigptv2_checkpoint.pth", language: "Llama-2-7b-chat-hf/",
        output: "minigptv2.skgpt")),
    PublishedModel(
      name: "MedGemma 4B", publisher: "Google (google/medgemma-4b-it)", parts: ["google/medgemma-4b-it"],
      licence: "Health AI Developer Foundations Terms of Use",
      accept: "Google's terms for Health AI Developer Foundations", downloadBytes: 8_600_000_000, shape: .medGemma4B,
      isTrainedForSkin: true,
      training:
        "Trained on medical images and texts, photos of skin among them. Its publisher means it to be adapted and "
        + "validated first, not to diagnose as it is.",
      convert: "skingpt convert --from medgemma-4b-it/ --weights int4 --output medgemma-4b.skgpt"),
  ]

  private static let encoders = ["eva_vit_g.pth", "blip2_pretrained_flant5xxl.pth"]
  private static let testFiles = "Its authors say: for testing code, not for diagnosis."
  private static let general = "Trained on general pictures and captions, not for skin and not to diagnose."
  /// ViT-g in 16 bits and the Q-Former in 32; a layer; decoders in 16 bits.
  private static let encoderBytes = 2_000_000_000 + 430_000_000
  private static let layerBytes = 50_000_000
  private static let sevenBillion = 13_480_000_000
  private static let thirteenBillion = 26_030_000_000

  private static func line(
    qformer: String? = "blip2_pretrained_flant5xxl.pth", alignment: String, language: String, output: String
  ) -> String {
    "skingpt convert --vision eva_vit_g.pth" + (qformer.map { " --qformer \($0)" } ?? "")
      + " --alignment \(alignment) --language \(language) --weights int4 --output \(output)"
  }
}
