import Foundation

extension Plot {
  /// From a tenth of a second to an hour, in powers of ten seconds.
  private static let decades = -1.0...3.56
  /// Bars in a decade.
  private static let barsPerDecade = 10.0

  /// How long the four answers took, beside the paper's claim: figure 4b.
  ///
  /// - Parameters:
  ///   - milliseconds: of each photo that was answered.
  ///   - machine: which machine, how it was built and how busy it was, one line each.
  package static func responseTime(_ milliseconds: [Double], machine: [String]) -> String {
    let (left, width, base, height) = (60.0, 760.0, 380.0, 200.0)
    func place(_ seconds: Double) -> Double {
      let share = (log10(seconds) - decades.lowerBound) / (decades.upperBound - decades.lowerBound)
      return left + width * min(max(share, 0), 1)
    }
    let bars = Dictionary(grouping: milliseconds.filter { $0.isFinite && $0 > 0 }) {
      Int((log10($0 / 1000) * barsPerDecade).rounded(.down))
    }
    let most = Double(max(bars.values.map(\.count).max() ?? 1, 1))
    var body = ""
    // The paper gives words, not numbers: the ranges are what "seconds" and "minutes" can mean.
    for (words, from, to, y) in [
      ("the paper: \u{201C}within seconds\u{201D}, on a V100 GPU", 1.0, 60.0, 84.0),
      ("the paper: dermatologists online, minutes", 60.0, 3600.0, 106.0),
    ] {
      body +=
        "<rect x=\"\(text(place(from)))\" y=\"\(text(y))\" width=\"\(text(place(to) - place(from)))\" height=\"16\""
        + " fill=\"#d9d9d9\"/><text x=\"\(text(place(from) + 4))\" y=\"\(text(y + 12))\" font-size=\"11\">\(words)</text>"
    }
    for (bar, members) in bars.sorted(by: { $0.key < $1.key }) {
      let from = place(pow(10, Double(bar) / barsPerDecade))
      let to = place(pow(10, Double(bar + 1) / barsPerDecade))
      let barHeight = height * Double(members.count) / most
      body +=
        "<rect x=\"\(text(from))\" y=\"\(text(base - barHeight))\" width=\"\(text(max(to - from - 1, 1)))\""
        + " height=\"\(text(barHeight))\" fill=\"#2a6f97\"><title>\(members.count) photos</title></rect>"
    }
    if let spread = Spread(milliseconds) {
      let x = text(place(spread.median / 1000))
      body += "<path d=\"M\(x) \(text(base))V\(text(base - height - 14))\" stroke=\"#b5523b\" stroke-width=\"2\"/>"
      body +=
        "<text x=\"\(x)\" y=\"\(text(base - height - 18))\" text-anchor=\"middle\" fill=\"#b5523b\">median"
        + " \(text(spread.median / 1000)) s of \(spread.count) photos</text>"
    }
    let ticks: [(Double, String)] = [
      (0.1, "0.1 s"), (0.3, "0.3 s"), (1, "1 s"), (3, "3 s"), (10, "10 s"), (60, "1 min"), (600, "10 min"),
      (3600, "1 h"),
    ]
    for (seconds, words) in ticks {
      let x = text(place(seconds))
      body += "<path d=\"M\(x) \(text(base))v5\" stroke=\"#222\"/>"
      body += "<text x=\"\(x)\" y=\"\(text(base + 19))\" text-anchor=\"middle\">\(words)</text>"
    }
    body += "<path d=\"M\(text(left)) \(text(base))h\(text(width))\" stroke=\"#222\"/>"
    let notes =
      machine + [
        "The paper gives words, no figures; the grey bars are what the words can mean. No other machine was tried."
      ]
    for (line, words) in notes.enumerated() {
      body += "<text x=\"\(text(left))\" y=\"\(text(base + 44 + 15 * Double(line)))\">\(escaped(words))</text>"
    }
    let total = base + 60 + 15 * Double(notes.count)
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"880\" height=\"\(text(total))\" font-family=\"sans-serif\""
      + " font-size=\"12\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
      + "<text x=\"\(text(left))\" y=\"28\" font-size=\"16\">From a photo to the fourth answer</text>"
      + "<text x=\"\(text(left))\" y=\"48\">time on a logarithmic axis, height is the number of photos</text>\(body)</svg>\n"
  }
}
