import ArgumentParser

/// `skingpt convert --sensitivity`: what each class of tensors costs, measured on photos.
struct ConvertSensitivityOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write to this file, JSON, how far the logits are from the float model's when one class of tensors alone is written "
        + "as planned, and when all are; needs --sensitivity-photos."))
  var sensitivity: String?

  @Option(name: .long, help: "A photo or a folder of photos for --sensitivity. May be given more than once.")
  var sensitivityPhotos: [String] = []

  @Option(name: .long, help: "A question for --sensitivity; may be given more than once. Default: the four prompts.")
  var sensitivityPrompt: [String] = []

  @Option(name: .long, help: "How many positions of each answer --sensitivity compares; 1 is the last of the prompt.")
  var sensitivityTokens = 1

  func validate() throws {
    if sensitivity != nil, sensitivityPhotos.isEmpty {
      throw ValidationError("--sensitivity needs --sensitivity-photos PHOTO")
    }
    if sensitivity == nil, !sensitivityPhotos.isEmpty {
      throw ValidationError("--sensitivity-photos goes with --sensitivity FILE")
    }
    if !(1...10_000).contains(sensitivityTokens) {
      throw ValidationError("--sensitivity-tokens must be from 1 to 10000, not \(sensitivityTokens)")
    }
  }
}
