import SkinRuntime
import ArgumentParser
import Foundation
import SkinContainer
import SkinConversion
import SkinDiagnosis

/// How `skingpt convert` writes: threads, parts, and what happens to an earlier run's work.
struct ConvertOutputOptions: ParsableArguments {
  @Option(name: .long, help: "Threads that encode; default: physical cores. The bytes do not depend on it.")
  var threads: Int?

  @Option(
    name: .long, parsing: .unconditional,
    help: "The most bytes of a file, like 3900M for FAT32; the rest goes to NAME.002, NAME.003 ... beside it.",
    transform: MemorySize.init(text:))
  var shardSize: MemorySize?

  /// How weights are compressed.
  enum Compression: String, ExpressibleByArgument, CaseIterable {
    case plain, shuffled
  }

  @Option(
    name: .long,
    help: ArgumentHelp(
      "plain: LZ4 where it gains 3 %. shuffled: also after a shuffle of bits, a smaller file for f16 and f32 that "
        + "is decoded into memory at the start."))
  var compression = Compression.plain

  @OptionGroup var openingOptions: OpeningOptions

  @Flag(name: .long, help: "Start over, even if an interrupted run of the same command left work to continue.")
  var restart = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024, not \(threads)")
    }
    if let shardSize, shardSize.byteCount < ContainerParts.granularity {
      throw ValidationError("--shard-size must be at least \(ContainerParts.granularity >> 20)M")
    }
  }

  /// Threads that encode.
  var threadCount: Int { threads ?? RuntimeOptions().threadCount }

  /// Sets the options of the output in a request, and prepares for an interruption.
  func prepare(_ request: inout ConversionRequest) {
    request.partByteCount = shardSize?.byteCount
    request.shufflesBits = compression == .shuffled
    request.storesPrefix = openingOptions.storeOpening
    let partial = ContainerWriter.partialPath(request.output)
    if restart { try? FileManager.default.removeItem(atPath: partial + ".journal") }
    let words = "What is written is kept in '\(partial)'; the same command goes on with it.\n"
    Interruption.onInterrupt(note: words)
    ReadFailure.say(
      "error: A checkpoint cannot be read any more: the disk failed, or the file became shorter.\nhelp:  \(words)")
  }

  /// Notes that an earlier run's work is used.
  func noteResumed(_ byteCount: Int) {
    if byteCount > 0 { Terminal.note("going on after \(ByteText.text(byteCount)) that an earlier run wrote\n") }
  }

  /// Like `92.3 MB read in 4.1 s: 22.5 MB/s, 12 % of the time reading`.
  static func words(_ pace: ConversionPace) -> String {
    let seconds = max(pace.seconds, 0.001)
    let rate = String(format: "%.1f", Double(pace.readByteCount) / seconds / 1e6)
    let share = Int((pace.readSeconds / seconds * 100).rounded())
    let time = String(format: "%.1f", seconds)
    return "\(ByteText.text(pace.readByteCount)) read in \(time) s: \(rate) MB/s, \(share) % of the time reading"
  }
}
