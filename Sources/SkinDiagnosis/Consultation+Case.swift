import SkinFailure
import SkinFiles
package import SkinImage
package import SkinRuntime
import SkinSafety

/// A photo of a case, in memory.
package struct CasePhoto: Hashable, Sendable {
  /// The most photos that one case may have.
  package static let limit = 8

  /// What the report calls it.
  package var name: String
  /// The file, JPEG, PNG or WebP.
  package var bytes: [UInt8]

  /// A photo with its name.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// SHA-256 of the file, lowercase hexadecimal, as in the report.
  package var digest: String {
    SHA256.hash(data: bytes).hexadecimal
  }
}

extension Consultation {
  /// Reads the photos of one case and scores the classes over all of them; asks nothing yet.
  ///
  /// The answers are about the best photo, in view of what all photos show. The same photo given twice counts once.
  ///
  /// - Parameters:
  ///   - photos: from one to ``CasePhoto/limit``; their order does not matter.
  ///   - decoded: gets the pixels of each photo before the model reads them; they are not kept.
  /// - Returns: the report so far, and the conversation about the best photo; none if the gate refuses all of them.
  /// - Throws: `FailureReport` with the name of the photo that cannot be used.
  package func begin(
    case photos: [CasePhoto], options: ConsultationOptions, decoded: (Photo, CasePhoto) -> Void = { _, _ in }
  ) throws -> (report: Report, conversation: Conversation?) {
    func read(_ file: CasePhoto) throws -> (report: Report, conversation: Conversation?) {
      let photo = try Photo.decode(file.bytes)
      decoded(photo, file)
      return try begin(photo, of: file.bytes, named: file.name, options: options)
    }
    guard (1...CasePhoto.limit).contains(photos.count) else { throw Self.wrongCount(photos.count) }
    guard photos.count > 1 else { return try read(photos[0]) }
    var seen: Set<[UInt8]> = []
    var reports: [Report] = []
    var best = (index: 0, weight: -1.0, digest: "")
    var conversation: Conversation?
    let different = photos.filter { seen.insert($0.bytes).inserted }
    for (index, photo) in different.enumerated() {
      let begun: (report: Report, conversation: Conversation?)
      do { begun = try read(photo) } catch { throw FailureReport(error, file: photo.name) }
      reports.append(begun.report)
      let (weight, digest) = (CaseFusion.weight(begun.report), begun.report.photo.sha256)
      // Besides the conversation about the best photo so far, only one is held at a time.
      if weight > best.weight || (weight == best.weight && digest < best.digest) {
        best = (index, weight, digest)
        conversation = begun.conversation
      }
    }
    var report = CaseFusion.fused(reports, lead: reports[best.index]) { differential in
      model.calibration.map { differential.outcome($0) } ?? .assessed
    }
    try assess(&report, options)
    return (report, conversation)
  }

  /// Diagnoses the photos of one case together.
  ///
  /// - Parameters:
  ///   - photos: from one to ``CasePhoto/limit``, in any order.
  ///   - decoded: gets the pixels of each photo before the model reads them; they are not kept.
  ///   - listener: hears what happens; returns whether to go on with the answer.
  /// - Throws: `FailureReport` or `ImageError` if a photo cannot be used, `LanguageError` if a question is too long.
  package func diagnose(
    case photos: [CasePhoto], options: ConsultationOptions, decoded: (Photo, CasePhoto) -> Void = { _, _ in },
    listener: (ConsultationEvent) -> Bool = { _ in true }
  ) throws -> Report {
    var clock = Stopwatch()
    var (report, conversation) = try begin(case: photos, options: options, decoded: decoded)
    _ = clock.lap()
    let goesOn = listener(.assessed(report))
    guard let conversation, goesOn, report.outcome != .notSkin || options.force else { return finished(report, clock) }
    try answer(options, in: conversation, report: &report, clock: &clock, listener: listener)
    return finished(report, clock)
  }

  private static func wrongCount(_ count: Int) -> FailureReport {
    FailureReport(
      problem: "A case has from 1 to \(CasePhoto.limit) photos, not \(count).",
      help: "Give the sharpest ones that show the same skin.", status: .usage)
  }
}
