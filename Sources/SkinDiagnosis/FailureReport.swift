import Foundation
import SkinCases
import SkinCheckpoint
import SkinContainer
import SkinConversion
import SkinExport
import SkinImage
import SkinKernels
import SkinLanguage
import SkinSafety
import SkinText

/// How a program ends, as programs that call it see it (sysexits.h and the shell's convention).
public enum ExitStatus: Int32, Hashable, Sendable {
  /// Done.
  case success = 0
  /// The command line is wrong.
  case usage = 64
  /// The input is bad.
  case badInput = 65
  /// The input is not there.
  case noInput = 66
  /// It is our fault.
  case software = 70
  /// Reading or writing failed.
  case inputOutput = 74
  /// Interrupted by the person at the keyboard.
  case interrupted = 130
}

/// An error in words for people: the only place where errors become sentences.
public struct FailureReport: Hashable, Sendable {
  /// What is wrong, and where.
  public let problem: String
  /// What to do.
  public let help: String
  /// How the program ends.
  public let status: ExitStatus

  /// A failure in the given words.
  public init(problem: String, help: String, status: ExitStatus) {
    self.problem = problem
    self.help = help
    self.status = status
  }

  /// The words for an error.
  ///
  /// - Parameter file: the photo or other file that was worked on, if the error does not say it.
  public init(_ error: any Error, file: String? = nil) {
    switch error {
    case let failure as FailureReport: self = failure
    case let error as ImageError: self.init(image: error, file: file ?? "the photo")
    case let error as ContainerError: self.init(container: error)
    case let error as CheckpointError: self.init(checkpoint: error)
    case let error as ConversionError: self.init(conversion: error)
    case let error as ExportError: self.init(export: error)
    case let error as LanguageError: self.init(language: error)
    case let error as CaseError: self.init(cases: error)
    case KernelError.unavailable(let name):
      self.init(
        problem: "This processor cannot run the kernels '\(name.rawValue)'.",
        help: "Leave out --kernels; the best kernels are chosen by themselves.", status: .usage)
    case let error as HistoryError:
      self.init(
        problem: "The history cannot be used: \(error).", help: "docs/history.md lists its keys and values.",
        status: .badInput)
    case let error as TextError:
      self.init(
        problem: "The model's tokenizer cannot be used: \(error).",
        help: "The container is damaged or was made from a wrong tokenizer.model. Run skingpt convert again.",
        status: .badInput)
    default:
      self.init(
        problem: "Something unexpected happened: \(error).",
        help: "This is a fault of skingpt. Please report it with this line.", status: .software)
    }
  }
}

extension FailureReport: Error {}

