extension ModelConfiguration {
  /// How many pooled features a photo has: class token and mean of the patches, and the mean of the queries if there is
  /// a Q-Former.
  package var pooledFeatureCount: Int {
    switch connector {
    case .queryTransformer(let query): 2 * vision.width + query.width
    case .joinedTokens: 2 * vision.width
    case .pooledPatches: vision.width
    }
  }
}
