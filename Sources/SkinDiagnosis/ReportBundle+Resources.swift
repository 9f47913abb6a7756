import SkinSafety

/// The resources of the bundle, as far as a report fills them; names and nesting are those of FHIR R4.
extension ReportBundle {
  struct Bundle: Encodable {
    var resourceType = "Bundle"
    var identifier: Identifier
    var type = "collection"
    var entry: [Entry]
  }

  struct Entry: Encodable {
    var fullUrl: String
    var resource: any Encodable

    init(_ fullUrl: String, _ resource: any Encodable) {
      self.fullUrl = fullUrl
      self.resource = resource
    }

    private enum CodingKeys: String, CodingKey { case fullUrl, resource }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(fullUrl, forKey: .fullUrl)
      try resource.encode(to: values.superEncoder(forKey: .resource))
    }
  }

  struct Identifier: Encodable {
    var system = "urn:ietf:rfc:3986"
    var value: String
  }

  struct Narrative: Encodable {
    var status = "generated"
    var div: String

    init(_ paragraphs: [String]) {
      let body = paragraphs.map { "<p>\(ReportPage.escaped($0))</p>" }.joined()
      div = "<div xmlns=\"http://www.w3.org/1999/xhtml\">\(body)</div>"
    }
  }

  struct Concept: Encodable { var text: String }
  struct Reference: Encodable { var reference: String }
  struct Annotation: Encodable { var text: String }

  struct Device: Encodable {
    struct Name: Encodable {
      var name: String
      var type = "model-name"
    }
    struct Version: Encodable { var value: String }

    var resourceType = "Device"
    var deviceName: [Name]
    var version: [Version]
    var note: [Annotation]

    init(_ report: Report) {
      deviceName = [Name(name: "\(report.model.name) (\(report.model.scheme))")]
      version = [
        Version(value: report.model.digest), Version(value: "\(report.program.name) \(report.program.version)"),
      ]
      note = [
        Annotation(text: report.model.provenance),
        Annotation(text: report.model.accuracy ?? "The accuracy of this model was not measured."),
      ]
    }
  }

  /// A number without a unit, as UCUM has it.
  struct Quantity: Encodable {
    var value: Double
    var system = "http://unitsofmeasure.org"
    var code = "1"
  }

  struct Component: Encodable {
    var code: Concept
    var valueQuantity: Quantity

    init(_ name: String, probability: Double) {
      code = Concept(text: name)
      valueQuantity = Quantity(value: ReportBundle.rounded(probability))
    }
  }

  struct Observation: Encodable {
    var resourceType = "Observation"
    var text: Narrative
    var status = "preliminary"
    var code: Concept
    var interpretation: [Concept]
    var note: [Annotation]
    var device: Reference
    var component: [Component]

    init(code: String, outcome: String, device: String, parts: [Component], disclaimer: String) {
      let lines = parts.map { "\($0.code.text): \($0.valueQuantity.value)" }
      text = Narrative([code + ". Outcome: \(outcome)."] + lines + [disclaimer])
      self.code = Concept(text: code)
      interpretation = [Concept(text: outcome)]
      note = [Annotation(text: disclaimer)]
      self.device = Reference(reference: device)
      component = parts
    }
  }

  struct RiskAssessment: Encodable {
    struct Prediction: Encodable {
      var outcome: Concept
      /// In percent, as R4 has it.
      var probabilityDecimal: Double
    }
    struct Subject: Encodable { var display = "Not identified" }

    var resourceType = "RiskAssessment"
    var text: Narrative
    var status = "preliminary"
    var method: Concept
    var subject = Subject()
    var performer: Reference
    var basis: [Reference]
    var prediction: [Prediction]
    var note: [Annotation]

    init(_ report: Report, classes: [ClassProbability], device: String, basis: String) {
      let lines = classes.map { "\($0.label): \(ReportWords.percent($0.probability)) %" }
      text = Narrative(["Outcome: \(report.outcome.rawValue)."] + lines + [report.disclaimer])
      method = Concept(text: "\(report.model.name), \(report.model.scheme)")
      performer = Reference(reference: device)
      self.basis = [Reference(reference: basis)]
      prediction = classes.map {
        Prediction(
          outcome: Concept(text: $0.label), probabilityDecimal: ReportBundle.rounded($0.probability * 100))
      }
      note = [Annotation(text: report.disclaimer)]
    }
  }

  struct Communication: Encodable {
    struct Payload: Encodable { var contentString: String }

    var resourceType = "Communication"
    var text: Narrative
    var status = "preparation"
    var category = [Concept(text: "How soon to be seen")]
    var priority: String
    var about: [Reference]
    var sender: Reference
    var payload: [Payload]
    var note: [Annotation]

    init(_ urgency: UrgencyAssessment, disclaimer: String, device: String, about: String) {
      let words = ["How soon to be seen: \(urgency.level.rawValue)."] + urgency.reasons
      text = Narrative(words + [disclaimer])
      priority =
        switch urgency.level {
        case .emergency: "stat"
        case .within24Hours: "asap"
        case .withinTwoWeeks, .notAssessed: "urgent"
        case .routine: "routine"
        }
      self.about = [Reference(reference: about)]
      sender = Reference(reference: device)
      payload = words.map { Payload(contentString: $0) }
      note = [Annotation(text: disclaimer)]
    }
  }

  struct DiagnosticReport: Encodable {
    var resourceType = "DiagnosticReport"
    var text: Narrative
    var status = "preliminary"
    var code = Concept(text: "Photo of skin read by a program")
    var result: [Reference]?
    var conclusion: String

    init(_ report: Report, result: [Reference]?) {
      let urgency = report.urgency.map { "How soon to be seen: \($0.level.rawValue). " } ?? ""
      let reasons = report.urgency?.reasons.joined(separator: " ") ?? ""
      let meaning = ReportWords.sentence(report) ?? ""
      self.result = result
      conclusion = "\(urgency)\(reasons) Outcome: \(report.outcome.rawValue). \(meaning) \(report.disclaimer)"
      text = Narrative(
        [urgency + reasons, "Outcome: \(report.outcome.rawValue). \(meaning)"]
          + report.answers.flatMap { [$0.prompt, $0.text] } + ReportWords.nextSteps(report)
          + ReportWords.limits(report) + [report.model.provenance, report.disclaimer])
    }
  }

  /// To six digits after the point: more would be noise.
  static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }
}
