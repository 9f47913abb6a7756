public import SkinFailure
import SkinImage

/// A conversation about one photo with the bare model: its words, without photo gate, urgency or report.
///
/// Nothing here stands between the model and the person who reads. For people use `SkinDiagnosis`. A conversation serves
/// one thread at a time.
public final class PhotoConversation {
  private let conversation: Conversation

  /// Opens a model and reads a photo with it.
  ///
  /// - Parameters:
  ///   - photo: path of a JPEG, PNG or WebP file.
  ///   - model: path of a container.
  ///   - threadCount: threads that compute; nil for one on each physical core.
  ///   - memoryLimit: the most memory that may be resident, bytes; nil for no limit.
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
  ///   - tokenLimit: most tokens of the answer.
  ///   - listener: hears the answer piece by piece, never half a character; returns whether to go on.
  /// - Returns: the answer without surrounding space.
  /// - Throws: `FailureReport` if the question is too long or the weights compute no numbers.
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
