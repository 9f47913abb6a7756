import Foundation
package import SkinConfiguration
import SkinRecognition

/// A recognition head on its way into a container.
package enum HeadSource {
  /// The bytes of a head's file, which is read once to check that it fits the model.
  ///
  /// - Throws: ``ConversionError`` if the file is missing, or not a head for such a model.
  package static func bytes(ofFile path: String, configuration: ModelConfiguration) throws(ConversionError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { throw .noDescription(path: path) }
    let bytes = Array(data)
    do throws(RecognitionError) {
      _ = try RecognitionHead(
        bytes, featureCount: configuration.pooledFeatureCount, classes: configuration.classes.map(\.slug))
    } catch { throw .badDescription(path: path, fact: "\(error)") }
    return bytes
  }
}
