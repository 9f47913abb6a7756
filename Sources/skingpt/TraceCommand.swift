import SkinFailure
import ArgumentParser
import SkinConfiguration
import SkinContainer
import SkinRuntime
import Foundation
import SkinCheckpoint
import SkinDiagnosis
import SkinImage
import SkinTensor

/// `skingpt trace`: every stage as float32, to compare with a reference.
struct Trace: ParsableCommand {
  /// The stages in order.
  enum Stage: String, ExpressibleByArgument, CaseIterable, Comparable {
    case photo, pixels, vision, queries, softPrompt = "soft_prompt", inputIds = "input_ids", logits

    static func < (left: Stage, right: Stage) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
  }

  static let configuration = CommandConfiguration(
    abstract: "Writes what every stage computes, as safetensors.",
    discussion: "A model without Q-Former has no queries.")

  @Argument(help: "A photo, JPEG or PNG.")
  var photo: String

  @OptionGroup var modelOptions: ModelOptions

  @Option(name: .long, help: "The question.")
  var question = EvaluationPrompts.disease

  @Option(name: .shortAndLong, help: "The file to write.")
  var output: String

  @Option(name: .long, parsing: .unconditional, help: "Also the first N greedy tokens.")
  var generate: Int?

  @Option(
    name: .long,
    help:
      "Stop after this stage: photo (the decoded picture, bytes), pixels, vision, queries, soft_prompt, input_ids, logits."
  )
  var until: Stage = .logits

  @Flag(name: .long, help: "What was written, as JSON.")
  var json = false

  @OptionGroup var quietOption: QuietOption

  func validate() throws {
    if let generate, !(1...1_000_000).contains(generate) {
      throw ValidationError("--generate must be at least 1, not \(generate)")
    }
    if generate != nil, until != .logits { throw ValidationError("--generate needs all stages; leave out --until") }
  }

  func run() throws {
    try OutputNames.check([output], inputs: [photo] + modelOptions.inputs)
    let model = try modelOptions.openShipped().model
    do {
      let tensors = try stages(model)
      try model.container.checkIntegrity()
      try SafetensorsFile.write(tensors, to: output)
      guard json else { return }
      Terminal.write(
        try JSONText.line(
          Result(output: output, stages: tensors.map { Result.Stage(name: $0.name, shape: $0.shape) })))
    } catch {
      ClosedPipe.end(if: error)
      throw FailureReport(error, file: photo)
    }
  }

  private struct Result: Encodable {
    struct Stage: Encodable {
      let name: String
      let shape: [Int]
    }
    let output: String
    let stages: [Stage]
  }

  private typealias Tensor = (name: String, shape: [Int], values: SafetensorsFile.Values)

  private func stages(_ model: SkinModel) throws -> [Tensor] {
    func tensor(_ stage: Stage, _ rows: borrowing Matrix) -> Tensor {
      (stage.rawValue, [rows.rowCount, rows.columnCount], .float32(rows.elements))
    }
    let picture = try Photo.decode(try Photo.fileBytes(path: photo))
    guard until > .photo else {
      return [(Stage.photo.rawValue, [picture.height, picture.width, 3], .bytes(picture.rgb))]
    }
    let pixels = picture.pixels(model.configuration.image)
    var tensors: [Tensor] = [(Stage.pixels.rawValue, [3, pixels.size, pixels.size], .float32(pixels.values))]
    guard until > .pixels else { return tensors }
    let tokens = model.vision.encode(pixels, with: model.backend, residency: model.residency)
    try SkinModel.check(tokens.rows, .vision)
    tensors.append(tensor(.vision, tokens.rows))
    guard until > .vision else { return tensors }
    let softPrompt: SoftPrompt
    switch model.connector {
    case .queryTransformer(let transformer):
      let queries = transformer.read(tokens, with: model.backend)
      try SkinModel.check(queries.rows, .connector)
      tensors.append(tensor(.queries, queries.rows))
      guard until > .queries else { return tensors }
      softPrompt = model.alignment.project(queries, with: model.backend)
    case .pooledPatches(let side, let norm):
      guard until > .queries else { return tensors }
      softPrompt = model.alignment.project(
        PooledPatches(tokens, side: side, norm: norm, with: model.backend), with: model.backend)
    case .joinedTokens(let count):
      guard until > .queries else { return tensors }
      softPrompt = model.alignment.project(JoinedTokens(tokens, count: count), with: model.backend)
    }
    try SkinModel.check(softPrompt.rows, .alignment)
    tensors.append(tensor(.softPrompt, softPrompt.rows))
    guard until > .softPrompt else { return tensors }
    let conversation = try model.conversation(about: softPrompt)
    let ids = try conversation.elements(asking: question).map { element in
      if case .token(let token) = element { token } else { Int32(-1) }
    }
    tensors.append((Stage.inputIds.rawValue, [ids.count], .int32(ids)))
    guard until > .inputIds else { return tensors }
    let logits = try conversation.logits(asking: question)
    tensors.append((Stage.logits.rawValue, [logits.count], .float32(logits)))
    if let generate {
      let greedy = try conversation.greedyTokens(count: generate, asking: question)
      tensors.append(("greedy", [greedy.count], .int32(greedy)))
    }
    return tensors
  }
}
