package import SkinContainer

/// What is wrong with a table of sentences.
package struct SentenceTableError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line, counted from 1; nil if it is the whole file.
  package let line: Int?
  /// What is wrong, in a few words.
  package let fact: String

  /// One line for developers.
  package var description: String { (line.map { "line \($0): " } ?? "") + fact }
}

/// The sentences that a model may say: a table with one row each, written by `Tools/train/sentences.py`.
package struct SentenceTable: Sendable {
  /// The columns, in the order in which they are written.
  package static let columns = [
    "id", "condition", "class", "field", "text", "haste", "calms", "reviewed_by", "date",
  ]

  private struct Key: Hashable {
    let `class`: String
    let condition: String
    let field: String
  }

  /// All sentences, in the table's order.
  package private(set) var sentences: [ListedSentence]
  private var places: [Key: [Int]] = [:]
  private var indices: [String: Int] = [:]
  /// Names of conditions that have sentences, by class.
  private var conditions: [String: [String]] = [:]

  /// Reads a table.
  ///
  /// - Throws: ``SentenceTableError`` if a column is missing, a row is short, or an identifier comes twice.
  package init(csv bytes: [UInt8]) throws(SentenceTableError) {
    let rows = try SentenceRows.read(bytes)
    sentences = []
    sentences.reserveCapacity(rows.rows.count)
    for (line, fields) in rows.rows {
      func value(_ name: String) -> String { rows.columns[name].map { fields[$0] } ?? "" }
      let haste = NamedHaste(value("haste"))
      guard haste != nil || value("haste").isEmpty else {
        throw SentenceTableError(line: line, fact: "'\(value("haste"))' is not a level of urgency")
      }
      let (text, field) = (value("text"), value("field"))
      let calms =
        value("calms") == "yes"
        || ListedSentence.calms(text, field: field, class: value("class"), condition: value("condition"))
      let sentence = ListedSentence(
        id: value("id"), condition: value("condition"), class: value("class"), field: field, text: text,
        haste: haste ?? NamedHaste.read(text, field: field), calms: calms, reviewedBy: value("reviewed_by"),
        date: value("date"))
      guard !sentence.id.isEmpty, !sentence.text.isEmpty else {
        throw SentenceTableError(line: line, fact: "a sentence without identifier or text")
      }
      guard indices.updateValue(sentences.count, forKey: sentence.id) == nil else {
        throw SentenceTableError(line: line, fact: "the identifier '\(sentence.id)' appears twice")
      }
      let key = Key(class: sentence.class, condition: sentence.condition, field: sentence.field)
      places[key, default: []].append(sentences.count)
      if !sentence.condition.isEmpty, conditions[sentence.class]?.last != sentence.condition {
        conditions[sentence.class, default: []].append(sentence.condition)
      }
      sentences.append(sentence)
    }
  }

  /// The table of a container; nil if it has none.
  ///
  /// - Throws: `ContainerError` if it is there and cannot be used.
  package init?(_ container: Container) throws(ContainerError) {
    guard container.has(.sentences) else { return nil }
    do { try self.init(csv: try container.resource(.sentences)) } catch let error as SentenceTableError {
      throw .malformed(path: container.path, fact: "the sentences cannot be used: \(error)")
    } catch let error as ContainerError {
      throw error
    } catch {
      throw .malformed(path: container.path, fact: "the sentences cannot be used")
    }
  }

  /// The place of a sentence; nil if there is none with this identifier.
  package func index(of id: String) -> Int? { indices[id] }

  /// The places of the sentences about a condition, or about a whole class if the condition is empty.
  package func places(class slug: String, condition: String, field: String) -> [Int] {
    places[Key(class: slug, condition: condition, field: field)] ?? []
  }

  /// The names of the conditions of a class that have sentences.
  package func conditions(of slug: String) -> [String] { conditions[slug] ?? [] }

  /// Adds fixed answers to patients' questions, which the program has besides the model's sentences.
  ///
  /// Identifiers that exist already are left out.
  package mutating func append(_ fixed: [(id: String, text: String)]) {
    for (id, text) in fixed where indices[id] == nil {
      indices[id] = sentences.count
      sentences.append(
        ListedSentence(
          id: id, condition: "", class: "", field: "follow-up", text: text, haste: nil, calms: false, reviewedBy: "",
          date: ""))
    }
  }

  /// The table limited to the sentences that a review approved; places stay as they are.
  package func limited(to approved: Set<String>) -> SentenceTable {
    var limited = self
    limited.places = places.mapValues { $0.filter { approved.contains(sentences[$0].id) } }
    return limited
  }

  /// The table with the reviews of another one, and those of them that could not be used.
  package func reviewed(by other: SentenceTable) -> (table: SentenceTable, review: SentenceReview) {
    var table = self
    var review = SentenceReview()
    for sentence in other.sentences where !sentence.reviewedBy.isEmpty {
      guard let index = indices[sentence.id] else {
        review.unknown.append(sentence.id)
        continue
      }
      guard sentences[index].text == sentence.text else {
        review.changed.append(sentence.id)
        continue
      }
      table.sentences[index].reviewedBy = sentence.reviewedBy
      table.sentences[index].date = sentence.date
      review.approved.insert(sentence.id)
    }
    return (table, review)
  }

  /// The table as CSV.
  package var csv: String {
    var text = Self.columns.joined(separator: ",") + "\n"
    for sentence in sentences {
      let fields = [
        sentence.id, sentence.condition, sentence.class, sentence.field, sentence.text, sentence.haste?.text ?? "",
        sentence.calms ? "yes" : "", sentence.reviewedBy, sentence.date,
      ]
      text += fields.map(Self.quoted).joined(separator: ",") + "\n"
    }
    return text
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    return needsQuotes
      ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : field
  }
}

/// What came of reading a reviewer's table.
package struct SentenceReview: Hashable, Sendable {
  /// Identifiers of the sentences that a reviewer approved.
  package var approved: Set<String> = []
  /// Identifiers that the model does not have.
  package var unknown: [String] = []
  /// Identifiers whose sentence has another text now, so that the approval does not hold.
  package var changed: [String] = []
}
