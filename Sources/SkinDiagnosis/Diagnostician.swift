public import Foundation
public import SkinFailure
import SkinFiles
import SkinImage
import SkinRuntime
import SkinSafety

/// Diagnoses photos of skin with one opened model; serves one thread at a time.
public final class Diagnostician {
  private let consultation: Consultation

  /// Opens a model.
  ///
  /// - Parameters:
  ///   - model: path of a container, as `skingpt convert` writes it.
  ///   - threadCount: threads that compute; nil for one on each physical core.
  ///   - memoryLimit: the most memory that may be resident, bytes; nil for no limit.
  /// - Throws: `FailureReport` if the container cannot be used.
  public init(model: String, threadCount: Int? = nil, memoryLimit: Int? = nil) throws(FailureReport) {
    var clock = Stopwatch()
    do {
      let opened = try SkinModel(
        path: model,
        options: RuntimeOptions(threadCount: threadCount ?? RuntimeOptions.coreCount, memoryLimit: memoryLimit))
      consultation = Consultation(opened, loadMilliseconds: clock.lap())
    } catch { throw FailureReport(error, file: model) }
  }

  /// Diagnoses one case.
  ///
  /// - Parameters:
  ///   - photos: paths of one or several photos of the same skin, JPEG, PNG or WebP.
  ///   - history: what is known about the person, as the JSON that `docs/history.md` describes; nil if nothing.
  ///   - questions: what to ask; by default the four of the paper.
  /// - Throws: `FailureReport` if a photo, the history or a question cannot be used.
  public func diagnose(
    photos: [String], history: Data? = nil, questions: [String]? = nil
  ) throws(FailureReport) -> Diagnosis {
    do {
      var options = ConsultationOptions(history: try history.map { try History.read(json: $0) })
      if let questions { options.prompts = questions }
      let read = try photos.map { path in
        do { return CasePhoto(name: FileName.last(of: path), bytes: try Photo.fileBytes(path: path)) } catch {
          throw FailureReport(error, file: path)
        }
      }
      return Diagnosis(report: try consultation.diagnose(case: read, options: options))
    } catch { throw FailureReport(error) }
  }
}
