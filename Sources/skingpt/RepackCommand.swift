import ArgumentParser
import Foundation
import SkinConfiguration
import SkinContainer
import SkinConversion
import SkinDiagnosis
import SkinRuntime
import SkinFailure

/// `skingpt repack`: a container with other resources over the same weights.
struct Repack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a container again with other resources; its weights stay as they are.",
    discussion: "For what changes without the weights: the sentences that a model may say, its reader of questions,"
      + " its calibration, its recognition head and its card. The checkpoints are not needed.")

  @Argument(help: "The container.")
  var container: String

  @Option(name: .long, help: "Every sentence that the model may say: CSV, written by Tools/train/sentences.py.")
  var sentences: String?

  @Option(name: .long, help: "A recognition head: safetensors, written by Tools/train/head.py.")
  var head: String?

  @Option(name: .long, help: "A reader of typed questions: safetensors, written by Tools/train/questions.py.")
  var questions: String?

  @Option(name: .long, help: "How scores become probabilities: JSON.")
  var calibration: String?

  @Option(
    name: .long,
    help:
      "Thresholds of the danger groups, written by skingpt eval --choose-thresholds; the rest of the calibration stays."
  )
  var urgency: String?

  @Option(name: .long, help: "The model card: Markdown.")
  var card: String?

  @Option(name: .long, help: "Where the weights come from and what was measured: JSON.")
  var provenance: String?

  @Option(name: [.long, .customShort("o")], help: "The new container.")
  var output: String

  @Flag(name: .long, help: "As JSON.")
  var json = false

  @OptionGroup var quietOption: QuietOption

  private struct Result: Encodable {
    let output: String
    let model: String
    let digest: String
  }

  func run() throws {
    let base = try Container.open(path: container)
    var configuration = base.configuration
    var resources: [ResourceName: [UInt8]] = [:]
    if let sentences {
      let bytes = Array(try InputFile.read(sentences))
      do { _ = try SentenceTable(csv: bytes) } catch {
        throw FailureReport(
          problem: "'\(sentences)' is not a table of sentences: \(error).",
          help: "Write it with Tools/train/sentences.py, or correct that line.", status: .badInput)
      }
      resources[.sentences] = bytes
    }
    if let head {
      resources[.recognitionHead] = try HeadSource.bytes(ofFile: head, configuration: configuration)
    }
    if let questions {
      let bytes = Array(try InputFile.read(questions))
      do { _ = try QuestionReader(bytes) } catch {
        throw FailureReport(
          problem: "'\(questions)' is not a reader of questions: \(error).",
          help: "Write it with Tools/train/questions.py.", status: .badInput)
      }
      resources[.questionReader] = bytes
    }
    if let calibration { resources[.calibration] = Array(try InputFile.read(calibration)) }
    if let urgency {
      let own = base.has(.calibration) ? try base.resource(.calibration) : []
      resources[.calibration] = try Self.calibration(
        resources[.calibration] ?? own, urgency: urgency, conceptCount: configuration.concepts.count)
    }
    if let card { resources[.modelCard] = Array(try InputFile.read(card)) }
    if let provenance {
      do {
        configuration.provenance = try JSONDecoder().decode(Provenance.self, from: try InputFile.read(provenance))
      } catch is DecodingError {
        throw FailureReport(
          problem: "'\(provenance)' is not the JSON of a provenance.",
          help:
            "It has diagnostic, statement, measuredAccuracy and sources; skingpt inspect --json shows the present one.",
          status: .badInput)
      }
    }
    guard !resources.isEmpty || provenance != nil else {
      throw FailureReport(
        problem: "There is nothing to put into the container.",
        help: "Give at least one of --sentences, --head, --questions, --calibration, --urgency, --card and"
          + " --provenance.",
        status: .usage)
    }
    Interruption.onInterrupt(remove: ContainerWriter.partialPath(output))
    let digest = try base.rewrite(to: output, configuration: configuration, replacing: resources)
    // A container that cannot be opened must not stay.
    _ = try ProbabilityCalibration(try Container.open(path: output))
    let name = configuration.name
    Terminal.write(
      json
        ? try JSONText.line(Result(output: output, model: name, digest: digest))
        : "\(output): \(name), digest \(digest)\n")
  }

  /// A calibration with the thresholds of a file.
  private static func calibration(_ bytes: [UInt8], urgency path: String, conceptCount: Int) throws -> [UInt8] {
    struct Record: Decodable { let urgency: UrgencyThresholds }
    guard let record = try? JSONDecoder().decode(Record.self, from: try InputFile.read(path)), record.urgency.isValid
    else {
      throw FailureReport(
        problem: "'\(path)' has no complete thresholds of danger groups.",
        help: "Write it with skingpt eval --triage TABLE --choose-thresholds FILE.", status: .badInput)
    }
    do {
      var calibration = try ProbabilityCalibration.read(bytes, conceptCount: conceptCount)
      calibration.urgency = record.urgency
      return Array(try JSONText.line(calibration).utf8)
    } catch let fault as ProbabilityCalibration.Fault {
      throw FailureReport(
        problem: "There is no calibration to put the thresholds into: \(fault.fact).",
        help: "Give --calibration too.", status: .badInput)
    }
  }
}
