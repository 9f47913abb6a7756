/// Where the bytes of a container lie: in one file, or in parts that fit on a FAT32 drive.
///
/// A container is one string of bytes. Each part but the last has the length that the header states; the first part has
/// the container's name, and the others append `.002`, `.003` ... to it. All lie in one folder.
package struct ContainerParts: Hashable, Sendable {
  /// Parts are cut at multiples of this, so that the parts can be mapped one after another on every system.
  package static let granularity = 1 << 20
  /// The suffix of a part that is still growing.
  private static let partialSuffix = ".partial"

  /// The container's name, which is also the first part's.
  package let path: String
  /// Bytes of every part but the last; nil if the container is one file.
  package let partByteCount: Int?
  /// The suffix of every part's name: nothing, or what says that it is not finished.
  private let suffix: String

  /// The parts of a container.
  ///
  /// - Parameters:
  ///   - partByteCount: rounded down to ``granularity``, at least one; nil for one file.
  ///   - isPartial: whether the parts have the names under which they grow.
  package init(path: String, partByteCount: Int? = nil, isPartial: Bool = false) {
    self.path = path
    suffix = isPartial ? Self.partialSuffix : ""
    self.partByteCount = partByteCount.map { max($0 / Self.granularity, 1) * Self.granularity }
  }

  /// The path of a part; part 0 is the first.
  package func path(part: Int) -> String {
    guard part > 0 else { return path + suffix }
    let digits = String(part + 1)
    return path + "." + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + suffix
  }

  /// The same parts under the names under which they grow.
  var partial: ContainerParts { ContainerParts(path: path, partByteCount: partByteCount, isPartial: true) }

  /// Parts of a container of some length.
  package func count(byteCount: Int) -> Int {
    guard let partByteCount else { return 1 }
    return max(1, (byteCount + partByteCount - 1) / partByteCount)
  }

  /// Bytes of a part of a container of some length.
  func byteCount(part: Int, of total: Int) -> Int {
    guard let partByteCount else { return total }
    return min(partByteCount, total - part * partByteCount)
  }

  /// The first part's path, if a path is that of a later part: `model.skgpt.002`.
  static func firstPath(ofLater path: String) -> String? {
    guard let dot = path.lastIndex(of: "."), path[path.index(after: dot)...].count >= 3,
      path[path.index(after: dot)...].allSatisfy(\.isASCIIDigit), path[..<dot].contains(".")
    else { return nil }
    return String(path[..<dot])
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
