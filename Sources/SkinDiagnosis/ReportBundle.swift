import Crypto
public import Foundation
import SkinSafety

/// A report as a FHIR R4 Bundle of type `collection`: a device, a risk assessment and a diagnostic report.
///
/// No person is named in it: who imports it into a record adds the subject. Identifiers follow from the digests of photo
/// and model, so the same photo gives the same bundle.
///
/// Source: HL7 FHIR R4 (4.0.1), Bundle, Device, RiskAssessment, DiagnosticReport.
public enum ReportBundle {
  /// The bundle's JSON.
  ///
  /// - Throws: `EncodingError`, which a report cannot cause.
  public static func json(_ report: Report) throws -> Data {
    let device = address("device", report.model.digest)
    let risk = address("risk", report.model.digest + report.photo.sha256)
    let summary = address("report", report.model.digest + report.photo.sha256)
    var risks = RiskAssessment(
      text: Narrative(report.disclaimer), method: Concept(text: "\(report.model.name), \(report.model.scheme)"),
      performer: Reference(reference: device), note: [Annotation(text: report.disclaimer)])
    risks.prediction = report.differential?.map {
      Prediction(outcome: Concept(text: $0.label), probabilityDecimal: ($0.probability * 1e6).rounded() / 1e6)
    }
    let urgency =
      "How soon to be seen: \(report.urgency.level.rawValue). " + report.urgency.reasons.joined(separator: " ")
    let words = [urgency] + report.answers.map { "\($0.prompt) \($0.text)" } + [report.disclaimer]
    let bundle = Bundle(entry: [
      Entry(
        fullUrl: device,
        resource: .device(
          Device(
            deviceName: [DeviceName(name: report.model.name)],
            version: [Version(value: report.model.digest)], note: [Annotation(text: report.model.provenance)]))),
      Entry(fullUrl: risk, resource: .risk(risks)),
      Entry(
        fullUrl: summary,
        resource: .report(
          DiagnosticReport(
            text: Narrative(words.joined(separator: "\n")), code: Concept(text: "Photo of skin read by a program"),
            performer: [Reference(reference: device)], result: nil,
            conclusion: urgency + " Outcome: \(report.outcome.rawValue). " + report.disclaimer,
            extensions: [Extension(valueReference: Reference(reference: risk))]))),
    ])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return try encoder.encode(bundle)
  }

  /// A `urn:uuid` that follows from some text.
  private static func address(_ kind: String, _ text: String) -> String {
    var bytes = Array(SHA256.hash(data: Data((kind + text).utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
    return "urn:uuid:" + parts.joined(separator: "-")
  }

  private struct Bundle: Encodable {
    var resourceType = "Bundle"
    var type = "collection"
    var entry: [Entry]
  }
  private struct Entry: Encodable {
    var fullUrl: String
    var resource: Resource
  }
  private enum Resource: Encodable {
    case device(Device)
    case risk(RiskAssessment)
    case report(DiagnosticReport)

    func encode(to encoder: any Encoder) throws {
      switch self {
      case .device(let resource): try resource.encode(to: encoder)
      case .risk(let resource): try resource.encode(to: encoder)
      case .report(let resource): try resource.encode(to: encoder)
      }
    }
  }
  private struct Narrative: Encodable {
    var status = "generated"
    var div: String

    init(_ text: String) {
      div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>\(ReportPage.escaped(text))</p></div>"
    }
  }
  private struct Concept: Encodable { var text: String }
  private struct Reference: Encodable { var reference: String }
  private struct Annotation: Encodable { var text: String }
  private struct DeviceName: Encodable {
    var name: String
    var type = "model-name"
  }
  private struct Version: Encodable { var value: String }
  private struct Device: Encodable {
    var resourceType = "Device"
    var deviceName: [DeviceName]
    var version: [Version]
    var note: [Annotation]
  }
  private struct Prediction: Encodable {
    var outcome: Concept
    var probabilityDecimal: Double
  }
  private struct RiskAssessment: Encodable {
    var resourceType = "RiskAssessment"
    var text: Narrative
    var status = "preliminary"
    var subject = Subject()
    var method: Concept
    var performer: Reference
    var prediction: [Prediction]?
    var note: [Annotation]
  }
  private struct Subject: Encodable { var display = "Not identified" }
  private struct Extension: Encodable {
    var url = "http://hl7.org/fhir/StructureDefinition/workflow-supportingInfo"
    var valueReference: Reference
  }
  private struct DiagnosticReport: Encodable {
    var resourceType = "DiagnosticReport"
    var text: Narrative
    var status = "preliminary"
    var code: Concept
    var performer: [Reference]
    var result: [Reference]?
    var conclusion: String
    var extensions: [Extension]

    private enum CodingKeys: String, CodingKey {
      case resourceType, text, status, code, performer, result, conclusion
      case extensions = "extension"
    }
  }
}
