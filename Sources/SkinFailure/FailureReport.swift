/// A failure in words for people: what is wrong and where, and what to do.
public struct FailureReport: Hashable, Sendable, ReportableError {
  /// What is wrong, and where.
  public let problem: String
  /// What to do.
  public let help: String
  /// How the program ends.
  public let status: ExitStatus

  /// A failure in the given words.
  package init(problem: String, help: String, status: ExitStatus) {
    self.problem = problem
    self.help = help
    self.status = status
  }

  /// The words for an error; one that has none is a fault of the program.
  ///
  /// - Parameter file: the photo or other file that was worked on, if the error does not say it.
  package init(_ error: any Error, file: String? = nil) {
    self = (error as? any ReportableError ?? InternalFault("\(error)")).report(about: file)
  }

  /// Itself.
  package func report(about file: String?) -> FailureReport { self }
}
