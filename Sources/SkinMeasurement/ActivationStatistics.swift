import SkinDiagnosis
import Foundation
package import SkinConfiguration
package import SkinContainer
import SkinImage
package import SkinRuntime
package import SkinQuantization

/// Gathers the inputs of each linear layer while a model of its own answers about photos.
///
/// The model is in float; the texts are the evaluation prompts, its own greedy answers and, if it has one, the closed
/// list of classes. The same photos give the same statistics on the same kind of processor.
package final class ActivationStatistics {
  /// The most bytes of all layers' statistics; wider layers keep smaller blocks of them.
  private static let greatestByteCount = 256 << 20
  private static let widestBlock = 1024

  /// What the model's observer writes to.
  private final class Sums {
    var statistics: [TensorName: InputStatistics] = [:]
  }

  /// The statistics, by weight.
  package var statistics: [TensorName: InputStatistics] { sums.statistics }
  private let sums = Sums()
  private let model: SkinModel
  private let tokenLimit: Int

  /// Statistics of the model in a container.
  ///
  /// - Parameter tokenLimit: the most tokens of each answer.
  /// - Throws: as `SkinModel.init` does.
  package init(_ container: Container, options: RuntimeOptions, tokenLimit: Int = 64) throws {
    self.tokenLimit = tokenLimit
    model = try SkinModel(container, options: options) { [sums] name, rows in
      sums.statistics[name]?.add(rows: rows)
    }
    let weights = TensorCatalogue(container.configuration).entries.filter {
      $0.kind == .weight && $0.name != .language(.embedding)
    }
    let columnCount = weights.reduce(0) { $0 + $1.columnCount }
    var block = Self.widestBlock
    while block > WeightScheme.groupSize, columnCount * block * 4 > Self.greatestByteCount { block /= 2 }
    for entry in weights {
      sums.statistics[entry.name] = InputStatistics(columnCount: entry.columnCount, blockColumnCount: block)
    }
  }

  /// Reads a photo, asks the four questions, and gathers the inputs.
  ///
  /// - Throws: `ImageError` if the photo cannot be used.
  package func read(photo path: String) throws {
    let photo = try Photo.decode(try Photo.fileBytes(path: path))
    let conversation = try model.conversation(about: model.softPrompt(of: photo))
    if model.isCalibrated { _ = try Differential.scores(conversation, classes: model.configuration.classes) }
    for prompt in EvaluationPrompts.all {
      _ = try conversation.ask(prompt, options: GenerationOptions(tokenLimit: tokenLimit))
    }
  }

  /// The photos that some paths name: files, and those in folders, subfolders included, in the order of their names.
  package static func photos(in paths: [String]) -> [String] {
    var photos: [String] = []
    for path in paths {
      var isDirectory: ObjCBool = false
      // SAFETY: the pointer is to a local variable.
      let isThere = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      guard isThere, isDirectory.boolValue else {
        photos.append(path)
        continue
      }
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
      photos += names.filter { name in [".jpg", ".jpeg", ".png"].contains { name.lowercased().hasSuffix($0) } }
        .sorted().map { "\(path)/\($0)" }
    }
    return photos
  }
}
