package import SkinFailure

extension KernelError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    switch self {
    case .unavailable(let name):
      FailureReport(
        problem: "This processor cannot run the kernels '\(name.rawValue)'.",
        help: "Leave out --kernels; the program then chooses the best ones.", status: .usage)
    case .noThread(let code):
      FailureReport(
        problem: "The system gives this program no more threads (code \(code)).",
        help: "Give fewer with --threads, or end other programs.", status: .inputOutput)
    }
  }
}
