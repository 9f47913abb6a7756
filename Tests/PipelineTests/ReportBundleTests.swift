import Foundation
import SkinDiagnosis
import SkinSafety
import Testing

/// The FHIR bundle.
@Suite struct ReportBundleTests {
  private func resources(
    _ report: Report, details: ReportBundle.Details = ReportBundle.Details()
  ) throws -> (addresses: [String], resources: [[String: Any]], text: String) {
    let data = try ReportBundle.json(report, details: details)
    let bundle = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(bundle["resourceType"] as? String == "Bundle" && bundle["type"] as? String == "transaction")
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

  @Test func `each resource is made once, by a request of its own`() throws {
    let data = try ReportBundle.json(try ReportSample.report())
    let bundle = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    for entry in try #require(bundle["entry"] as? [[String: Any]]) {
      let request = try #require(entry["request"] as? [String: String])
      let resource = try #require(entry["resource"] as? [String: Any])
      #expect(request["method"] == "POST" && request["url"] == resource["resourceType"] as? String)
      #expect(request["ifNoneExist"]?.hasSuffix(entry["fullUrl"] as? String ?? "?") == true)
    }
  }

  @Test func `without a person the slot is open, and with one every resource about the person names it`() throws {
    let open = try resources(try ReportSample.report())
    #expect(!open.text.contains("Patient/") && open.text.contains("\"type\" : \"Patient\""))
    var details = ReportBundle.Details()
    details.subject = ReportBundle.Subject("urn:oid:1.2.3|A-1")
    let filled = try resources(try ReportSample.report(), details: details)
    for resource in filled.resources where resource["resourceType"] as? String != "Device" {
      let subject = try #require(resource["subject"] as? [String: Any])
      #expect(subject["reference"] as? String == "Patient?identifier=urn:oid:1.2.3%7CA-1")
    }
    #expect(Set(filled.addresses).intersection(open.addresses).count == 1, "another person, other resources")
    for text in ["", "Patient/", "Patient/a b", "7", "|7", "urn:x|", "Patient/1?x=1"] {
      #expect(ReportBundle.Subject(text) == nil, "\(text)")
    }
  }

  @Test func `answers, photo and date are there if they are given`() throws {
    var details = ReportBundle.Details()
    details.history = try .read(json: Data(#"{"unwell": [], "signs": ["breathing"], "ageYears": 34.5}"#.utf8))
    details.picture = [1, 2, 3]
    details.taken = "2026-11-29"
    let found = try resources(try ReportSample.report(), details: details)
    let response = try #require(found.resources.first { $0["resourceType"] as? String == "QuestionnaireResponse" })
    let items = try #require(response["item"] as? [[String: Any]])
    func answer(_ link: String) -> [[String: Any]]? {
      items.first { $0["linkId"] as? String == link }?["answer"] as? [[String: Any]]
    }
    #expect((answer("unwell")?.first?["valueCoding"] as? [String: String])?["code"] == "unwell/none")
    #expect((answer("signs")?.first?["valueCoding"] as? [String: String])?["code"] == "signs/breathing")
    #expect(answer("ageYears")?.first?["valueDecimal"] as? Double == 34.5)
    #expect(answer("spot") == nil && response["status"] as? String == "in-progress")
    let media = try #require(found.resources.first { $0["resourceType"] as? String == "Media" })
    #expect((media["content"] as? [String: String])?["data"] == "AQID")
    let observation = try #require(found.resources.first { $0["resourceType"] as? String == "Observation" })
    #expect(observation["effectiveDateTime"] as? String == "2026-11-29")
    for text in ["2026-02-29", "2026-13-01", "26-01-01", "2026-01-01T10:00", "2026-01-01T10:00:00", "today"] {
      #expect(!ReportBundle.Details.isDate(text), "\(text)")
    }
    for text in ["2024-02-29", "2026-01-01T10:00:00+01:00", "2026-01-01T10:00:00.5Z"] {
      #expect(ReportBundle.Details.isDate(text), "\(text)")
    }
  }
}
