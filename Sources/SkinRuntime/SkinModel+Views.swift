import SkinConfiguration
package import SkinImage
package import SkinRecognition
import SkinTensor

extension SkinModel {
  /// The pooled features of a photo seen in several ways: the mean of what each view gives.
  ///
  /// - Parameters:
  ///   - first: the features of the first view, the photo as it is.
  ///   - views: all of them; ``PhotoView/areUsable(_:)``.
  /// - Throws: ``LanguageError/notFinite(stage:)`` if the weights make numbers that are none.
  func features(
    of photo: Photo, views: [PhotoView], first: PooledFeatures
  ) throws(LanguageError) -> PooledFeatures {
    precondition(PhotoView.areUsable(views), "views \(views)")
    var all = [first.values]
    for view in views.dropFirst() { all.append(try pooled(photo, seen: view).values) }
    return PooledFeatures(meanOf: all)
  }

  /// The pooled features of one view.
  ///
  /// - Throws: ``LanguageError/notFinite(stage:)`` if the weights make numbers that are none.
  package func pooled(_ photo: Photo, seen view: PhotoView) throws(LanguageError) -> PooledFeatures {
    let centre = photo.centre(zoom: view.zoom)
    let pixels = (view.isMirrored ? centre.mirrored() : centre).pixels(configuration.image)
    let tokens = vision.encode(pixels, with: backend, residency: residency)
    try Self.check(tokens.rows, .vision)
    let features = connector.pooled(tokens, with: backend, residency: residency)
    guard features.values.allSatisfy(\.isFinite) else { throw .notFinite(stage: Stage.connector.rawValue) }
    return features
  }
}
