package import SkinConfiguration

/// The text under every output; no prompt and no option removes it.
package enum Disclaimer {
  /// The disclaimer for a model, with its measured accuracy or the lack of one.
  package static func text(_ provenance: Provenance) -> String {
    let always =
      "This is not a diagnosis. A program wrote it, from one photo; it is often wrong and does not replace an examination."
      + " No clinician has reviewed its texts. If you feel ill, or the skin gets worse, see a clinician whatever it says."
    guard provenance.diagnostic else {
      return "This model was not trained to diagnose. \(always)"
    }
    return "\(always) \(provenance.measuredAccuracy ?? "Its accuracy was not measured.")"
  }
}
