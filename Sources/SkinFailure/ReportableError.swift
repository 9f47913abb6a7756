/// An error that has words for people; every error type of the program is one.
///
/// The words stand beside each error, in a `switch` without a default: a new case without words does not compile.
package protocol ReportableError: Error {
  /// The error in words for people.
  ///
  /// - Parameter file: what was worked on, where the error does not say it.
  func report(about file: String?) -> FailureReport
}
