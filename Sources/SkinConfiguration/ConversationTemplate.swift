/// How an image and questions become a prompt.
///
/// The prompt is one string, cut at the image. Each of the two segments is tokenized on its own (so that each gets
/// SentencePiece's dummy prefix); the beginning-of-sequence token precedes the first only. The second segment grows
/// with every turn:
///
///     opening  [image rows]  afterImage(question 1) answer 1 nextTurn(question 2) answer 2 ...
///
/// Nothing comes between a part and the answer after it: an answer is kept as it was generated, with the space that
/// some models put at its start.
///
/// Source: SkinGPT-4 at 3bf57c9, `skingpt4/conversation/conversation.py`, `get_context_emb`.
package struct ConversationTemplate: Hashable, Sendable, Codable {
  /// Stands for the question in ``afterImage`` and ``nextTurn``.
  package static let questionMark = "{question}"

  /// Everything before the image, without the beginning-of-sequence token.
  package var opening: String
  /// What follows the image up to the first answer, with ``questionMark`` in it.
  package var afterImage: String
  /// What follows an answer up to the next answer, with ``questionMark`` in it.
  package var nextTurn: String
  /// Texts that end an answer; they are cut off.
  package var stopTexts: [String]
  /// Token sequences that end an answer, besides the end-of-sequence token.
  ///
  /// They belong to one vocabulary: a model with a tokenizer other than LLaMA's leaves them empty and relies on
  /// ``stopTexts``. Source: `StoppingCriteriaSub`.
  package var stopTokens: [[Int32]]
  /// An answer begins after the last of these, if the text has any; empty if there is no marker.
  package var answerMarker: String

  /// A template of the given parts.
  package init(
    opening: String, afterImage: String, nextTurn: String, stopTexts: [String], stopTokens: [[Int32]],
    answerMarker: String
  ) {
    self.opening = opening
    self.afterImage = afterImage
    self.nextTurn = nextTurn
    self.stopTexts = stopTexts
    self.stopTokens = stopTokens
    self.answerMarker = answerMarker
  }

  /// The template of MiniGPT-4 and SkinGPT-4 with Vicuna v0: stops at token 835 or 2277 29937, which both spell `###`.
  package static let vicuna = ConversationTemplate(
    opening: "Give the following image: <Img>ImageContent</Img>. You will be able to see the image once I provide it"
      + " to you. Please answer my questions.###Human: <Img>",
    afterImage: "</Img> {question}###Assistant:", nextTurn: "###Human: {question}###Assistant:", stopTexts: ["###"],
    stopTokens: [[835], [2277, 29937]], answerMarker: "Assistant:")

  /// The template of MiniGPT-v2 with Llama-2-chat, as it was trained: one beginning-of-sequence token at the very
  /// start.
  ///
  /// The public demo puts one more before each `[INST]`. An answer ends with the end-of-sequence token; the stop texts
  /// keep a question from ending its own turn.
  ///
  /// Source: MiniGPT-4's repository, `minigpt4/models/minigpt_base.py`, `preparing_embedding`, and
  /// `minigpt4/conversation/conversation.py`, `CONV_VISION_minigptv2`.
  package static let miniGPTv2 = ConversationTemplate(
    opening: "[INST] <Img>", afterImage: "</Img> {question} [/INST]", nextTurn: "[INST] {question} [/INST]",
    stopTexts: ["[INST]", "[/INST]"], stopTokens: [], answerMarker: "")

  /// Gemma 3's template with one image before the first question; turns are named by pieces that no question may hold.
  ///
  /// Source: the chat template and `processing_gemma3.py` of transformers.
  package static let gemma3 = ConversationTemplate(
    opening: "<start_of_turn>user\n\n\n<start_of_image>",
    afterImage: "<end_of_image>\n\n{question}<end_of_turn>\n<start_of_turn>model\n",
    nextTurn: "<end_of_turn>\n<start_of_turn>user\n{question}<end_of_turn>\n<start_of_turn>model\n",
    stopTexts: ["<end_of_turn>", "<start_of_turn>", "<start_of_image>", "<end_of_image>"], stopTokens: [],
    answerMarker: "")
}
