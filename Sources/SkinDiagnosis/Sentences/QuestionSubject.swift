/// What a patient's question is about, by its words; an unsure model would stray from the subject.
enum QuestionSubject {
  /// The fields that answer a question; empty if no field does.
  static func fields(of question: String) -> [String] {
    let words = question.lowercased().split { !$0.isLetter && $0 != "'" }.map(String.init)
    let text = " " + words.joined(separator: " ") + " "
    let found = table.filter { entry in entry.words.contains { text.contains(" " + $0) } }.map(\.fields)
    // Whose child it is comes beside what is asked, not instead of it.
    if found.first == children, found.count > 1 { return found[1] + children }
    return found.first ?? []
  }

  private static let children = ["cautions.children"]

  /// Beginnings of words or phrases, and the fields that they ask for; the first match counts.
  private static let table: [(words: [String], fields: [String])] = [
    (["pregnan", "unborn", "breastfe", "breast feed"], ["cautions.pregnancy"]),
    (["baby", "babies", "child", "toddler", "my son ", "my daughter", "kid "], children),
    (
      ["dark skin", "darker skin", "brown skin", "black skin", "brown or black", "skin of colour", "skin of color"],
      ["cautions.dark_skin"]
    ),
    (
      [
        "what else", "something else", "other disease", "other condition", "looks similar", "look similar",
        "looks like this", "are you sure", "how sure", "how certain", "differential",
      ], ["differential", "limits.photo"]
    ),
    (
      ["itch", "hurt", "pain", "burn", "feel like", "what does it feel", "sore "], ["sensation", "limits.unseen"]
    ),
    (
      ["cause", "why ", "reason", "come from", "comes from", "how did i get", "where did", "trigger", "explain the"],
      ["causes", "limits.cause"]
    ),
    (
      [
        "at home", "care for it", "look after", "should i avoid", "home remed", "myself", "until i see", "wash",
      ], ["self_care", "seek_care"]
    ),
    (
      [
        "treat", "cure", "medicine", "medication", "get rid", "what helps", "can be done", "should i do", "therapy",
        "cream", "ointment", "heal",
      ], ["self_care", "treatment", "seek_care"]
    ),
    (
      ["see a doctor", "need a doctor", "medical help", "how soon", "hospital", "examine", "when should i"],
      ["seek_care"]
    ),
    (
      ["feature", "signs", "symptom", "more detail", "more about", "describe it in", "look like"],
      ["appearance", "sensation", "differential"]
    ),
    (
      [
        "what is", "what's", "which skin", "which disease", "what kind", "describe", "what do you see", "diagnos",
        "what could", "what this",
      ], ["name", "appearance", "limits.photo"]
    ),
    (
      ["is it ", "is this ", "could it be", "could this be", "can it be", "can this be", "might it be", "or is it"],
      ["differential", "limits.photo"]
    ),
  ]
}
