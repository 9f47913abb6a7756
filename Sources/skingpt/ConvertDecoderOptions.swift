import ArgumentParser
import SkinConversion

/// What `skingpt convert` adds to the decoder's weights, and which losses of quality it accepts.
struct ConvertDecoderOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "A folder to add to the decoder's weights tensor by tensor: a Vicuna v0 delta, --language being LLaMA.")
  var delta: String?

  @Option(name: .long, help: "The folder of a LoRA adapter to merge: adapter_config.json and adapter_model.")
  var lora: String?

  @Flag(
    name: .long,
    help: "Go on where quality suffers: a GGUF with K-quants (rounded twice), a decoder of another kind.")
  var force = false

  /// Sets the options in a request.
  func prepare(_ request: inout ConversionRequest) {
    request.delta = delta
    request.lora = lora
    request.isForced = force
  }
}
