/// A failure as a message to the user: what is wrong and where, and what to do.
public struct FailureReport: Hashable, Sendable, ReportableError {
  /// What is wrong, and where.
  public let problem: String
  /// What to do.
  public let help: String
  /// The exit status.
  public let status: ExitStatus

  /// A failure with the given texts.
  package init(problem: String, help: String, status: ExitStatus) {
    self.problem = problem
    self.help = help
    self.status = status
  }

  /// The message for an error; an error without one is a bug in the program.
  ///
  /// - Parameter file: the photo or other file that was processed, if the error does not name it.
  package init(_ error: any Error, file: String? = nil) {
    self = (error as? any ReportableError ?? InternalFault("\(error)")).report(about: file)
  }

  /// Itself.
  package func report(about file: String?) -> FailureReport { self }
}
