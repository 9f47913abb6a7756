/// A fault of the program itself, which nobody outside can mend.
package struct InternalFault: ReportableError, Hashable, CustomStringConvertible {
  /// The fact, for developers.
  package let description: String

  /// A fault.
  package init(_ description: String) { self.description = description }

  /// The fault in words for people.
  package func report(about file: String?) -> FailureReport {
    FailureReport(
      problem: "Something unexpected happened: \(description).",
      help: "This is a fault of skingpt. Please report it with this line.", status: .software)
  }
}
