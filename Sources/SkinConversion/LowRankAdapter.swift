import Foundation
import SkinCheckpoint

/// A LoRA adapter: the factors of each weight that it changes, from a folder of its own or from a whole model's file.
///
/// Source: PEFT, `tuners/lora/config.py` and `utils/save_and_load.py`. Both spellings of the factors are read,
/// `lora_A.weight` and `lora_A.default.weight`.
final class LowRankAdapter {
  private struct Description: Decodable {
    var peft_type: String?
    var r: Int
    var lora_alpha: Float
    var bias: String?
    var fan_in_fan_out: Bool?
    var use_rslora: Bool?
    var use_dora: Bool?
    var rank_pattern: [String: Int]?
    var alpha_pattern: [String: Float]?
    var modules_to_save: [String]?
  }

  private static let weightFiles = ["adapter_model.safetensors", "adapter_model.bin"]
  private static let prefix = "base_model.model."
  private static let (downInfixes, upInfixes) = ([".lora_A.default", ".lora_A"], [".lora_B.default", ".lora_B"])

  /// Source: MiniGPT-4's repository, `minigpt4/models/minigpt_v2.py`, `lora_alpha`.
  static let miniGPTv2Alpha: Float = 16

  let path: String
  private let alpha: Float
  /// The rank that all factors must have; nil where each states its own.
  private let rank: Int?
  private let usesRootOfRank: Bool
  private var factors: [String: (down: SourceTensor?, up: SourceTensor?)] = [:]
  private var used: Set<String> = []

  /// Opens an adapter's folder.
  ///
  /// - Throws: ``ConversionError``
  init(path: String) throws(ConversionError) {
    self.path = path
    let configurationPath = path + "/adapter_config.json"
    let description = try JSONFile.decode(Description.self, configurationPath)
    func refuse(_ fact: String) -> ConversionError { .badDescription(path: configurationPath, fact: fact) }
    guard description.peft_type ?? "LORA" == "LORA" else {
      throw refuse("an adapter of type \(description.peft_type ?? "")")
    }
    guard description.r > 0, description.lora_alpha.isFinite else { throw refuse("rank \(description.r)") }
    guard description.bias ?? "none" == "none" else { throw refuse("an adapter that changes biases") }
    guard description.fan_in_fan_out != true else { throw refuse("an adapter of transposed weights") }
    guard description.use_dora != true else { throw refuse("a DoRA adapter") }
    guard (description.rank_pattern ?? [:]).isEmpty, (description.alpha_pattern ?? [:]).isEmpty else {
      throw refuse("ranks or alphas that differ from layer to layer")
    }
    guard (description.modules_to_save ?? []).isEmpty else { throw refuse("an adapter with whole modules in it") }
    rank = description.r
    alpha = description.lora_alpha
    usesRootOfRank = description.use_rslora == true
    guard
      let file = Self.weightFiles.map({ "\(path)/\($0)" }).first(where: { FileManager.default.fileExists(atPath: $0) })
    else { throw .noDescription(path: "\(path)/\(Self.weightFiles[0])") }
    do {
      for tensor in try Checkpoint(path: file).tensors.values { try add(tensor, named: tensor.name) }
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch let error as ConversionError { throw error } catch { throw .mismatch("\(error)") }
  }

  /// An adapter whose factors lie in a file beside other tensors.
  ///
  /// - Parameters:
  ///   - tensors: the factors.
  ///   - prefix: what precedes the decoder's own names there.
  ///   - alpha: the scale times the rank.
  /// - Throws: ``ConversionError`` if a factor occurs twice.
  init(path: String, _ tensors: [SourceTensor], prefix: String, alpha: Float) throws(ConversionError) {
    self.path = path
    self.alpha = alpha
    (rank, usesRootOfRank) = (nil, false)
    for tensor in tensors { try add(tensor, named: String(tensor.name.dropFirst(prefix.count))) }
  }

  /// Whether a tensor's name is that of a factor.
  static func isFactor(_ name: String) -> Bool {
    (downInfixes + upInfixes).contains { name.hasSuffix($0 + ".weight") }
  }

  /// Records a factor under the name of the weight that it changes.
  private func add(_ tensor: SourceTensor, named fullName: String) throws(ConversionError) {
    let name = fullName.hasPrefix(Self.prefix) ? String(fullName.dropFirst(Self.prefix.count)) : fullName
    func weight(_ infixes: [String]) -> String? {
      infixes.first { name.hasSuffix($0 + ".weight") }.map { name.dropLast($0.count + ".weight".count) + ".weight" }
    }
    if let weight = weight(Self.downInfixes) {
      guard factors[weight]?.down == nil else { throw twice(weight) }
      factors[weight, default: (nil, nil)].down = tensor
    } else if let weight = weight(Self.upInfixes) {
      guard factors[weight]?.up == nil else { throw twice(weight) }
      factors[weight, default: (nil, nil)].up = tensor
    } else {
      throw .badDescription(path: path, fact: "\(tensor.name) is not a factor of a LoRA")
    }
  }

  private func twice(_ weight: String) -> ConversionError {
    .badDescription(path: path, fact: "the factors of \(weight) appear twice")
  }

  /// What is added to a weight; nil if the adapter leaves it alone.
  func factors(of weight: String, rows: Int, columns: Int) throws(ConversionError) -> LowRankFactors? {
    guard let found = factors[weight] else { return nil }
    used.insert(weight)
    guard let down = found.down, let up = found.up else {
      throw .missingTensors(path: path, names: ["\(weight), factor \(found.down == nil ? "A" : "B")"])
    }
    let rank = rank ?? down.rowCount
    for (tensor, expected) in [(down, [rank, columns]), (up, [rows, rank])] where tensor.shape != expected {
      throw .wrongShape(path: path, tensor: tensor.name, expected: expected, found: tensor.shape)
    }
    let divisor = usesRootOfRank ? Float(rank).squareRoot() : Float(rank)
    return LowRankFactors(down: down, up: up, scale: alpha / divisor)
  }

  /// Weights that the adapter changes but that were never requested: it belongs to another decoder.
  var unused: [String] { factors.keys.filter { !used.contains($0) }.sorted() }
}
