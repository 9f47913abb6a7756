/// Plots of an evaluation as SVG, without a library: they need nothing but a page that shows them.
package enum Plot {
  private static let side = 360.0
  private static let margin = 60.0

  /// Accuracy against confidence, and the diagonal on which both are equal.
  package static func reliability(_ evaluation: Evaluation) -> String {
    let bars = evaluation.reliability.map { bin in
      let radius = 3 + 12 * (Double(bin.photos) / Double(max(evaluation.photos, 1))).squareRoot()
      return "<circle cx=\"\(x(bin.confidence))\" cy=\"\(y(bin.accuracy))\" r=\"\(text(radius))\" fill=\"#2a6f97\">"
        + "<title>\(bin.photos) photos</title></circle>"
    }
    return frame(
      "Reliability (calibration error \(text(evaluation.calibrationError)))", "mean probability of the first class",
      "share that is right",
      "<path d=\"M\(x(0)) \(y(0))L\(x(1)) \(y(1))\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>" + bars.joined())
  }

  /// Wrong answers against answered photos.
  package static func riskCoverage(_ evaluation: Evaluation) -> String {
    let points = evaluation.riskCoverage.map { "\(x($0.coverage)) \(y($0.risk))" }
    return frame(
      "Risk against coverage", "share of photos that are answered, surest first", "share of answers that are wrong",
      "<path d=\"M\(points.joined(separator: "L"))\" fill=\"none\" stroke=\"#2a6f97\" stroke-width=\"2\"/>")
  }

  /// What came first for the photos of each class.
  package static func confusion(_ evaluation: Evaluation) -> String {
    let count = evaluation.classes.count
    let (cell, left) = (26.0, 150.0)
    let size = left + cell * Double(count) + 10
    var body = ""
    for (row, result) in evaluation.perClass.enumerated() {
      let top = left + cell * Double(row)
      body += "<text x=\"\(left - 6)\" y=\"\(top + 17)\" text-anchor=\"end\">\(escaped(result.class))</text>"
      body +=
        "<text transform=\"translate(\(top + 17) \(left - 6)) rotate(-90)\">\(escaped(result.class))</text>"
      for (column, number) in result.confusion.enumerated() {
        let share = result.photos == 0 ? 0 : Double(number) / Double(result.photos)
        let place = left + cell * Double(column)
        body +=
          "<rect x=\"\(place)\" y=\"\(top)\" width=\"\(cell)\" height=\"\(cell)\" fill=\"#2a6f97\""
          + " fill-opacity=\"\(text(share))\" stroke=\"#ccc\"/>"
        if number > 0 {
          body +=
            "<text x=\"\(place + cell / 2)\" y=\"\(top + 17)\" text-anchor=\"middle\""
            + " fill=\"\(share > 0.5 ? "#fff" : "#222")\">\(number)</text>"
        }
      }
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(size)\" height=\"\(size)\" font-family=\"sans-serif\""
      + " font-size=\"11\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
      + "<text x=\"10\" y=\"20\" font-size=\"14\">Rows: what it is</text>"
      + "<text x=\"10\" y=\"38\" font-size=\"14\">Columns: what came first</text>\(body)</svg>\n"
  }

  private static func frame(_ title: String, _ xTitle: String, _ yTitle: String, _ body: String) -> String {
    let size = side + 2 * margin
    var grid = ""
    for step in 0...5 {
      let value = Double(step) / 5
      grid += "<path d=\"M\(x(value)) \(y(0))V\(y(1))M\(x(0)) \(y(value))H\(x(1))\" stroke=\"#ddd\"/>"
      grid += "<text x=\"\(x(value))\" y=\"\(margin + side + 18)\" text-anchor=\"middle\">\(text(value))</text>"
      grid += "<text x=\"\(margin - 8)\" y=\"\(y(value))\" dy=\"4\" text-anchor=\"end\">\(text(value))</text>"
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(size)\" height=\"\(size)\" font-family=\"sans-serif\""
      + " font-size=\"12\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\(grid)"
      + "<text x=\"\(size / 2)\" y=\"30\" text-anchor=\"middle\" font-size=\"16\">\(escaped(title))</text>"
      + "<text x=\"\(size / 2)\" y=\"\(size - 14)\" text-anchor=\"middle\">\(escaped(xTitle))</text>"
      + "<text transform=\"translate(18 \(size / 2)) rotate(-90)\" text-anchor=\"middle\">\(escaped(yTitle))</text>"
      + "\(body)</svg>\n"
  }

  private static func x(_ value: Double) -> String { text(margin + side * value) }
  private static func y(_ value: Double) -> String { text(margin + side * (1 - value)) }

  /// Two decimals.
  static func text(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
