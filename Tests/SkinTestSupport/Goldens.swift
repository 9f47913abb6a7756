public import Foundation

/// The expected values that the original libraries gave; `Goldens/manifest` files say by what, when and from which seed.
public enum Goldens {
  /// The address of a golden file.
  ///
  /// - Parameter path: its path inside `Goldens`, like `image/palette.png`.
  public static func url(_ path: String) -> URL {
    Bundle.module.bundleURL.appending(path: "Goldens").appending(path: path)
  }

  /// The bytes of a golden file.
  public static func bytes(_ path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: url(path))) }
}
