import Foundation
package import SkinFailure
import SkinFiles

extension ContainerError {
  /// The error as a message to the user.
  package func report(about file: String?) -> FailureReport {
    let copy = "Copy the file again, and compare its digest with the original's."
    switch self {
    case .notFound(let path):
      return FailureReport(
        problem: "The model '\(path)' is not there.", help: "Give --model FILE, or set SKINGPT_MODEL.", status: .noInput
      )
    case .memoryLimit(let limit, let least):
      return FailureReport(
        problem: "The model does not run in \(limit) bytes of memory; it needs at least \((least >> 20) + 1)M.",
        help: "Allow more with --memory-limit, or choose a smaller model.", status: .usage)
    case .isDirectory(let path):
      return FailureReport(
        problem: "'\(path)' is a folder, not a model.", help: "Name a .skgpt file.", status: .badInput)
    case .unreadable(let path, _):
      return FailureReport(
        problem: "'\(path)' cannot be read.", help: "Check that you may read the file.", status: .inputOutput)
    case .empty(let path):
      return FailureReport(problem: "'\(path)' is empty.", help: copy, status: .badInput)
    case .output(let error): return error.report(about: file)
    case .notFinite(let path, let name):
      return FailureReport(
        problem: "In '\(path)' the tensor '\(name)' has elements that are infinite or not numbers.",
        help: "The checkpoint was damaged. Get its files again, and run skingpt convert again.", status: .badInput)
    case .tooLarge(let path, let part, let needed, let limit):
      return FailureReport(
        problem: "In '\(path)' \(part) would take \(needed) bytes of memory; at most \(limit) are read.",
        help: "Use a machine with more memory, or a container from another source.", status: .badInput)
    case .foreign(let path, let what, let help):
      return FailureReport(problem: "'\(path)' is \(what), not a model.", help: help, status: .badInput)
    case .changed(let path):
      return FailureReport(
        problem:
          "'\(path)' was changed, moved or removed while it was used; nothing computed since then can be trusted.",
        help: "Begin again with a file that stays as it is.", status: .inputOutput)
    case .notAContainer(let path):
      return FailureReport(
        problem: "'\(path)' is not a skingpt container.", help: "Make one with skingpt convert.", status: .badInput)
    case .newerVersion(let path, let found, let supported):
      return FailureReport(
        problem: "'\(path)' has format version \(found); this program knows up to \(supported).",
        help: "Use a newer skingpt.", status: .badInput)
    case .cutShort(let path, let expected, let found):
      return FailureReport(
        problem: "'\(path)' ends at byte \(found), but should have \(expected).", help: copy, status: .badInput)
    case .missingParts(let path, let names):
      let listed = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      return FailureReport(
        problem: "'\(path)' is in parts, and \(listed)\(names.count > 5 ? " and more" : "") are not there.",
        help: "Copy all parts into one folder.", status: .noInput)
    case .laterPart(let path, let first):
      return FailureReport(
        problem: "'\(path)' is a later part of a model.", help: "Name the first part, '\(first)'.", status: .badInput)
    case .damaged(let path, let part):
      return FailureReport(problem: "'\(path)' is damaged in \(part).", help: copy, status: .badInput)
    case .malformed(let path, let fact):
      return FailureReport(problem: "'\(path)' is not a valid container: \(fact).", help: copy, status: .badInput)
    case .configuration(let path, let configurationError):
      return FailureReport(
        problem: "'\(path)' describes an impossible model: \(configurationError).", help: copy, status: .badInput)
    case .missingTensor(let path, let name):
      return FailureReport(
        problem: "'\(path)' has no tensor '\(name)'.", help: "Run skingpt convert again.", status: .badInput)
    case .surplusTensor(let path, let name):
      return FailureReport(
        problem: "'\(path)' has a tensor '\(name)' that does not belong there.", help: "Run skingpt convert again.",
        status: .badInput)
    case .wrongShape(let path, let name, let expected, let found):
      return FailureReport(
        problem: "In '\(path)' the tensor '\(name)' has shape \(found); the configuration states \(expected).",
        help: "Run skingpt convert again.", status: .badInput)
    case .missingResource(let path, let name):
      return FailureReport(
        problem: "'\(path)' has no \(name.rawValue).", help: "Run skingpt convert again.", status: .badInput)
    case .notAPack(let path):
      return FailureReport(
        problem: "'\(path)' is not an alignment pack.", help: "Make one with skingpt pack.",
        status: .badInput)
    case .packForOther(let path, let base, let expected, let found):
      return FailureReport(
        problem: "'\(path)' belongs to a container of \(base) with digest \(expected.prefix(16)), not to this one, "
          + "\(found.prefix(16)).",
        help: "Give that container with --model, or make the pack again for this one.", status: .badInput)
    case .unknownClasses(let path, let slugs):
      let listed = slugs.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      return FailureReport(
        problem:
          "'\(path)' diagnoses classes that the rules of safety do not know: \(listed)\(slugs.count > 5 ? " and more" : "").",
        help: "Give the classes their known identifiers in --config and run skingpt convert again.",
        status: .badInput)
    case .unwritable(let path, let code):
      return FailureReport(
        problem: "'\(path)' cannot be written\(code == ENOSPC ? ": the disk is full" : "").",
        help: "Check the folder, your rights and the free space.", status: .inputOutput)
    case .wrongByteCount(let name, let expected, let found):
      return FailureReport(
        problem: "The tensor '\(name)' got \(found) bytes instead of \(expected).",
        help: "This is a fault of skingpt. Please report it with this line.", status: .software)
    }
  }
}
