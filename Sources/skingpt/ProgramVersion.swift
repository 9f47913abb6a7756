import CSkinPlatform
import SkinContainer
import SkinDiagnosis
import SkinKernels

/// What `--version` says: the version, the commit, what this processor runs, and what is read and written.
enum ProgramVersion {
  /// A line for the version, then one for each other fact.
  static var text: String {
    // SAFETY: the C string is a constant of the program.
    let commit = unsafe String(cString: skin_commit())
    let program = Report.Program.current
    return """
      \(program.name) \(program.version)
      commit   \(commit)
      kernels  \(KernelName.available.map(\.rawValue).joined(separator: ", ")), best \(KernelName.best.rawValue)
      formats  container \(Container.formatVersion), report \(Report.schemaName)
      """
  }
}
