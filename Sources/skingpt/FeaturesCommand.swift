import SkinFailure
import ArgumentParser
import Foundation
import SkinCheckpoint
import SkinConfiguration
import SkinDiagnosis
import SkinFailure
import SkinEvaluation
import SkinImage
import SkinRecognition
import SkinRuntime

/// `skingpt features`: what a recognition head is trained on.
struct Features: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the pooled features and the class scores of labelled photos, as safetensors.",
    discussion: "features [photos, F] and scores [photos, classes] in the order of files; files and views are JSON"
      + " arrays in bytes. Photos that cannot be read are named on standard error and left out.")

  @Option(name: .long, help: "The table of labels, of which only the column file is used.")
  var labels: String

  @Option(name: .long, help: "The folder of the photos.")
  var photos: String

  @Option(name: .long, help: "Rows of this split only; default: all.")
  var split: String?

  @Option(name: .long, help: "Part I of N, like 1/2: every Nth photo from the Ith on.", transform: Shard.init(text:))
  var shard = Shard.whole

  @Option(
    name: .long,
    help: "Views whose features are averaged, like 1,1m,1.25 (zoom, m: mirrored); default: those of the model's head.",
    transform: ViewList.init(text:))
  var views: ViewList?

  @Flag(name: .long, help: "Only the features: four times as fast.")
  var noScores = false

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  @OptionGroup var modelOptions: ModelOptions

  func run() throws {
    try OutputNames.check([output], inputs: [labels] + modelOptions.shippedInputs)
    let model = try modelOptions.openShipped().model
    let classes = model.configuration.classes
    try InputFile.requireFolder(photos)
    let seen = views?.views ?? model.head?.description.views ?? [.plain]
    let rows = shard.part(of: try LabelFile.photos(labels, split: split, classes: classes.map(\.slug)))
    var bar = ProgressBar(isShown: Terminal.showsProgress && !quiet)
    var features: [Float] = []
    var scores: [Float] = []
    var files: [String] = []
    var lastFailure: FailureReport?
    for (index, row) in rows.enumerated() {
      bar.show(Double(index) / Double(rows.count))
      do {
        let path = URL(fileURLWithPath: photos).appending(path: row.file).path(percentEncoded: false)
        let reading = try model.read(try Photo.decode(try Photo.fileBytes(path: path)), views: seen)
        let pooled = reading.features.values
        if !noScores {
          let conversation = try model.conversation(about: reading.takeSoftPrompt())
          scores += try Differential.scores(conversation, classes: classes).map { $0.map(Float.init) } ?? []
        }
        features += pooled
        files.append(row.file)
      } catch {
        let failure = FailureReport(error, file: row.file)
        Terminal.note("left out: \(failure.problem)\n")
        lastFailure = failure
      }
    }
    bar.finish()
    if files.isEmpty, let lastFailure { throw lastFailure }
    let names = Array(try JSONText.line(files).utf8)
    let ways = Array(try JSONText.line(seen).utf8)
    var tensors: [(name: String, shape: [Int], values: SafetensorsFile.Values)] = [
      ("features", [files.count, features.count / max(files.count, 1)], .float32(features)),
      ("files", [names.count], .bytes(names)),
      ("views", [ways.count], .bytes(ways)),
    ]
    if !scores.isEmpty { tensors.append(("scores", [files.count, classes.count], .float32(scores))) }
    try SafetensorsFile.write(tensors, to: output)
  }
}

/// Views of a photo, from the command line.
struct ViewList: Hashable {
  /// The views.
  let views: [PhotoView]

  /// Reads the texts of views, separated by commas.
  ///
  /// - Throws: `ValidationError` unless they can be used.
  init(text: String) throws {
    let views = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { PhotoView(text: $0) }
    guard views.count == text.split(separator: ",", omittingEmptySubsequences: false).count, PhotoView.areUsable(views)
    else { throw ValidationError("--views begins with 1, the photo as it is; zooms are from 1 to 4, none twice") }
    self.views = views
  }
}

/// A part of a long list: every Nth element, from the Ith on.
struct Shard: Hashable {
  /// All of the list.
  static let whole = Shard(index: 1, count: 1)

  /// Which part, from 1 on.
  let index: Int
  /// How many parts there are.
  let count: Int

  private init(index: Int, count: Int) { (self.index, self.count) = (index, count) }

  /// Reads `I/N`.
  ///
  /// - Throws: `ValidationError` unless `1 <= I <= N`.
  init(text: String) throws {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let index = numbers[0], let count = numbers[1], index >= 1, index <= count else {
      throw ValidationError("Give a part like 1/2: the first of two.")
    }
    self.init(index: index, count: count)
  }

  /// The elements of this part.
  func part<Element>(of list: [Element]) -> [Element] {
    stride(from: index - 1, to: list.count, by: count).map { list[$0] }
  }
}
