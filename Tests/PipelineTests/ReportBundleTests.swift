import Foundation
import SkinDiagnosis
import Testing

/// The FHIR bundle.
@Suite struct ReportBundleTests {
  private func resources(_ report: Report) throws -> (addresses: [String], resources: [[String: Any]], text: String) {
    let data = try ReportBundle.json(report)
    let bundle = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(bundle["resourceType"] as? String == "Bundle" && bundle["type"] as? String == "collection")
    let entries = try #require(bundle["entry"] as? [[String: Any]])
    return (
      entries.compactMap { $0["fullUrl"] as? String }, entries.compactMap { $0["resource"] as? [String: Any] },
      String(decoding: data, as: UTF8.self)
    )
  }

  @Test func `every resource is there, and every reference resolves inside`() throws {
    let found = try resources(try ReportSample.report())
    #expect(
      found.resources.map { $0["resourceType"] as? String } == [
        "Device", "Observation", "RiskAssessment", "Observation", "Communication", "DiagnosticReport",
      ])
    #expect(Set(found.addresses).count == found.resources.count)
    #expect(
      found.addresses.allSatisfy { $0.wholeMatch(of: /urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil })
    let references = found.text.matches(of: /"reference" : "([^"]+)"/).map { String($0.output.1) }
    #expect(references.count == 8 && references.allSatisfy(found.addresses.contains))
  }

  @Test func `nothing is final, and no device stands where R4 wants people`() throws {
    for resource in try resources(try ReportSample.report()).resources {
      switch resource["resourceType"] as? String {
      case "Device": #expect(resource["status"] == nil)
      case "Communication":
        #expect(resource["status"] as? String == "preparation" && resource["priority"] as? String == "stat")
      case "RiskAssessment":
        #expect(resource["status"] as? String == "preliminary" && resource["subject"] != nil)
      default: #expect(resource["status"] as? String == "preliminary" && resource["performer"] == nil)
      }
    }
  }

  @Test func `probabilities sum to one in the observation and to a hundred percent in the assessment`() throws {
    let found = try resources(try ReportSample.report()).resources
    let components = try #require(found[1]["component"] as? [[String: Any]])
    let values = components.compactMap { ($0["valueQuantity"] as? [String: Any])?["value"] as? Double }
    #expect(values.count == 18)
    #expect(abs(values.reduce(0, +) - 1) <= 1e-5)
    let predictions = try #require(found[2]["prediction"] as? [[String: Any]])
    let percents = predictions.compactMap { $0["probabilityDecimal"] as? Double }
    #expect(percents.count == 18)
    #expect(abs(percents.reduce(0, +) - 100) <= 1e-4)
  }

  @Test func `narratives are well-formed whatever the model wrote, and hold the disclaimer`() throws {
    for resource in try resources(try ReportSample.report()).resources {
      guard let narrative = resource["text"] as? [String: Any] else { continue }
      let text = try #require(narrative["div"] as? String)
      #expect(text.contains("This is not a diagnosis."))
      let bare = text.replacing(/<\/?p>|<\/?div( xmlns="[^"]*")?>/, with: "")
      #expect(!bare.unicodeScalars.contains("<") && !bare.unicodeScalars.contains("\u{0}"))
      // By scalars: a combining mark joins the character before it.
      let bareAmpersand = /&(?!amp;|lt;|gt;|quot;|#39;)/.matchingSemantics(.unicodeScalar)
      #expect(bare.ranges(of: bareAmpersand).isEmpty)
    }
  }

  @Test func `the same findings give the same bundle, and the file's name is not in it`() throws {
    var report = try ReportSample.report(file: "Jane Doe 1970.jpg")
    let first = try ReportBundle.json(report)
    #expect(!String(decoding: first, as: UTF8.self).contains("Jane"))
    report.timing.total = 99
    #expect(try ReportBundle.json(report) == first)
    #expect(try ReportBundle.json(try ReportSample.report(file: "other.jpg")) == first)
    let other = try resources(try ReportSample.report(level: "routine"))
    #expect(
      Set(other.addresses).intersection(try resources(report).addresses).count == 1, "only the device is the same")
  }

  @Test func `a report without a list of classes has no assessment`() throws {
    var report = try ReportSample.report()
    report.differential = nil
    report.concepts = nil
    let found = try resources(report)
    #expect(
      found.resources.map { $0["resourceType"] as? String } == ["Device", "Communication", "DiagnosticReport"])
    #expect(found.resources[2]["result"] == nil)
  }
}
