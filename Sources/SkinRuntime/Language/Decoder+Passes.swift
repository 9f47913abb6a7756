import SkinConfiguration

// How a prompt is cut into passes: an image whose rows see each other is read in one.
extension Decoder {
  private var seesWholeImages: Bool { configuration.gemma?.seesWholeImages == true }

  /// Where reading begins so that a position is computed: at the first row of its image if that is read as a whole.
  func passStart(_ position: Int, in prompt: [PromptElement]) -> Int {
    guard seesWholeImages, prompt[position].isImageRow else { return position }
    var start = position
    while start > 0, prompt[start - 1].isImageRow { start -= 1 }
    return start
  }

  /// The rows of the next pass, and whether they are an image that is read as a whole.
  func pass(from position: Int, of prompt: [PromptElement]) -> (rows: Range<Int>, isImage: Bool) {
    let end = min(position + Self.batchRowCount, prompt.count)
    guard seesWholeImages else { return (position..<end, false) }
    let isImage = prompt[position].isImageRow
    let change = prompt[position..<end].firstIndex { $0.isImageRow != isImage } ?? end
    return (position..<change, isImage)
  }
}

extension PromptElement {
  /// Whether the element is a row of the image.
  var isImageRow: Bool { if case .imageRow = self { true } else { false } }
}
