/// Names in a pickle that stand for plain data or for training state: they are kept as names, never looked up and never
/// run.
///
/// Nothing is executed whatever a pickle names. A name that is not one of these means that somebody wanted something
/// run, and the file is refused.
enum InertName {
  /// Names that are data wherever they are found.
  private static let exact: Set<String> = [
    "argparse.Namespace", "types.SimpleNamespace", "pathlib.PosixPath", "pathlib.WindowsPath", "pathlib.PurePosixPath",
    "pathlib.Path", "pathlib._local.PosixPath", "_codecs.encode", "copyreg._reconstructor", "copy_reg._reconstructor",
    "builtins.set", "__builtin__.set", "builtins.frozenset", "__builtin__.frozenset", "builtins.complex",
    "builtins.bytearray", "builtins.slice", "builtins.range", "builtins.object", "__builtin__.object", "builtins.list",
    "builtins.dict", "builtins.tuple", "builtins.int", "builtins.float", "builtins.str", "builtins.bytes",
    "builtins.bool", "uuid.UUID", "decimal.Decimal", "fractions.Fraction", "time.struct_time", "functools.partial",
    "enum.Enum", "random.Random", "zoneinfo.ZoneInfo", "zoneinfo.ZoneInfo._unpickle",
  ]
  /// Modules whose names are data or training state: every name that begins so, except for the names below.
  private static let modules = [
    "collections.", "datetime.", "numpy.", "torch.", "torchvision.", "omegaconf.", "easydict.", "yacs.",
    "ml_collections.", "pytorch_lightning.", "lightning.", "lightning_fabric.", "lightning_utilities.", "transformers.",
    "accelerate.", "deepspeed.", "megatron.", "fairseq.", "timm.", "minigpt4.", "lavis.", "__main__.", "typing.",
    "peft.", "apex.", "mmengine.", "addict.", "box.",
  ]
  /// Parts of names that load, compile or run something.
  private static let active: Set<String> = [
    "hub", "cpp_extension", "f2py", "distutils", "testing", "load", "save", "exec", "eval", "system", "popen", "run",
    "runstring", "compile", "import", "jit", "package", "multiprocessing", "subprocess", "os", "sys", "shutil",
    "ctypes",
    "ctypeslib", "builtins", "getattr", "importlib", "inspect", "fromfile", "memmap", "lib", "_inductor", "_dynamo",
    "ops", "classes", "_C", "fork", "spawn", "open", "remove", "unlink",
  ]

  /// Words that do so wherever they occur in a name.
  private static let activeWords = ["load", "exec", "popen", "system", "import", "unpickle"]

  /// Whether a name is harmless.
  static func isOne(_ name: String) -> Bool {
    if exact.contains(name) { return true }
    guard modules.contains(where: name.hasPrefix) else { return false }
    if name.hasPrefix("torch._utils."), !name.hasPrefix("torch._utils._rebuild_") { return false }
    return name.split(separator: ".").allSatisfy { part in
      !active.contains(String(part)) && !activeWords.contains { part.contains($0) }
    }
  }
}
