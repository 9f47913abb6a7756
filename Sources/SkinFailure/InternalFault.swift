/// A bug in the program itself, which a user cannot fix.
package struct InternalFault: ReportableError, Hashable, CustomStringConvertible {
  /// The fact, for developers.
  package let description: String

  /// A fault.
  package init(_ description: String) { self.description = description }

  /// The fault as a message to the user.
  package func report(about file: String?) -> FailureReport {
    FailureReport(
      problem: "Something unexpected happened: \(description).",
      help: "This is a fault of skingpt. Please report it with this line.", status: .software)
  }
}
