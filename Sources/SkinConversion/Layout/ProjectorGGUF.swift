import SkinCheckpoint
import SkinConfiguration

/// The tower and the projection of a Gemma 3 in a GGUF of their own (`mmproj`), read as the folder that it was made from.
///
/// Source: llama.cpp, `convert_hf_to_gguf.py`, `Gemma3VisionModel`; `tools/mtmd/clip.cpp`; `gguf-py`, `constants.py`.
enum ProjectorGGUF {
  /// `general.architecture` of such a file.
  static let architecture = "clip"
  /// `clip.projector_type` of a Gemma 3's.
  static let projector = "gemma3"
  /// Patches of a side that are pooled, unless the file says otherwise.
  private static let usualScale = 4
  /// Longer sides than any image has; larger numbers are of a damaged file.
  private static let greatestSide = 1 << 16

  /// Whether a checkpoint is such a file, whatever its projector.
  static func isOne(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.gguf?.string("general.architecture") == architecture
  }

  /// A checkpoint under the folder's names; anything but such a file is returned unchanged.
  ///
  /// - Throws: `CheckpointError/otherArchitecture(path:name:)` if it belongs to another model.
  static func folderNames(_ checkpoint: Checkpoint) throws(CheckpointError) -> Checkpoint {
    guard let metadata = checkpoint.gguf, isOne(checkpoint) else { return checkpoint }
    let kind = metadata.string("clip.projector_type") ?? metadata.string("clip.vision.projector_type") ?? "none"
    guard kind == projector else {
      throw .otherArchitecture(path: checkpoint.path, name: "\(architecture) with a projector '\(kind)'")
    }
    let tower = GGUFNames.names(
      SourceLayout.visionRows, from: .siglipGGUF, to: .siglip
    ).mapValues { GemmaFolder.tower + $0.folder }
    let projection = GGUFNames.names(
      SourceLayout.queryRows, from: .gemma3ProjectorGGUF, to: .gemma3Projector
    ).mapValues(\.folder)
    let names = tower.merging(projection) { first, _ in first }
    let isSwapped = hasSwappedNames(checkpoint)
    return try checkpoint.mapped { tensor throws(CheckpointError) in
      let (pattern, layer) = GGUFNames.pattern(of: isSwapped ? swapped(tensor.name) : tensor.name)
      return names[pattern].map { tensor.named($0.replacing("#", with: layer)) } ?? tensor
    }
  }

  /// Whether the two layers of each feed-forward part have each other's names, as older files of llama.cpp have them.
  ///
  /// Source: llama.cpp, `clip.cpp`, `is_ffn_swapped`: what is called `down` reads as many columns as the stream has.
  private static func hasSwappedNames(_ checkpoint: Checkpoint) -> Bool {
    guard let width = checkpoint.tensors["v.patch_embd.weight"]?.rowCount else { return false }
    return checkpoint.tensors["v.blk.0.ffn_down.weight"]?.rowElementCount == width
  }

  private static func swapped(_ name: String) -> String {
    let (up, down) = (".ffn_up.", ".ffn_down.")
    return name.contains(up) ? name.replacing(up, with: down) : name.replacing(down, with: up)
  }

  /// What a folder's `config.json` and `preprocessor_config.json` say.
  ///
  /// - Throws: ``ConversionError`` if the file does not say it, or says what is not known here.
  static func description(_ metadata: GGUFMetadata) throws(ConversionError) -> GemmaFolder.Description {
    func bad(_ fact: String) -> ConversionError { .badDescription(path: metadata.path, fact: fact) }
    func needed(_ key: String) throws(ConversionError) -> Int {
      guard let value = metadata.integer("clip.vision.\(key)"), (1...greatestSide).contains(value) else {
        throw bad("no usable clip.vision.\(key)")
      }
      return value
    }
    let heads = try needed("attention.head_count")
    guard let epsilon = metadata.float("clip.vision.attention.layer_norm_epsilon") else {
      throw bad("no clip.vision.attention.layer_norm_epsilon")
    }
    guard metadata.boolean("clip.use_gelu") == true, metadata.boolean("clip.use_silu") != true else {
      throw bad("a tower with another activation than the GELU by tanh")
    }
    let scale =
      metadata.has("clip.vision.projector.scale_factor") ? try needed("projector.scale_factor") : usualScale
    let pooledSide = try needed("image_size") / needed("patch_size") / scale
    var description = GemmaFolder.Description(
      mm_tokens_per_image: pooledSide * pooledSide,
      vision_config: GemmaFolder.Tower(num_attention_heads: heads, layer_norm_eps: epsilon))
    do {
      description.mean = try metadata.floats("clip.vision.image_mean")
      description.standardDeviation = try metadata.floats("clip.vision.image_std")
    } catch { throw .checkpoint(error) }
    return description
  }
}
