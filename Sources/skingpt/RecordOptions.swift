import ArgumentParser
import Foundation
import SkinDiagnosis
import SkinSafety
import SkinWords

/// The options for a report that goes into a patient's record.
struct RecordOptions: ParsableArguments {
  @Option(name: .long, help: "Also write the report as a FHIR R4 transaction Bundle.")
  var fhir: String?

  @Option(name: .long, help: "With --fhir, whose record it is: Patient/ID, or an identifier as SYSTEM|VALUE.")
  var patient: String?

  @Option(name: .long, help: "With --fhir, when the photo was taken, like 2026-11-29.")
  var taken: String?

  @Flag(name: .long, help: "With --fhir, put the photo into the bundle, made small.")
  var withPhoto = false

  func validate() throws {
    if fhir == nil, patient != nil || taken != nil || withPhoto {
      throw ValidationError("--patient, --taken and --with-photo need --fhir")
    }
    if let patient, ReportBundle.Subject(patient) == nil {
      throw ValidationError("--patient must be Patient/ID or SYSTEM|VALUE, not '\(patient)'")
    }
    if let taken, !ReportBundle.Details.isDate(taken) {
      throw ValidationError("--taken must be a date like 2026-11-29, or a moment with its time zone, not '\(taken)'")
    }
  }

  /// Writes the bundle if requested.
  func write(_ report: Report, history: History?, picture: [UInt8]?, words: Words) throws {
    guard let fhir else { return }
    var details = ReportBundle.Details()
    details.subject = patient.flatMap { ReportBundle.Subject($0) }
    details.taken = taken
    details.history = history
    details.words = words
    details.picture = withPhoto ? picture : nil
    try WholeFile.write(try ReportBundle.json(report, details: details), to: fhir)
  }
}
