extension StringProtocol {
  /// The columns that a terminal needs for it: one for each scalar that is no mark over or under another and no direction.
  ///
  /// A letter of Devanagari may take several; the languages that are offered have no wide ones.
  var columns: Int {
    unicodeScalars.count {
      switch $0.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: false
      default: true
      }
    }
  }
}
