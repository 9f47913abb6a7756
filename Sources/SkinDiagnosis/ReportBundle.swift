import Crypto
public import Foundation
import SkinSafety

/// A report as a FHIR R4 Bundle of type `collection`: a device, observations, a risk assessment, a communication of the
/// urgency and a diagnostic report.
///
/// No person and no file name is in it: who imports it into a record adds the subject. Identifiers follow from the
/// digests of photo and model and from what was found, so the same findings give the same bundle.
///
/// Source: HL7 FHIR R4 (4.0.1), Bundle, Device, Observation, RiskAssessment, Communication, DiagnosticReport.
public enum ReportBundle {
  /// The bundle's JSON.
  ///
  /// - Throws: `EncodingError`, which a report cannot cause.
  public static func json(_ report: Report) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return try encoder.encode(bundle(report, findings: try findingsDigest(report)))
  }

  private static func bundle(_ report: Report, findings: String) -> Bundle {
    let device = address("device", report.model.digest)
    let differential = report.differential.map { _ in address("differential", findings) }
    let concepts = report.concepts.map { _ in address("concepts", findings) }
    let risk = address("risk", findings)
    let summary = address("report", findings)
    var entries = [Entry(device, Device(report))]
    if let differential, let classes = report.differential {
      let parts = classes.map { Component($0.label, probability: $0.probability) }
      entries.append(
        Entry(
          differential,
          Observation(
            code: "Skin photo classes, calibrated probabilities by a program", outcome: report.outcome.rawValue,
            device: device, parts: parts, disclaimer: report.disclaimer)))
      entries.append(Entry(risk, RiskAssessment(report, classes: classes, device: device, basis: differential)))
    }
    if let concepts, let names = report.concepts {
      let parts = names.map { Component($0.name, probability: $0.probability) }
      entries.append(
        Entry(
          concepts,
          Observation(
            code: "Skin photo concepts, each with its own probability by a program", outcome: report.outcome.rawValue,
            device: device, parts: parts, disclaimer: report.disclaimer)))
    }
    if let urgency = report.urgency {
      entries.append(
        Entry(
          address("urgency", findings),
          Communication(urgency, disclaimer: report.disclaimer, device: device, about: summary)))
    }
    let results = [differential, concepts].compactMap { $0 }.map { Reference(reference: $0) }
    entries.append(Entry(summary, DiagnosticReport(report, result: results.isEmpty ? nil : results)))
    return Bundle(identifier: Identifier(value: address("bundle", findings)), entry: entries)
  }

  /// A digest of all that the report says, but not of the file's name or of how long it took.
  private static func findingsDigest(_ report: Report) throws -> String {
    var findings = report
    let photo = report.photo
    findings.photo = Report.Photo(
      file: "", width: photo.width, height: photo.height, sha256: photo.sha256, quality: photo.quality)
    findings.timing = Report.Timing()
    findings.memory = Report.Memory(peakBytes: 0)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return hexadecimal(SHA256.hash(data: try encoder.encode(findings))).joined()
  }

  /// A `urn:uuid` that follows from some text: version 8, RFC 9562.
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
