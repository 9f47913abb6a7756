/// What a recognition head says about itself: the JSON under the key `head` of the file's metadata.
package struct HeadDescription: Hashable, Sendable, Codable {
  /// A condition of the second closed list.
  package struct Condition: Hashable, Sendable, Codable {
    /// Its name; empty for another disease of the class.
    package var name: String
    /// The slug of its class.
    package var `class`: String

    /// A condition of a class.
    package init(name: String, class: String) {
      self.name = name
      self.class = `class`
    }
  }

  /// What the logits of each list are divided by.
  package struct Temperatures: Hashable, Sendable, Codable {
    /// Of the classes, after blending.
    package var classes: Double
    /// Of the conditions of a class.
    package var conditions: Double
    /// Of the danger groups.
    package var groups: Double
  }

  /// How far the two opinions about the classes count.
  package struct Blend: Hashable, Sendable, Codable {
    /// The logarithm of the decoder's probabilities.
    package var decoder: Double
    /// The logarithm of the head's.
    package var head: Double
    /// The logarithm of what the head's conditions sum to; absent if they do not count.
    package var conditions: Double?

    /// The weights of the head, without the decoder.
    var own: Double { head + (conditions ?? 0) }
  }

  /// How the distance from the training photos is read.
  package struct Familiarity: Hashable, Sendable, Codable {
    /// The logarithm of the distance of a typical photo.
    package var centre: Double
    /// The spread of that logarithm.
    package var spread: Double
    /// The distance from which probabilities become flatter.
    package var start: Double
    /// How fast they do.
    package var slope: Double
    /// The distance from which the photo is unlike all that the model has learned from.
    package var limit: Double
  }

  /// Thresholds of probabilities; absent ones come from the calibration.
  package struct Thresholds: Hashable, Sendable, Codable {
    /// The probability of no skin from which a photo counts as not showing skin.
    package var nonskin: Double?
    /// The top probability below which the model cannot tell.
    package var unsure: Double?
    /// The probability from which healthy skin may be called so.
    package var healthy: Double?
  }

  /// The format's version.
  package var version: Int
  /// How many features a photo has.
  package var featureCount: Int
  /// The views of a photo whose features are averaged; absent if the only view is the photo as it is.
  ///
  /// Since version 2.
  package var views: [PhotoView]?
  /// The slugs of the classes, in the order of the tensors.
  package var classes: [String]
  /// The conditions, in the order of the tensors.
  package var conditions: [Condition]
  /// The danger groups, in the order of the tensors.
  package var groups: [String]
  /// What logits are divided by.
  package var temperatures: Temperatures
  /// How the two opinions are blended.
  package var blend: Blend
  /// How the distance from the training photos is read.
  package var familiarity: Familiarity
  /// Thresholds of probabilities.
  package var thresholds: Thresholds
  /// When and how the head was made.
  package var made: String?

  /// The newest version that is known.
  static let newestVersion = 2

  /// Whether every number can be used.
  var isUsable: Bool {
    let positive = [
      temperatures.classes, temperatures.conditions, temperatures.groups, familiarity.spread,
    ]
    let others = [
      blend.decoder, blend.own, familiarity.centre, familiarity.start, familiarity.slope, familiarity.limit,
    ]
    let shares = [thresholds.nonskin, thresholds.unsure, thresholds.healthy].compactMap(\.self)
    return positive.allSatisfy { $0.isFinite && $0 > 0 } && others.allSatisfy(\.isFinite)
      && blend.decoder >= 0 && blend.head >= 0 && blend.conditions ?? 0 >= 0 && blend.own > 0
      && familiarity.slope >= 0
      && shares.allSatisfy { (0...1).contains($0) } && PhotoView.areUsable(views ?? [.plain])
  }
}
