import Foundation
package import SkinSafety
package import SkinWords

/// Reports as one page of HTML: no script, nothing from anywhere else, made to be read, printed and signed.
package enum ReportPage {
  /// A report with its photo.
  package struct Entry: Sendable {
    /// The report.
    package var report: Report
    /// The photos as PNG, see ``ReportPicture``, the best first; usually one.
    package var pictures: [[UInt8]]
    /// The heading that tells kept cases apart; usually none.
    package var heading: Heading?
    /// What was asked about the person and answered; nil if nobody was asked.
    package var history: History?

    /// A report with its photo.
    package init(report: Report, picture: [UInt8], heading: Heading? = nil) {
      self.init(report: report, pictures: [picture], heading: heading, history: nil)
    }

    /// A report with its photos and the answers about the person.
    package init(report: Report, pictures: [[UInt8]], heading: Heading? = nil, history: History?) {
      self.report = report
      self.pictures = pictures
      self.heading = heading
      self.history = history
    }
  }

  /// Which case a kept report belongs to.
  package struct Heading: Hashable, Sendable {
    /// The name or number that the person gave it.
    package var label: String
    /// What the person noted.
    package var note: String
    /// When it was kept, as text.
    package var keptAt: String

    /// A heading of the given words.
    package init(label: String, note: String, keptAt: String) {
      self.label = label
      self.note = note
      self.keptAt = keptAt
    }
  }

  /// The page of one report.
  ///
  /// - Parameters:
  ///   - picture: the photo as PNG, see ``ReportPicture``.
  ///   - isLarge: larger print.
  ///   - words: the language.
  package static func html(
    _ report: Report, picture: [UInt8], isLarge: Bool = false, words: Words = .english
  ) -> String {
    html([Entry(report: report, picture: picture)], isLarge: isLarge, words: words)
  }

  /// The page of several reports by one model, one after another.
  package static func html(_ entries: [Entry], isLarge: Bool = false, words: Words = .english) -> String {
    let writer = ReportPageWriter(words)
    var body = entries.map { "<main>\(writer.heading($0.heading))\(writer.main($0))</main>" }.joined()
    if let report = entries.last?.report { body += writer.footer(report) }
    return writer.page(body, title: writer.title(entries.first?.heading), isLarge: isLarge)
  }
}
