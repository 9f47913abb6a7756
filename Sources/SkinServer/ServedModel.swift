package import SkinRuntime
import SkinConfiguration
import SkinContainer
import SkinDiagnosis

/// What the server says about its model.
package struct ServedModel: Sendable {
  /// What the interface calls it.
  package let name: String
  /// Program, version, scheme and the beginning of the weights' digest.
  package let fingerprint: String
  /// Where the weights come from and what was measured.
  package let provenance: String
  /// What always stands on the page and below answers.
  package let disclaimer: String

  /// The classes, by slug, for a person who chooses one.
  package var classes: [String: String] = [:]

  /// The facts of an open model.
  package init(_ model: SkinModel) {
    let configuration = model.configuration
    let program = Report.Program.current
    name = configuration.name
    fingerprint = "\(program.name) \(program.version), \(model.scheme), \(model.container.digest.prefix(12))"
    provenance = configuration.provenance.statement
    disclaimer = Disclaimer.text(configuration.provenance)
    classes = Dictionary(configuration.classes.map { ($0.slug, PaperLists.shownLabel($0)) }) { first, _ in first }
  }

  init(name: String, fingerprint: String, provenance: String, disclaimer: String) {
    self.name = name
    self.fingerprint = fingerprint
    self.provenance = provenance
    self.disclaimer = disclaimer
  }
}
