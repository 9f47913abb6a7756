package import SkinContainer
package import SkinConversion
import SkinConfiguration
import SkinQuantization

extension Container {
  /// The schemes of the decoder's layers and of the vision tower, as the container stores them.
  package var weightPlan: WeightPlan {
    let lastLayer = configuration.language.layerCount - 1
    let language = records.first { $0.name == .language(lastLayer, .down) }?.scheme ?? .float32
    let vision = records.first { $0.name == .vision(0, .queryKeyValue) }?.scheme ?? language
    return WeightPlan(language: language, vision: vision)
  }
}
