package import Foundation
import SkinFiles
package import SkinSafety
package import SkinWords

/// A report as a FHIR R4 Bundle of type `transaction`: a device, observations, a risk assessment, a communication of
/// the urgency and a diagnostic report, and, where known, the answers about the person and the photo.
///
/// It contains no file name, and no person unless one is named. Identifiers derive from the digests of photo and model,
/// from the findings and from the answers, so the same findings about the same person give the same bundle, and
/// importing it twice creates nothing twice.
///
/// Source: HL7 FHIR R4 (4.0.1), Bundle, Device, Observation, RiskAssessment, Communication, DiagnosticReport,
/// QuestionnaireResponse, Media.
package enum ReportBundle {
  /// Whose record it is.
  package struct Subject: Hashable, Sendable, Codable {
    /// `Patient/ID`, or a search for the identifier, which the server resolves on import.
    let reference: String

    /// A person.
    ///
    /// - Parameter text: `Patient/ID`, or an identifier as `SYSTEM|VALUE`.
    /// - Returns: nil if the text is neither.
    package init?(_ text: String) {
      if text.wholeMatch(of: /Patient\/[A-Za-z0-9\-.]{1,64}/) != nil {
        reference = text
      } else if let parts = text.wholeMatch(of: /([A-Za-z][A-Za-z0-9+.\-]*:[^\s|]+)\|([^\s|]+)/),
        let system = Self.encoded(parts.1), let value = Self.encoded(parts.2)
      {
        reference = "Patient?identifier=\(system)%7C\(value)"
      } else {
        return nil
      }
    }

    private static func encoded(_ text: Substring) -> String? {
      String(text).addingPercentEncoding(
        withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: ":/.-_~")))
    }
  }

  /// What is known besides the report.
  package struct Details: Sendable {
    /// Whose record it is; nil leaves the slot open.
    package var subject: Subject?
    /// When the photo was taken, a date or a time with its zone as R4 writes it; nil if unknown.
    package var taken: String?
    /// What was asked about the person and answered.
    package var history: History?
    /// The photo as PNG, see ``ReportPicture``; nil leaves it out.
    package var picture: [UInt8]?
    /// The language of narratives, conclusion and payload; codes and their displays are always English.
    package var words = Words.english

    /// No details.
    package init() {}

    /// Whether a text is a date that exists, or a time with its zone.
    package static func isDate(_ text: String) -> Bool {
      guard
        let parts = text.wholeMatch(
          of: /(\d{4})-(\d\d)-(\d\d)(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+\-](0\d|1[0-4]):[0-5]\d))?/),
        let year = Int(parts.1), let month = Int(parts.2), let day = Int(parts.3)
      else { return false }
      let date = DateComponents(calendar: Calendar(identifier: .gregorian), year: year, month: month, day: day)
      return date.isValidDate
    }
  }

  /// What most resources share.
  struct Frame {
    /// The person's slot.
    var subject: Reference
    /// The device's address.
    var device: String
    /// When the photo was taken.
    var taken: String?
    /// The language.
    var words: Words
    /// The report's texts in this language.
    var spoken: TranslatedReport

    /// A narrative in the language.
    func narrative(_ paragraphs: [String]) -> Narrative { Narrative(paragraphs, words.language) }

    /// The disclaimer, after a note on how far a translation can be trusted.
    var disclaimer: String { ([spoken.note].compactMap { $0 } + [spoken.disclaimer]).joined(separator: " ") }
  }

  /// The bundle's JSON.
  ///
  /// - Throws: `EncodingError`, which a report cannot cause.
  package static func json(_ report: Report, details: Details = Details()) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return try encoder.encode(bundle(report, details: details, findings: try digest(report, details)))
  }

  private static func bundle(_ report: Report, details: Details, findings: String) -> Bundle {
    let device = Device(report, address: address("device", report.model.digest))
    let frame = Frame(
      subject: Reference(person: details.subject), device: device.address, taken: details.taken, words: details.words,
      spoken: TranslatedReport(report, details.words))
    let summary = address("report", findings)
    var resources: [any Resource] = [device]
    var results: [String] = []
    func observe(_ name: String, _ title: String, _ parts: [Component]) {
      guard !parts.isEmpty else { return }
      results.append(address(name, findings))
      resources.append(
        Observation(
          Concept(title, [Coding(.findings, name)]), of: report, in: frame, address: address(name, findings),
          parts: parts))
    }
    let classes = report.differential ?? []
    observe(
      "differential", "Skin photo classes, calibrated probabilities by a program",
      classes.map { Component(concept(of: $0), probability: $0.probability) })
    if let basis = results.first {
      resources.append(
        RiskAssessment(report, classes: classes, in: frame, address: address("risk", findings), basis: basis))
    }
    observe(
      "conditions", "Skin diseases within the likely classes, probabilities by a program",
      (report.conditions ?? []).map { Component(concept(of: $0), probability: $0.probability) })
    observe(
      "concepts", "Skin photo concepts, each with its own probability by a program",
      (report.concepts ?? []).map {
        Component(Concept($0.name, [Coding(.concepts, $0.name)]), probability: $0.probability)
      })
    if let history = details.history {
      resources.append(QuestionnaireResponse(history, in: frame, address: address("answers", findings)))
    }
    let media = details.picture.map { Media($0, in: frame, address: address("photo", findings)) }
    if let media { resources.append(media) }
    if let urgency = report.urgency {
      resources.append(
        Communication(
          urgency, in: frame, address: address("urgency", findings), about: summary))
    }
    resources.append(
      DiagnosticReport(report, in: frame, address: summary, results: results, media: media?.address))
    return Bundle(identifier: Identifier(value: address("bundle", findings)), entry: resources.map { Entry($0) })
  }

  /// A digest of everything in the report and of what is known besides it, except file names, timing and memory.
  private static func digest(_ report: Report, _ details: Details) throws -> String {
    /// What the digest covers.
    struct Known: Encodable {
      var report: Report
      var subject: Subject?
      var taken: String?
      var history: History?
    }
    var findings = report
    findings.photo = report.photo.unnamed
    findings.photos = report.photos?.map(\.unnamed)
    findings.timing = Report.Timing()
    findings.memory = Report.Memory(peakBytes: 0)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let known = Known(report: findings, subject: details.subject, taken: details.taken, history: details.history)
    return SHA256.hash(data: try encoder.encode(known)).hexadecimal
  }

  /// A `urn:uuid` derived from a text: version 8, RFC 9562.
  private static func address(_ kind: String, _ text: String) -> String {
    var bytes = Array(SHA256.hash(data: Data((kind + text).utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = hexadecimal(bytes)
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
    return "urn:uuid:" + parts.joined(separator: "-")
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> [String] {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
  }
}

extension Report.Photo {
  /// The photo without its file's name.
  fileprivate var unnamed: Report.Photo {
    Report.Photo(file: "", width: width, height: height, sha256: sha256, quality: quality)
  }
}
