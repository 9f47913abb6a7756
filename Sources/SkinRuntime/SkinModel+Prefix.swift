package import SkinContainer
import SkinText

/// What a container can store about the text before the photo; see `StoredPrefix`.
extension SkinModel {
  /// The memory limit while it is computed, in bytes, if the decoder's layers allow it.
  private static let memoryLimit = 640 << 20

  /// The bytes of a container's resource ``SkinContainer/ResourceName/opening``, computed in little memory.
  ///
  /// - Throws: `ContainerError`, `KernelError`, `TextError`, `LanguageError`.
  package static func storedPrefixBytes(of container: Container, threadCount: Int) throws -> [UInt8] {
    var options = RuntimeOptions()
    options.threadCount = threadCount
    options.memoryLimit = memoryLimit
    let model: SkinModel
    do {
      model = try SkinModel(container, options: options)
    } catch ContainerError.memoryLimit(_, let least) {
      options.memoryLimit = least
      model = try SkinModel(container, options: options)
    }
    return try StoredPrefix(model.prompt.openingTokens, read: model.decoder).bytes
  }
}
