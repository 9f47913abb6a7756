import Foundation
import NIOHTTP1
import SkinCases
import SkinConfiguration
import SkinDiagnosis
import SkinFailure
import SkinFiles
import SkinRecognition
import SkinRuntime

/// What the page sends when a diagnosis is known, and gets back with the case.
struct CaseConfirmation: Codable, Hashable {
  /// The slug of the class.
  var `class`: String
  /// The condition, if it is known.
  var condition: String?
  /// Who says so, or how it was found.
  var by: String
  /// When it was said; only in answers.
  var at: String?

  private static let longestWord = 200

  init(_ diagnosis: ConfirmedDiagnosis) {
    self.class = diagnosis.class
    condition = diagnosis.condition.isEmpty ? nil : diagnosis.condition
    by = diagnosis.by
    at = CaseRoutes.time(diagnosis.at)
  }

  /// The diagnosis.
  ///
  /// - Throws: ``CaseRequestFailure`` if the model does not know the class, or no source is named.
  func checked(classes: [String: String]) throws(CaseRequestFailure) -> ConfirmedDiagnosis {
    let condition = ReportPage.shown(condition ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    let by = ReportPage.shown(by).trimmingCharacters(in: .whitespacesAndNewlines)
    guard classes[self.class] != nil else {
      throw CaseRequestFailure("The model has no class '\(self.class.prefix(40))'.")
    }
    guard !by.isEmpty else { throw CaseRequestFailure("Say who confirms it, or how it was found.") }
    guard condition.count <= Self.longestWord, by.count <= Self.longestWord else {
      throw CaseRequestFailure("A condition and a name may have \(Self.longestWord) characters.")
    }
    return ConfirmedDiagnosis(class: self.class, condition: condition, by: by)
  }
}

/// How the program has done so far, with the classes among which a person chooses.
struct CaseProgress: Encodable {
  /// The counts.
  var tally: CaseTally
  /// Names of the classes by slug.
  var classes: [String: String]
}

/// What was learned from the confirmed cases.
private struct Learned: Encodable {
  var file: String
  var photos: Int
  var before: FitMeasures
  var after: FitMeasures
  var left_out: Int
}

extension CaseRoutes {
  /// Says what a case turned out to be.
  func confirm(_ id: UUID, _ body: Data) throws -> ServerResponse {
    guard let request = try? JSONDecoder().decode(CaseConfirmation.self, from: body) else {
      return RequestGuard.failure(.badRequest, "The body is not the JSON that docs/engineer.md shows.")
    }
    let diagnosis = try request.checked(classes: model.classes)
    guard try store.confirm(id, diagnosis) else { return Self.gone }
    return .json(CaseConfirmation(diagnosis))
  }

  /// Learns from the confirmed cases, writes what was learned beside the case list, and uses it from now on.
  func learn(_ reply: Reply) {
    guard let consultations else { return reply.send(Self.gone) }
    let store = store
    consultations.withModel { model in
      reply.send(Self.learn(from: store, model: model))
    }
  }

  private static func learn(from store: CaseStore, model: SkinModel) -> ServerResponse {
    do {
      let gathered = try CaseLearning.examples(of: store, model: model)
      let training: FitTraining
      do throws(FitError) {
        training = try FitTraining(
          gathered.examples, classes: model.configuration.classes.map(\.slug), date: today,
          threadCount: RuntimeOptions.coreCount)
      } catch { throw FitFile.failure(error, path: "the confirmed cases") }
      let fit = ClinicFit(model: model.fitModel, mayBeMerged: false, members: [training.member])
      let path = store.path + ".fit"
      try OutputFile.write(fit.bytes(), to: path, kind: .json)
      try model.useFit(at: path)
      return .json(
        Learned(
          file: path, photos: training.member.photos, before: training.member.before, after: training.member.after,
          left_out: gathered.leftOut))
    } catch {
      let failure = FailureReport(error, file: store.path)
      return RequestGuard.failure(
        failure.status == .badInput ? .conflict : .internalServerError, "\(failure.problem) \(failure.help)")
    }
  }

  /// Year, month and day in UTC.
  private static var today: String {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      in: TimeZone(secondsFromGMT: 0) ?? .current, from: Date())
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }
}
