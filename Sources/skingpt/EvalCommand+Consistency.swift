import SkinConfiguration
import SkinContainer
import SkinDiagnosis
import SkinEvaluation
import SkinImage
import SkinRuntime
import SkinSafety

/// `skingpt eval --consistency`: whether the same is said about the same skin in a changed photo.
extension Eval {
  /// What is printed.
  struct ConsistencyResult: Encodable {
    var model: String
    var digest: String
    var scheme: String
    var disclaimer: String
    var consistency: Consistency
    /// Photos that could not be read.
    var left_out: Int
  }

  /// Changes each of 45 photos in ten ways, in memory.
  func tryConsistency(_ rows: [LabelledPhoto], with model: SkinModel) throws {
    let sample = CaseSample(rows, perClass: Consistency.photosPerClass, seed: modelOptions.seed)
    guard !sample.photos.isEmpty else { throw Self.noPaperClass }
    var found: [Consistency.Trial] = []
    let leftOut = try consult(sample.photos, with: model) { consultation, _, photo, bytes in
      let original = try Photo.decode(bytes)
      func said(_ version: Photo) throws -> Consistency.Said {
        let report = try consultation.begin(version, of: bytes, named: photo.file, options: ConsultationOptions())
          .report
        return Consistency.Said(
          class: report.differential?.first?.class, level: report.urgency?.level,
          outcome: PaperEvaluation.Outcome(report.outcome))
      }
      let versions = try Alteration.drawn(for: photo.file, seed: modelOptions.seed).map { change in
        Consistency.Version(kind: change.kind, said: try said(try change.applied(to: original)))
      }
      found.append(Consistency.Trial(name: photo.file, original: try said(original), versions: versions))
    }
    let result = ConsistencyResult(
      model: model.configuration.name, digest: model.container.digest, scheme: model.scheme,
      disclaimer: Disclaimer.text(model.configuration.provenance),
      consistency: Consistency(found, sample: sample.counts, seed: modelOptions.seed), left_out: leftOut)
    if let output { try writeFiles([("consistency.json", try JSONText.line(result))], to: output) }
    Terminal.write(json ? try JSONText.line(result) : PaperText.text(result))
  }
}
