/// An error with a message to the user; every error that reaches a person is one.
///
/// The messages stand beside each error, in a `switch` without a default: a new case without a message does not
/// compile.
package protocol ReportableError: Error {
  /// The error as a message to the user.
  ///
  /// - Parameter file: the file that was processed, if the error does not name it.
  func report(about file: String?) -> FailureReport
}