extension FailureReport {
  private init(image error: ImageError, file: String) {
    let again = "Choose another photo, or take it again."
    switch error {
    case .notFound(let path):
      self.init(problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
    case .isDirectory(let path):
      self.init(problem: "'\(path)' is a folder, not a photo.", help: "Name a photo inside it.", status: .badInput)
    case .unreadable(let path):
      self.init(problem: "'\(path)' cannot be read.", help: "Check that you may read the file.", status: .inputOutput)
    case .empty:
      self.init(problem: "'\(file)' is empty.", help: again, status: .badInput)
    case .fileTooLarge(let byteCount, let limit):
      self.init(
        problem: "'\(file)' has \(byteCount) bytes; at most \(limit) are read.",
        help: "Save the photo smaller, 1000 pixels wide are enough.", status: .badInput)
    case .unsupportedFormat(let name):
      self.init(
        problem: "'\(file)' is not a photo skingpt can read; its first bytes are those of \(name).",
        help: "Save it as JPEG or PNG and try again.", status: .badInput)
    case .notAnImage:
      self.init(
        problem: "'\(file)' is not a photo; its first bytes belong to no picture format.",
        help: "Name a JPEG or PNG file.", status: .badInput)
    case .sizeOutOfRange(let width, let height, let limit):
      self.init(
        problem: "'\(file)' has \(width) x \(height) pixels; at most \(limit) in all are read.",
        help: "Save the photo smaller, 1000 pixels wide are enough.", status: .badInput)
    case .tooManyScans(let count, let width, let height, let limit):
      self.init(
        problem: "'\(file)' has \(count) scans of \(width) x \(height) pixels; at most \(limit) are read at this size.",
        help: "Save the photo again, as an ordinary JPEG, and smaller.", status: .badInput)
    case .unsupportedKind:
      self.init(
        problem: "'\(file)' is a JPEG of a rare kind: not 8 bits for a colour, lossless, or hierarchical.",
        help: "Save it as an ordinary JPEG or PNG and try again.", status: .badInput)
    case .truncated:
      self.init(
        problem: "'\(file)' is cut short: the file ends before the picture does.",
        help: "Copy the file again, or take the photo again.",
        status: .badInput)
    case .damaged:
      self.init(
        problem: "'\(file)' is damaged: its picture data cannot be decoded.",
        help: "Copy the file again, or take the photo again.", status: .badInput)
    case .outOfMemory:
      self.init(
        problem: "'\(file)' needs more memory than this machine has.",
        help: "Save the photo smaller, 1000 pixels wide are enough.", status: .badInput)
    }
  }

  private init(container error: ContainerError) {
    let copy = "Copy the file again, and compare its digest with the original's."
    switch error {
    case .notFound(let path):
      self.init(
        problem: "The model '\(path)' is not there.", help: "Give --model FILE, or set SKINGPT_MODEL.", status: .noInput
      )
    case .memoryLimit(let limit, let least):
      self.init(
        problem: "The model does not run in \(limit) bytes of memory; \((least >> 20) + 1)M are the least.",
        help: "Allow more with --memory-limit, or choose a smaller model.", status: .usage)
    case .isDirectory(let path):
      self.init(problem: "'\(path)' is a folder, not a model.", help: "Name a .skgpt file.", status: .badInput)
    case .unreadable(let path, _):
      self.init(problem: "'\(path)' cannot be read.", help: "Check that you may read the file.", status: .inputOutput)
    case .empty(let path):
      self.init(problem: "'\(path)' is empty.", help: copy, status: .badInput)
    case .notAContainer(let path):
      self.init(
        problem: "'\(path)' is not a skingpt container.", help: "Make one with skingpt convert.", status: .badInput)
    case .newerVersion(let path, let found, let supported):
      self.init(
        problem: "'\(path)' has format version \(found); this program knows up to \(supported).",
        help: "Use a newer skingpt.", status: .badInput)
    case .cutShort(let path, let expected, let found):
      self.init(
        problem: "'\(path)' ends at byte \(found), but should have \(expected).", help: copy, status: .badInput)
    case .missingParts(let path, let names):
      let listed = names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      self.init(
        problem: "'\(path)' is in parts, and \(listed)\(names.count > 5 ? " and more" : "") are not there.",
        help: "Copy all parts into one folder.", status: .noInput)
    case .laterPart(let path, let first):
      self.init(
        problem: "'\(path)' is a later part of a model.", help: "Name the first part, '\(first)'.", status: .badInput)
    case .damaged(let path, let part):
      self.init(problem: "'\(path)' is damaged in \(part).", help: copy, status: .badInput)
    case .malformed(let path, let fact):
      self.init(problem: "'\(path)' is not a valid container: \(fact).", help: copy, status: .badInput)
    case .configuration(let path, let configurationError):
      self.init(
        problem: "'\(path)' describes an impossible model: \(configurationError).", help: copy, status: .badInput)
    case .missingTensor(let path, let name):
      self.init(problem: "'\(path)' has no tensor '\(name)'.", help: "Run skingpt convert again.", status: .badInput)
    case .surplusTensor(let path, let name):
      self.init(
        problem: "'\(path)' has a tensor '\(name)' that does not belong there.", help: "Run skingpt convert again.",
        status: .badInput)
    case .wrongShape(let path, let name, let expected, let found):
      self.init(
        problem: "In '\(path)' the tensor '\(name)' has shape \(found); the configuration states \(expected).",
        help: "Run skingpt convert again.", status: .badInput)
    case .missingResource(let path, let name):
      self.init(
        problem: "'\(path)' has no \(name.rawValue).", help: "Run skingpt convert again.", status: .badInput)
    case .notAPack(let path):
      self.init(
        problem: "'\(path)' is not an alignment pack.", help: "Make one with skingpt convert --alignment-only.",
        status: .badInput)
    case .packForOther(let path, let base, let expected, let found):
      self.init(
        problem: "'\(path)' belongs to a container of \(base) with digest \(expected.prefix(16)), not to this one, "
          + "\(found.prefix(16)).",
        help: "Give that container with --model, or make the pack again for this one.", status: .badInput)
    case .unwritable(let path, let code):
      self.init(
        problem: "'\(path)' cannot be written\(code == ENOSPC ? ": the disk is full" : "").",
        help: "Check the folder, your rights and the free space.", status: .inputOutput)
    case .wrongByteCount(let name, let expected, let found):
      self.init(
        problem: "The tensor '\(name)' got \(found) bytes instead of \(expected).",
        help: "This is a fault of skingpt. Please report it with this line.", status: .software)
    }
  }

  private init(checkpoint error: CheckpointError) {
    let again = "Download or copy the file again."
    switch error {
    case .notFound(let path):
      self.init(problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
    case .unreadable(let path):
      self.init(problem: "'\(path)' cannot be read.", help: "Check that you may read the file.", status: .inputOutput)
    case .unwritable(let path):
      self.init(
        problem: "'\(path)' cannot be written.", help: "Check the folder, your rights and the free space.",
        status: .inputOutput)
    case .unknownFormat(let path):
      self.init(
        problem: "'\(path)' is neither a safetensors nor a PyTorch file nor a GGUF.",
        help: "Name a .safetensors, .pth, .bin or .gguf file.",
        status: .badInput)
    case .otherArchitecture(let path, let name):
      self.init(
        problem: "'\(path)' is a GGUF of architecture '\(name)'; only 'llama' is read.",
        help: "Give the decoder that the alignment was trained with: Vicuna v0 or Llama 2.", status: .badInput)
    case .splitFile(let path, let count):
      self.init(
        problem: "'\(path)' is one of \(count) parts of a GGUF.",
        help: "Join them with llama.cpp's llama-gguf-split --merge, and give the whole file.", status: .badInput)
    case .unreadBlocks(let path, let tensor, let type):
      self.init(
        problem: "In '\(path)' the tensor '\(tensor)' is quantized as \(type), which is not read.",
        help: "Give the original weights, or a GGUF of type F16, Q8_0 or Q4_0.", status: .badInput)
    case .noWeights(let path):
      self.init(
        problem: "The folder '\(path)' holds no weights.",
        help: "It needs model.safetensors, pytorch_model.bin, or one of their index files.", status: .badInput)
    case .malformed(let path, let fact):
      self.init(problem: "'\(path)' is damaged: \(fact).", help: again, status: .badInput)
    case .forbiddenGlobal(let path, let name):
      self.init(
        problem: "'\(path)' asks to run '\(name)'; nothing in a checkpoint is executed.",
        help: "Do not trust this file. Get the weights as safetensors.", status: .badInput)
    case .notFloat(let path, let tensor):
      self.init(
        problem: "In '\(path)' the tensor '\(tensor)' does not hold floating-point numbers.",
        help: "Give the original weights, not quantized ones.", status: .badInput)
    case .missingShard(let path, let shard):
      self.init(problem: "'\(path)' names '\(shard)', which is not there.", help: again, status: .noInput)
    }
  }

  /// A failure after which a conversion can go on.
  private init(_ failure: FailureReport, keptByteCount: Int, in partial: String) {
    self.init(
      problem: "\(failure.problem) \(keptByteCount) bytes are kept in '\(partial)'.",
      help: "\(failure.help) Then start the same command again: it goes on.", status: failure.status)
  }

  private init(conversion error: ConversionError) {
    switch error {
    case .checkpoint(let error): self.init(checkpoint: error)
    case .container(let error): self.init(container: error)
    case .stopped(let partial, let kept, let error):
      self.init(FailureReport(container: error), keptByteCount: kept, in: partial)
    case .stoppedReading(let partial, let kept, let error):
      self.init(FailureReport(checkpoint: error), keptByteCount: kept, in: partial)
    case .tokenizer(let path, let error):
      self.init(
        problem: "'\(path)' is not a tokenizer that can be used: \(error).",
        help: "Give the decoder's own tokenizer.model.",
        status: .badInput)
    case .noDescription(let path):
      self.init(problem: "'\(path)' is not there.", help: "Check the name and the folder.", status: .noInput)
    case .badDescription(let path, let fact):
      self.init(problem: "'\(path)' cannot be used: \(fact).", help: "Compare it with the original.", status: .badInput)
    case .missingTensors(let path, let names):
      let listed = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
      let more = names.count > 3 ? " and \(names.count - 3) more" : ""
      self.init(
        problem: "'\(path)' has no \(listed)\(more).",
        help: "Check that the files are given to the right options and belong together.", status: .badInput)
    case .wrongShape(let path, let tensor, let expected, let found):
      self.init(
        problem: "In '\(path)' the tensor '\(tensor)' has shape \(found); needed is \(expected).",
        help: "Check that the files belong together.", status: .badInput)
    case .otherKind(let path, let expected, let found): self.init(path: path, expected: expected, found: found)
    case .pairing(let path, let fault): self.init(path: path, fault: fault)
    case .noQueryTransformer(let path):
      self.init(
        problem: "'\(path)' belongs behind a Q-Former, and --qformer is missing.",
        help: "Give the file with it, like --qformer blip2_pretrained_flant5xxl.pth.", status: .usage)
    case .roundedTwice(let path, let tensor, let format, let count):
      self.init(
        problem: "'\(path)' has \(count) tensors rounded in a way that cannot be kept: '\(tensor)' is \(format).",
        help: "Give a GGUF of type F16, Q8_0 or Q4_0 or the original folder; --force rounds these weights twice.",
        status: .badInput)
    case .mismatch(let reason):
      self.init(
        problem: "The files do not belong together: \(reason).", help: "Give files of the same model.",
        status: .badInput)
    case .quantization(let tensor, let error):
      self.init(
        problem: "The tensor '\(tensor)' cannot be written: \(error).",
        help: "The checkpoint is damaged, or needs --weights f32.",
        status: .badInput)
    case .configuration(let error):
      self.init(
        problem: "The files describe an impossible model: \(error).", help: "Check that the files belong together.",
        status: .badInput)
    }
  }

  private init(export error: ExportError) {
    switch error {
    case .container(let error): self.init(container: error)
    case .tokenizer(let error): self.init(error)
    case .unwritable(let path, _):
      self.init(
        problem: "'\(path)' cannot be written.", help: "Check the folder, your rights and the free space.",
        status: .inputOutput)
    case .unsupported(let reason):
      self.init(
        problem: "The model cannot be written in this format: \(reason).", help: "Choose another format.",
        status: .badInput)
    }
  }

  private init(language error: LanguageError) {
    switch error {
    case .contextExceeded(let needed, let length):
      self.init(
        problem: "The conversation needs \(needed) positions; the model has \(length).",
        help: "Shorten the question, or begin anew.", status: .badInput)
    case .tokenOutsideVocabulary(let token, let size):
      self.init(
        problem: "The tokenizer gave token \(token); the decoder knows \(size).",
        help: "Tokenizer and decoder do not belong together. Run skingpt convert again.", status: .badInput)
    }
  }
}
