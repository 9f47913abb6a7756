import ArgumentParser

/// The program: `skingpt <command>`.
@main
struct SkinGPT: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skingpt",
    abstract: "Answers questions about a photo of skin, on this machine, without a network.",
    version: "0.1.0",
    subcommands: [])
}
