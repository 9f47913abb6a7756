import ArgumentParser

/// The options of `diagnose` that most people need.
struct CaseOptions: ParsableArguments {
  @Option(name: .long, help: "What is known about the person: a JSON file of coded answers.")
  var history: String?

  @Option(name: .long, help: "Also write the report as a page that can be read and printed.")
  var html: String?

  @Flag(name: .long, help: "With --html, larger print.")
  var largePrint = false

  @Flag(name: .long, help: "With --html, one sheet of pictures and few words instead.")
  var simple = false

  @Flag(name: .customLong("case"), help: "All photos show the same skin of one person: one report about all of them.")
  var isCase = false

  @Flag(name: .long, help: "One JSON object per case.")
  var json = false

  @Option(name: .long, help: "Ask this instead of the four questions.")
  var prompt: String?

  @Flag(name: .long, help: "Go on although the photo is poor or does not look like skin.")
  var force = false

  @Flag(name: .long, help: "No progress.")
  var quiet = false

  func validate() throws {
    if largePrint, html == nil { throw ValidationError("--large-print needs --html") }
    if simple, html == nil { throw ValidationError("--simple needs --html") }
  }
}
