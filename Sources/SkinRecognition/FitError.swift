/// Why a fit cannot be made or used.
package enum FitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are not a fit of this program; the fact in a few words.
  case malformed(String)
  /// The fit belongs to another model.
  case otherModel(expected: String, found: String)
  /// There are fewer photos than needed.
  case tooFewPhotos(found: Int, needed: Int)
  /// There are more photos than allowed.
  case tooManyPhotos(found: Int, allowed: Int)
  /// All photos are of the named class.
  case oneClass(String)
  /// All photos belong to too few groups to leave one out.
  case tooFewGroups(found: Int, needed: Int)
  /// By cross-validation, what the photos taught does not help.
  case doesNotHelp(before: FitMeasures, after: FitMeasures, photos: Int)
  /// The named fit may not be merged.
  case notForMerging(String)

  /// One line for developers.
  package var description: String {
    switch self {
    case .malformed(let fact): fact
    case .otherModel(let expected, let found): "it belongs to the model \(expected), not to \(found)"
    case .tooFewPhotos(let found, let needed): "\(found) photos, \(needed) are needed"
    case .tooManyPhotos(let found, let allowed): "\(found) photos, at most \(allowed)"
    case .oneClass(let name): "all photos are of the class \(name)"
    case .tooFewGroups(let found, let needed): "\(found) groups, \(needed) are needed"
    case .doesNotHelp(let before, let after, let photos):
      "\(photos) photos: right first \(before.top1) before and \(after.top1) after"
    case .notForMerging(let name): "\(name) may not be merged"
    }
  }
}
