import SkinSafety
import SkinWords

/// The resources of the bundle, as far as a report fills them; names and nesting are those of FHIR R4.
extension ReportBundle {
  struct Device: Resource {
    struct Name: Encodable {
      var name: String
      var type = "model-name"
    }
    struct Version: Encodable { var value: String }

    var resourceType = "Device"
    var identifier: [Identifier]
    var deviceName: [Name]
    var version: [Version]
    var note: [Annotation]

    var address: String { identifier[0].value }

    init(_ report: Report, address: String) {
      identifier = [Identifier(value: address)]
      deviceName = [Name(name: ReportPage.shown("\(report.model.name) (\(report.model.scheme))"))]
      version = [
        Version(value: report.model.digest), Version(value: "\(report.program.name) \(report.program.version)"),
      ]
      note = [
        Annotation(report.model.provenance),
        Annotation(report.model.accuracy ?? "The accuracy of this model was not measured."),
      ]
    }
  }

  struct Component: Encodable {
    var code: Concept
    var valueQuantity: Quantity

    init(_ code: Concept, probability: Double) {
      self.code = code
      valueQuantity = Quantity(value: ReportBundle.rounded(probability))
    }
  }

  struct Observation: Resource {
    var resourceType = "Observation"
    var text: Narrative
    var identifier: [Identifier]
    var status = "preliminary"
    var category: [Concept]
    var code: Concept
    var subject: Reference
    var effectiveDateTime: String?
    var interpretation: [Concept]
    var note: [Annotation]
    var bodySite: Concept
    var device: Reference
    var component: [Component]

    var address: String { identifier[0].value }

    init(_ code: Concept, of report: Report, in frame: Frame, address: String, parts: [Component]) {
      let lines = parts.map { "\($0.code.text): \($0.valueQuantity.value)" }
      text = frame.narrative([code.text + ". Outcome: \(report.outcome.rawValue)."] + lines + [frame.disclaimer])
      identifier = [Identifier(value: address)]
      category = [
        Concept(
          "Exam",
          [
            Coding(
              system: "http://terminology.hl7.org/CodeSystem/observation-category", code: "exam", display: "Exam")
          ])
      ]
      self.code = code
      subject = frame.subject
      effectiveDateTime = frame.taken
      interpretation = [Concept(report.outcome.rawValue, [Coding(.outcome, report.outcome.rawValue)])]
      note = [Annotation(frame.disclaimer)]
      bodySite = Concept(ReportCodes.skin.display, [Coding(snomed: ReportCodes.skin)])
      device = Reference(frame.device)
      component = parts
    }
  }

  struct RiskAssessment: Resource {
    struct Prediction: Encodable {
      var outcome: Concept
      /// In percent, as R4 requires.
      var probabilityDecimal: Double
    }

    var resourceType = "RiskAssessment"
    var text: Narrative
    var identifier: [Identifier]
    var status = "preliminary"
    var method: Concept
    var subject: Reference
    var occurrenceDateTime: String?
    var performer: Reference
    var basis: [Reference]
    var prediction: [Prediction]
    var note: [Annotation]

    var address: String { identifier[0].value }

    init(_ report: Report, classes: [ClassProbability], in frame: Frame, address: String, basis: String) {
      let speaker = ReportSpeaker(frame.words)
      let lines = zip(classes, frame.spoken.classes).map { "\($1.label): \(speaker.percent($0.probability)) %" }
      let meaning = frame.spoken.outcome ?? ""
      text = frame.narrative(
        [frame.words("What it may be: the model's estimate"), meaning] + lines + [frame.disclaimer])
      identifier = [Identifier(value: address)]
      method = Concept("\(report.model.name), \(report.model.scheme)")
      subject = frame.subject
      occurrenceDateTime = frame.taken
      performer = Reference(frame.device)
      self.basis = [Reference(basis)]
      prediction = classes.map {
        Prediction(
          outcome: ReportBundle.concept(of: $0), probabilityDecimal: ReportBundle.rounded($0.probability * 100))
      }
      note = [Annotation(frame.disclaimer)]
    }
  }

