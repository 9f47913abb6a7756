import ArgumentParser

/// The trials of the paper, as options of `skingpt eval`.
struct EvaluationTrials: ParsableArguments {
  @Flag(
    name: .long,
    help:
      "The paper's evaluation: ten photos of each of its fifteen classes, drawn with --seed, the four prompts, and how long it takes."
  )
  var paper = false

  @Flag(
    name: .long,
    help: "45 photos, drawn with --seed, and ten changes of each (frame, light, JPEG, tilt): does it say the same?")
  var consistency = false

  @Option(name: .long, help: "With --paper, the dialogues as Markdown, without photos.")
  var transcripts: String?

  @Option(name: .long, help: "With --paper, the reports as JSON Lines, for skingpt questionnaire form.")
  var reports: String?

  @Flag(name: .long, help: "With --paper, name the files; otherwise cases have numbers only.")
  var fileNames = false

  func validate() throws {
    if paper, consistency { throw ValidationError("--paper and --consistency are two trials; give one") }
    if !paper {
      for (name, isGiven) in [
        ("--transcripts", transcripts != nil), ("--reports", reports != nil), ("--file-names", fileNames),
      ] where isGiven {
        throw ValidationError("\(name) needs --paper")
      }
    }
  }
}
