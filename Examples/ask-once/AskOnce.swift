import SkinRuntime

/// Asks the bare model one question about a photo: `ask-once MODEL PHOTO QUESTION`.
@main
struct AskOnce {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else {
      print("ask-once MODEL PHOTO QUESTION")
      return
    }
    let conversation = try PhotoConversation(about: arguments[2], model: arguments[1])
    print(try conversation.ask(arguments[3]))
  }
}