  struct Communication: Resource {
    struct Payload: Encodable { var contentString: String }

    var resourceType = "Communication"
    var text: Narrative
    var identifier: [Identifier]
    var status = "preparation"
    var category = [Concept("How soon to be seen", [Coding(.findings, "urgency")])]
    var priority: String
    var subject: Reference
    var topic: Concept
    var about: [Reference]
    var sender: Reference
    var payload: [Payload]
    var note: [Annotation]

    var address: String { identifier[0].value }

    init(_ urgency: UrgencyAssessment, in frame: Frame, address: String, about: String) {
      let haste = frame.words("How soon to be seen: {haste}", ["haste": frame.spoken.haste])
      let words = [haste] + frame.spoken.reasons.map(\.line)
      text = frame.narrative(words + [frame.disclaimer])
      identifier = [Identifier(value: address)]
      priority =
        switch urgency.level {
        case .emergency: "stat"
        case .within24Hours: "asap"
        case .withinTwoWeeks, .notAssessed: "urgent"
        case .routine: "routine"
        }
      subject = frame.subject
      topic = Concept(haste, [Coding(.urgency, urgency.level.rawValue)])
      self.about = [Reference(about)]
      sender = Reference(frame.device)
      payload = words.map { Payload(contentString: ReportPage.shown($0)) }
      note = [Annotation(frame.disclaimer)]
    }
  }

  struct DiagnosticReport: Resource {
    struct Link: Encodable { var link: Reference }

    var resourceType = "DiagnosticReport"
    var text: Narrative
    var identifier: [Identifier]
    var status = "preliminary"
    var code = Concept("Photo of skin read by a program", [Coding(.findings, "report")])
    var subject: Reference
    var effectiveDateTime: String?
    var result: [Reference]?
    var media: [Link]?
    var conclusion: String

    var address: String { identifier[0].value }

    init(_ report: Report, in frame: Frame, address: String, results: [String], media: String?) {
      let (words, spoken) = (frame.words, frame.spoken)
      let haste = report.urgency == nil ? "" : words("How soon to be seen: {haste}", ["haste": spoken.haste]) + ". "
      let urgency = haste + spoken.reasons.map(\.line).joined(separator: " ")
      let meaning = spoken.outcome ?? ""
      identifier = [Identifier(value: address)]
      subject = frame.subject
      effectiveDateTime = frame.taken
      result = results.isEmpty ? nil : results.map { Reference($0) }
      self.media = media.map { [Link(link: Reference($0))] }
      conclusion = ReportPage.shown(
        "\(urgency) \(words("Outcome: {code}.", ["code": report.outcome.rawValue])) \(meaning) \(frame.disclaimer)")
      let paragraphs: [[String]] = [
        [urgency, meaning], spoken.alternatives, spoken.answers.flatMap { [$0.prompt, $0.text] }, spoken.next,
        spoken.limits, [spoken.provenance, frame.disclaimer],
      ]
      text = frame.narrative(Array(paragraphs.joined()))
    }
  }

  /// A class as a concept, with its code and, if it is a single disorder, that of the disorder.
  static func concept(of entry: ClassProbability) -> Concept {
    Concept(
      entry.label,
      [
        Coding(.classes, entry.class, display: entry.label),
        ReportCodes.disorder(ofClass: entry.class).map { Coding(snomed: $0) },
      ])
  }

  /// A condition as a concept.
  static func concept(of entry: ConditionProbability) -> Concept {
    Concept(
      entry.condition == ConditionProbability.anotherOfThisGroup
        ? "\(entry.condition): \(entry.class)" : entry.condition,
      [
        Coding(.conditions, "\(entry.class)/\(entry.condition)"),
        ReportCodes.disorder(ofCondition: entry.condition).map { Coding(snomed: $0) },
      ])
  }
}
