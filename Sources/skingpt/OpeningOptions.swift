import ArgumentParser

/// Whether a container that is written gets the decoder's state after the words before the photo.
struct OpeningOptions: ParsableArguments {
  @Flag(
    name: .long, inversion: .prefixedNo,
    help: ArgumentHelp(
      "Whether to store what the decoder makes of the words before the photo: a new process answers sooner, and the "
        + "file of a 7B grows by some 44 MB. Default: from a billion weights on."))
  var storeOpening: Bool?
}
