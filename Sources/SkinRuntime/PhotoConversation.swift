public import SkinFailure
import SkinImage

/// A conversation about one photo with the bare model: its answers, without photo gate, urgency or report.
///
/// Nothing here stands between the model and the reader; programs for people use `SkinDiagnosis`. A conversation may be
/// used by one thread at a time.
public final class PhotoConversation {
  private let conversation: Conversation

  /// Opens a model and reads a photo with it.
  ///
  /// - Parameters:
  ///   - photo: path of a JPEG, PNG or WebP file.
  ///   - model: path of a container.
  ///   - threadCount: the number of compute threads; nil for one per physical core.
  ///   - memoryLimit: the limit on resident memory, in bytes; nil for no limit.
  /// - Throws: `FailureReport` if the container or the photo cannot be used.
  public init(
    about photo: String, model: String, threadCount: Int? = nil, memoryLimit: Int? = nil
  ) throws(FailureReport) {
    do {
      let opened = try SkinModel(
        path: model,
        options: RuntimeOptions(threadCount: threadCount ?? RuntimeOptions.coreCount, memoryLimit: memoryLimit))
      let picture = try Photo.decode(try Photo.fileBytes(path: photo))
      conversation = try opened.conversation(about: try opened.softPrompt(of: picture))
    } catch { throw FailureReport(error, file: photo) }
  }

  /// Asks a question; the answer is the model's most probable one and stays in the conversation.
  ///
  /// - Parameters:
  ///   - tokenLimit: the maximum number of tokens in the answer.
  ///   - listener: receives the answer piece by piece, never half a character; returns whether to continue.
  /// - Returns: the answer without surrounding white space.
  /// - Throws: `FailureReport` if the question is too long or the weights produce numbers that are not finite.
  public func ask(
    _ question: String, tokenLimit: Int = 300, listener: (String) -> Bool = { _ in true }
  ) throws(FailureReport) -> String {
    do {
      return try conversation.ask(
        question, options: GenerationOptions(tokenLimit: tokenLimit), listener: listener
      ).text
    } catch { throw FailureReport(error) }
  }
}
