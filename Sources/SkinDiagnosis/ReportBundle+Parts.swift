import Foundation
import SkinWords

/// The parts of resources, as far as a report fills them; names and nesting are those of FHIR R4.
extension ReportBundle {
  /// A transaction: a server takes all of it, or nothing.
  struct Bundle: Encodable {
    var resourceType = "Bundle"
    var identifier: Identifier
    var type = "transaction"
    var entry: [Entry]
  }

  /// A resource with the request that creates it, unless one with the same identifier exists already.
  struct Entry: Encodable {
    /// What a server does with the resource.
    struct Request: Encodable {
      var method = "POST"
      var url: String
      var ifNoneExist: String
    }

    var fullUrl: String
    var resource: any Resource

    init(_ resource: any Resource) {
      fullUrl = resource.address
      self.resource = resource
    }

    private enum CodingKeys: String, CodingKey { case fullUrl, resource, request }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(fullUrl, forKey: .fullUrl)
      try resource.encode(to: values.superEncoder(forKey: .resource))
      let query = "identifier=\(Identifier.uriSystem)%7C\(fullUrl)"
      try values.encode(Request(url: resource.resourceType, ifNoneExist: query), forKey: .request)
    }
  }

  /// A resource with an address of its own in the bundle.
  protocol Resource: Encodable {
    /// Its type.
    var resourceType: String { get }
    /// Its `urn:uuid`.
    var address: String { get }
  }

  struct Identifier: Encodable {
    static let uriSystem = "urn:ietf:rfc:3986"

    var system = Identifier.uriSystem
    var value: String
  }

  struct Narrative: Encodable {
    var status = "generated"
    var div: String

    /// Paragraphs in a language, which the element names unless it is English.
    init(_ paragraphs: [String], _ language: Language = .english) {
      let body = paragraphs.filter { !$0.isEmpty }.map { "<p>\(ReportPage.escaped($0))</p>" }.joined()
      let code = language.rawValue
      let name =
        (language == .english ? "" : " lang=\"\(code)\" xml:lang=\"\(code)\"")
        + (language.isRightToLeft ? " dir=\"rtl\"" : "")
      div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"\(name)>\(body)</div>"
    }
  }

  struct Coding: Encodable {
    var system: String
    var code: String
    var display: String?

    init(_ system: ReportCodes.System, _ code: String, display: String? = nil) {
      self.system = system.rawValue
      self.code = ReportBundle.code(code)
      self.display = display.map(ReportPage.shown)
    }

    init(snomed: (code: String, display: String)) {
      system = ReportCodes.snomed
      code = snomed.code
      display = snomed.display
    }

    init(system: String, code: String, display: String) {
      self.system = system
      self.code = code
      self.display = display
    }
  }

  struct Concept: Encodable {
    var coding: [Coding]?
    var text: String

    init(_ text: String, _ coding: [Coding?] = []) {
      self.text = ReportPage.shown(text)
      let known = coding.compactMap { $0 }
      self.coding = known.isEmpty ? nil : known
    }
  }

  struct Reference: Encodable {
    var reference: String?
    var type: String?
    var display: String?

    /// A reference to a resource of the bundle.
    init(_ address: String) { reference = address }

    /// The person's slot: filled by the importer, unless the person is known.
    init(person: Subject?) {
      type = "Patient"
      reference = person?.reference
      display = person == nil ? "Not identified: to be filled in on import" : nil
    }
  }

  struct Annotation: Encodable {
    var text: String

    init(_ text: String) { self.text = ReportPage.shown(text) }
  }

  /// A dimensionless number, as UCUM writes it.
  struct Quantity: Encodable {
    var value: Double
    var system = "http://unitsofmeasure.org"
    var code = "1"
  }

  /// Rounded to six decimals: more would be noise.
  static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }

  /// A text as a code: R4 allows no spaces at the ends and no two in a row.
  static func code(_ text: String) -> String {
    let words = ReportPage.shown(text).split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? "unknown" : words.joined(separator: " ")
  }
}
