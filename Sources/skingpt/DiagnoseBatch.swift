import Foundation
import SkinContainer
import SkinDiagnosis
import SkinFailure
import SkinImage
import SkinRuntime
import SkinWords

/// `diagnose --jsonl`: many photos, a line for each, however often the run is interrupted.
struct DiagnoseBatch {
  /// The line of a photo that could not be read.
  private struct Failed: Encodable {
    struct Photo: Encodable { let file: String }
    struct Reason: Encodable { let problem, help: String }
    let schema = "skingpt.failure/1"
    let photo: Photo
    let error: Reason
  }

  /// The part of a line that a later run must know.
  private struct Known: Decodable {
    struct Photo: Decodable { let file: String }
    struct Model: Decodable { let digest: String }
    let photo: Photo
    /// Absent for a photo that could not be read.
    let model: Model?
  }

  let consultation: Consultation
  let options: ConsultationOptions
  let words: Words
  let isQuiet: Bool

  /// Diagnoses the photos that have no line yet.
  ///
  /// - Throws: `FailureReport` if the file cannot be used, holds lines of another model, or a line cannot be written.
  func run(_ photos: [BatchPhoto], into file: JSONLinesFile) throws {
    let earlier = file.earlierLines.compactMap { try? JSONDecoder().decode(Known.self, from: $0) }
    let digest = consultation.servedModel.container.digest
    if let other = earlier.lazy.compactMap({ $0.model?.digest }).first(where: { $0 != digest }) {
      throw FailureReport(
        problem: "The file holds reports of another model (\(other.prefix(12)), not \(digest.prefix(12))).",
        help: "Go on with the model of the earlier run, or name another file.", status: .badInput)
    }
    let known = Set(earlier.map(\.photo.file))
    let open = photos.filter { !known.contains($0.name) }
    var bar = ProgressBar(isShown: Terminal.showsProgress && !isQuiet)
    var failureCount = 0
    for (index, photo) in open.enumerated() {
      bar.show(Double(index) / Double(open.count))
      try file.append(try line(photo, &failureCount))
    }
    bar.finish()
    if !isQuiet {
      Terminal.note(
        "\(open.count) photos done, \(known.count) were done before; \(failureCount) could not be read (see their"
          + " lines).\n")
    }
  }

  private func line(_ photo: BatchPhoto, _ failureCount: inout Int) throws -> String {
    do {
      let bytes = try Photo.fileBytes(path: photo.path)
      return try JSONText.line(try consultation.diagnose(bytes, named: photo.name, options: options), words)
    } catch {
      failureCount += 1
      let failure = FailureReport(error, file: photo.name)
      return try JSONText.line(
        Failed(photo: .init(file: photo.name), error: .init(problem: failure.problem, help: failure.help)))
    }
  }
}
