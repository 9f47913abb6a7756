import SkinContainer
package import SkinRuntime
import SkinSafety

/// What a model may say: whole sentences of its list, some of them, or anything; a speech serves one thread at a time.
package final class Speech {
  /// Whether the model writes freely although it has a list of sentences.
  private let isFree: Bool
  /// Identifiers of the only sentences that may be said; nil for all.
  let approved: Set<String>?
  private let model: SkinModel
  /// Read when the first answer needs it.
  private var table: SentenceTable?
  private var isRead = false
  /// The tokens of the sentences that were needed, by their places.
  private var tokens: [Int: [Int32]] = [:]

  /// The speech of a model.
  ///
  /// - Parameters:
  ///   - isFree: whether it writes freely although it has a list of sentences.
  ///   - approved: identifiers of the only sentences that may be said; nil for all.
  package init(_ model: SkinModel, isFree: Bool = false, approved: Set<String>? = nil) {
    self.model = model
    self.isFree = isFree
    self.approved = approved
  }

  /// The sentences that answers consist of; nil if the model writes freely.
  ///
  /// - Throws: `ContainerError` if the list is there and cannot be used.
  func sentences() throws -> SentenceTable? {
    if isRead { return table }
    var found = isFree ? nil : try SentenceTable(model.container)
    if let approved { found = found?.limited(to: approved) }
    found?.append(UrgencyRules.cautions.map { ($0.id, $0.text) })
    table = found
    isRead = true
    return found
  }

  /// The tokens of a sentence when it follows another.
  func tokens(ofSentence place: Int, of table: SentenceTable, in conversation: Conversation) -> [Int32] {
    if let known = tokens[place] { return known }
    let found = conversation.tokens(ofSentence: table.sentences[place].text)
    tokens[place] = found
    return found
  }
}
