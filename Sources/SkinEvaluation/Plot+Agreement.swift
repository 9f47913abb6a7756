extension Plot {
  private static let ratingColours = ["#b5523b", "#e3a58f", "#d9d9d9", "#8db9cf", "#2a6f97"]

  /// What readers thought, a stacked bar for each statement, with marks for the paper's shares of agreement: figure 4a.
  package static func agreement(_ score: QuestionnaireScore) -> String {
    let (left, barWidth, rowHeight, top) = (330.0, 400.0, 34.0, 96.0)
    func place(_ share: Double) -> String { text(left + barWidth * share) }
    var body = ""
    for (index, words) in Questionnaire.scale.enumerated() {
      let x = left + 104 * Double(index)
      body += "<rect x=\"\(text(x))\" y=\"62\" width=\"12\" height=\"12\" fill=\"\(ratingColours[index])\"/>"
      body += "<text x=\"\(text(x + 16))\" y=\"72\" font-size=\"10\">\(words)</text>"
    }
    for (number, row) in score.rows.enumerated() {
      let y = top + rowHeight * Double(number)
      let total = Double(max(row.counts.reduce(0, +), 1))
      let who = row.role == .lay ? " (readers who are no clinicians)" : ""
      for (line, words) in wrapped(row.text + who).enumerated() {
        body +=
          "<text x=\"\(left - 8)\" y=\"\(text(y + 11 + 11 * Double(line)))\" text-anchor=\"end\">\(escaped(words))</text>"
      }
      var start = 0.0
      for (index, count) in row.counts.enumerated() where count > 0 {
        let share = Double(count) / total
        body +=
          "<rect x=\"\(place(start))\" y=\"\(text(y))\" width=\"\(text(barWidth * share))\" height=\"20\""
          + " fill=\"\(ratingColours[index])\"><title>\(count) \(Questionnaire.scale[index])</title></rect>"
        if share >= 0.05 {
          body +=
            "<text x=\"\(place(start + share / 2))\" y=\"\(text(y + 14))\" text-anchor=\"middle\""
            + " fill=\"\(index == 0 || index == 4 ? "#fff" : "#222")\">\(count)</text>"
        }
        start += share
      }
      if let percent = row.paperPercent {
        // Agreement stands on the right, so the paper's share is measured from there.
        body +=
          "<path d=\"M\(place(1 - percent / 100)) \(text(y - 3))v26\" stroke=\"#000\" stroke-width=\"2\">"
          + "<title>paper: \(percent) % agree</title></path>"
      }
      let bounds = row.agreement.interval.map { "\(Int(($0 * 100).rounded()))" }.joined(separator: " to ")
      body +=
        "<text x=\"\(text(left + barWidth + 8))\" y=\"\(text(y + 14))\">\(Int((row.agreement.value * 100).rounded())) %"
        + " agree (\(bounds))</text>"
    }
    let height = top + rowHeight * Double(score.rows.count) + 70
    let people = Questionnaire.Role.allCases.compactMap { role in
      score.readers[role.rawValue].map { count in
        "\(count) \(role == .lay ? "other reader" : "clinician")\(count == 1 ? "" : "s")"
      }
    }
    let notes = score.notes.isEmpty ? "" : " Note: \(score.notes.joined(separator: "; "))."
    body += "<text x=\"10\" y=\"24\" font-size=\"16\">What readers thought of the answers</text>"
    body +=
      "<text x=\"10\" y=\"44\">\(score.cases) cases, rated by \(people.joined(separator: " and "))."
      + "<tspan font-weight=\"bold\" fill=\"#8c1420\">\(escaped(notes))</tspan></text>"
    body += "<text x=\"10\" y=\"\(text(height - 44))\">Black mark: where agreement begins by the paper's share.</text>"
    for (line, words) in wrapped(Questionnaire.paperRemark, width: 130).enumerated() {
      body += "<text x=\"10\" y=\"\(text(height - 28 + 14 * Double(line)))\">\(escaped(words))</text>"
    }
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"\(text(height))\" font-family=\"sans-serif\""
      + " font-size=\"11\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\(body)</svg>\n"
  }

  /// Lines of at most `width` letters.
  private static func wrapped(_ words: String, width: Int = 52) -> [String] {
    words.split(separator: " ").reduce(into: [""]) { lines, word in
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + word.count < width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
  }
}
