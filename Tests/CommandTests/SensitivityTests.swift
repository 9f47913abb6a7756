import Foundation
import SkinTestSupport
import Testing

/// `convert --sensitivity` on golden models.
@Suite struct SensitivityTests {
  private struct Report: Decodable {
    struct Comparison: Decodable {
      var positions: Int
      var kl_mean: Double
      var top1_agreement: Double
    }
    struct Finding: Decodable {
      var tensors: String
      var count: Int
      var schemes: [String]
      var bytes: Int
      var comparison: Comparison
    }
    var reference: String
    var photos: Int
    var classes: [Finding]
    var whole: Comparison
  }

  private static func arguments(_ preset: String, _ output: String) -> [String] {
    let source = Goldens.url("pipeline/\(preset)").path(percentEncoded: false)
    return [
      "convert", "--vision", source + "/eva_vit.pth", "--alignment", source + "/alignment.pth", "--language",
      source + "/language", "--config", source + "/model.json", "--template", source + "/template.json", "--qformer",
      source + "/blip2.pth", "--output", output,
    ]
  }

  private static func report(_ preset: String, _ scheme: String, _ more: [String] = []) throws -> (Report, String) {
    try Program.withFolder { folder in
      let (output, file) = (folder.appending(path: "m.skgpt"), folder.appending(path: "sensitivity.json"))
      let photo = Goldens.url("pipeline/\(preset)/photo.png").path(percentEncoded: false)
      let run = try Program.run(
        arguments(preset, output.path(percentEncoded: false)) + [
          "--weights", scheme, "--vision-weights", scheme, "--sensitivity", file.path(percentEncoded: false),
          "--sensitivity-photos", photo,
        ] + more)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
      return (try JSONDecoder().decode(Report.self, from: Data(contentsOf: file)), run.output)
    }
  }

  private static let all = [
    "vision.layer.*", "query.layer.*", "language.embedding.weight", "language.layer.*.qkv.weight",
    "language.layer.*.attention_output.weight", "language.layer.*.gate_up.weight", "language.layer.*.down.weight",
    "language.output.weight",
  ]

  @Test func `float costs exactly nothing, in every class`() throws {
    let (report, _) = try Self.report("tiny", "f32")
    #expect(report.classes.map(\.tensors) == Self.all)
    #expect(report.reference == "f32" && report.whole.positions == 4)
    for comparison in report.classes.map(\.comparison) + [report.whole] {
      #expect(comparison.kl_mean == 0 && comparison.top1_agreement == 1)
    }
  }

  @Test func `four bits cost more than eight in each class, and every class is in the table`() throws {
    // A recipe, because a plan keeps more bits for the first layer, the embedding and the output layer.
    func measured(_ scheme: String) throws -> (Report, String) {
      try Program.withFolder { folder in
        let recipe = folder.appending(path: "recipe.json")
        try Data(#"{"rules": [{"tensors": "*", "weights": "\#(scheme)"}]}"#.utf8).write(to: recipe)
        return try Self.report(
          "tiny", scheme, ["--recipe", recipe.path(percentEncoded: false), "--sensitivity-tokens", "4"])
      }
    }
    let (four, table) = try measured("int4")
    let (eight, _) = try measured("int8")
    for (few, many) in zip(four.classes, eight.classes) {
      #expect(few.schemes == ["int4"] && many.schemes == ["int8"] && few.bytes < many.bytes)
      #expect(many.comparison.kl_mean >= 0 && few.comparison.kl_mean > many.comparison.kl_mean, "\(few.tensors)")
      #expect(table.contains(few.tensors), "\(few.tensors)")
    }
    #expect(four.whole.kl_mean > (four.classes.map(\.comparison.kl_mean).min() ?? .infinity))
    #expect(table.contains("all of them, as written"))
  }

  @Test func `one float model serves both, and measuring changes no byte of a calibrated container`() throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }
      let photo = Goldens.url("pipeline/tiny/photo.png").path(percentEncoded: false)
      let calibrated = ["--weights", "int4", "--calibrate", photo]
      #expect(try Program.run(Self.arguments("tiny", path("a.skgpt")) + calibrated).status == 0)
      let measured = try Program.run(
        Self.arguments("tiny", path("b.skgpt")) + calibrated
          + ["--sensitivity", path("s.json"), "--sensitivity-photos", photo])
      #expect(measured.status == 0 && measured.output.contains("beside the model in f16"), "\(measured.errors)")
      #expect(
        try Data(contentsOf: folder.appending(path: "a.skgpt"))
          == Data(contentsOf: folder.appending(path: "b.skgpt")))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a.skgpt", "b.skgpt", "s.json"])
    }
  }

  @Test func `a model without Q-Former has no class for it`() throws {
    let (report, _) = try Self.report("tiny-joined", "int8")
    #expect(report.classes.map(\.tensors) == Self.all.filter { $0 != "query.layer.*" })
  }

  @Test func `photos are needed, and a bad one is named before any work`() throws {
    try Program.withFolder { folder in
      let output = folder.appending(path: "m.skgpt").path(percentEncoded: false)
      let base = Self.arguments("tiny", output)
      let report = folder.appending(path: "s.json").path(percentEncoded: false)
      #expect(try Program.run(base + ["--sensitivity", report]).status == 64)
      #expect(try Program.run(base + ["--sensitivity-photos", report]).status == 64)
      let missing = try Program.run(base + ["--sensitivity", report, "--sensitivity-photos", "/nowhere.png"])
      #expect(missing.status == 66)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }
}
