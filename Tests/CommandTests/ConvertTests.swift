import Foundation
import SkinTestSupport
import Testing

/// `convert`, `export`, `compare` and packs, as a person runs them, on a golden model.
@Suite struct ConvertTests {
  private static let source = Goldens.url("pipeline/tiny").path(percentEncoded: false)
  private static let photo = source + "/photo.png"

  private func arguments(_ output: String, _ more: [String] = []) -> [String] {
    let source = Self.source
    return [
      "convert", "--vision", source + "/eva_vit.pth", "--qformer", source + "/blip2.pth", "--alignment",
      source + "/alignment.pth", "--language", source + "/language", "--config", source + "/model.json", "--template",
      source + "/template.json", "--output", output,
    ] + more
  }

  private func path(_ folder: URL, _ name: String) -> String {
    folder.appending(path: name).path(percentEncoded: false)
  }

  @Test func `the closing line tells rate and share, and the report the measures`() throws {
    try Program.withFolder { folder in
      let report = path(folder, "report.json")
      let run = try Program.run(arguments(path(folder, "m.skgpt"), ["--weights", "int4", "--report", report]))
      #expect(run.status == 0)
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines.last?.contains("MB/s") == true && lines.last?.hasSuffix("% of the time reading") == true)
      let measures = try #require(
        JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: report))) as? [[String: Any]])
      let errors = try #require(measures.first?["errors"] as? [String: Double])
      #expect(Set(["largest_error", "snr_db", "rounded_to_zero"]).isSubset(of: errors.keys))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["m.skgpt", "report.json"])
    }
  }

  @Test func `a recipe decides by name, and one that fits nothing is refused`() throws {
    try Program.withFolder { folder in
      let (recipe, output) = (path(folder, "recipe.json"), path(folder, "m.skgpt"))
      let text = #"{"rules": [{"tensors": "language.layer.*.down.weight", "weights": "f16"}]}"#
      try Data(text.utf8).write(to: URL(fileURLWithPath: recipe))
      #expect(try Program.run(arguments(output, ["--weights", "int4", "--recipe", recipe])).status == 0)
      let shown = try Program.run(["inspect", output, "--tensors"]).output.split(separator: "\n")
      let downs = shown.filter { $0.contains("down.weight") }
      #expect(!downs.isEmpty && downs.allSatisfy { $0.contains(" f16 ") })
      #expect(shown.contains { $0.contains("language.layer.1.qkv.weight") && $0.contains(" int4 ") })
      try Data(text.replacing("down", with: "dwon").utf8).write(to: URL(fileURLWithPath: recipe))
      let refused = try Program.run(arguments(output, ["--recipe", recipe]))
      #expect(refused.status == 65 && refused.errors.contains("dwon"))
    }
  }

  @Test
  func `photos tell which weights of the image have one scale per row unless a scheme is named, and auto needs them`()
    throws
  {
    try Program.withFolder { folder in
      let output = path(folder, "m.skgpt")
      let refused = try Program.run(arguments(output, ["--vision-weights", "auto"]))
      #expect(refused.status == 64 && refused.errors.contains("--calibrate PHOTO"))
      let run = try Program.run(arguments(output, ["--weights", "int4", "--calibrate", Self.photo]))
      try #require(run.status == 0, "\(run.errors)")
      let (told, plain) = (path(folder, "told.skgpt"), path(folder, "plain.skgpt"))
      let asked = ["--weights", "int4", "--calibrate", Self.photo, "--vision-weights"]
      #expect(try Program.run(arguments(told, asked + ["auto"])).status == 0)
      #expect(try Data(contentsOf: URL(fileURLWithPath: told)) == Data(contentsOf: URL(fileURLWithPath: output)))
      let eight = try Program.run(arguments(plain, asked + ["int8"]))
      #expect(eight.status == 0 && !eight.errors.contains("int8-row"))
      for name in [told, plain] { try FileManager.default.removeItem(atPath: name) }
      let words = try #require(
        run.errors.firstMatch(of: #/vision weights: (\d+) of (\d+) in int8-row; least cosines (.+)/#))
      let shown = try Program.run(["inspect", output, "--tensors"]).output.split(separator: "\n")
      let rows = shown.filter { $0.contains(" int8-row ") }
      #expect(rows.count == Int(words.output.1) && rows.allSatisfy { !$0.contains("language.") })
      let least = words.output.3.split(separator: ", ").compactMap { Double($0.split(separator: " ").last ?? "") }
      #expect(least.count == 3 && (rows.isEmpty || least.allSatisfy { $0 >= 0.9995 && $0 <= 1 }))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["m.skgpt"])
    }
  }

  @Test func `a whole Gemma 3 is named once, as a folder or as a pair of files`() throws {
    try Program.withFolder { folder in
      func golden(_ name: String) -> String { Goldens.url("gemma/\(name)").path(percentEncoded: false) }
      func convert(_ sources: [String]) throws -> (Program.Run, Data?) {
        let output = path(folder, "m.skgpt")
        try? FileManager.default.removeItem(atPath: output)
        let run = try Program.run(["convert", "--output", output, "--force"] + sources)
        return (run, try? Data(contentsOf: URL(fileURLWithPath: output)))
      }
      let (whole, tower, decoder) = (golden("whole"), golden("mmproj.gguf"), golden("windowed.gguf"))
      for (once, parts) in [
        (["--from", whole], [whole, whole, whole]), (["--from", decoder, "--mmproj", tower], [tower, tower, decoder]),
      ] {
        let (run, found) = try convert(once)
        #expect(run.status == 0, "\(run.errors)")
        let (_, right) = try convert(["--vision", parts[0], "--alignment", parts[1], "--language", parts[2]])
        #expect(found != nil && found == right)
      }
      for (sources, status, words) in [
        (["--from", whole, "--vision", whole], 64, "--vision cannot be given beside it"),
        (["--from", whole, "--qformer", whole], 64, "--qformer cannot be given beside it"),
        (["--from", whole, "--mmproj", tower], 64, "is a folder"), (["--from", decoder], 64, "--mmproj FILE"),
        (["--mmproj", tower], 64, "--from"), ([], 64, "--vision"),
        (["--from", golden("windowed")], 65, "does not hold a Gemma 3"),
        (["--from", path(folder, "no")], 66, "not there"),
        (["--from", tower, "--mmproj", decoder], 65, "error: "),
      ] {
        let (run, found) = try convert(sources)
        #expect(run.status == Int32(status) && run.errors.contains(words) && found == nil, "\(sources) \(run.errors)")
      }
    }
  }

  @Test func `float weights diverge by nothing, calibrated int4 less than plain`() throws {
    try Program.withFolder { folder in
      let (float, plain, calibrated) = (path(folder, "f.skgpt"), path(folder, "p.skgpt"), path(folder, "c.skgpt"))
      #expect(try Program.run(arguments(float, ["--weights", "f32"])).status == 0)
      #expect(
        try Program.run(
          arguments(plain, ["--weights", "int4", "--vision-weights", "f32", "--rounding", "plain"])
        ).status == 0)
      #expect(
        try Program.run(
          arguments(calibrated, ["--weights", "int4", "--vision-weights", "f32", "--calibrate", Self.photo])
        ).status == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
      func divergence(_ model: String) throws -> Double {
        let run = try Program.run(
          [
            "compare", Self.photo, "--reference", float, "--model", model, "--max-tokens", "8", "--decoder-only",
            "--json",
          ])
        let json = try #require(
          JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
        let comparison = try #require(json["comparison"] as? [String: Double])
        return try #require(comparison["kl_mean"])
      }
      #expect(try divergence(float) == 0)
      let (plainly, better) = (try divergence(plain), try divergence(calibrated))
      #expect(better > 0 && better < plainly)
    }
  }

  @Test func `a pack answers like the whole model, and over another base it is refused`() throws {
    try Program.withFolder { folder in
      let (base, pack, other) = (path(folder, "b.skgpt"), path(folder, "own.skpack"), path(folder, "o.skgpt"))
      #expect(try Program.run(arguments(base, ["--weights", "f32"])).status == 0)
      #expect(try Program.run(arguments(other, ["--weights", "f16"])).status == 0)
      let made = try Program.run([
        "pack", "--alignment", Self.source + "/alignment.pth", "--base", base, "--output", pack,
      ])
      #expect(made.status == 0)
      func trace(_ model: String, _ name: String, _ more: [String]) throws -> (status: Int32, bytes: Data?) {
        let output = path(folder, name)
        let run = try Program.run(["trace", Self.photo, "--model", model, "--output", output] + more)
        return (run.status, try? Data(contentsOf: URL(fileURLWithPath: output)))
      }
      let whole = try trace(base, "a", [])
      let packed = try trace(base, "b", ["--alignment-pack", pack])
      #expect(whole.status == 0 && whole.bytes != nil && whole.bytes == packed.bytes)
      #expect(try trace(other, "c", ["--alignment-pack", pack]).status == 65)
      #expect(try Program.run(["convert", "--alignment", pack, "--output", pack]).status == 64)
    }
  }

  @Test func `plan, doctor and tokenize see a pack as a diagnosis does`() throws {
    try Program.withFolder { folder in
      let (base, pack, other) = (path(folder, "b.skgpt"), path(folder, "own.skpack"), path(folder, "o.skgpt"))
      #expect(try Program.run(arguments(base, ["--weights", "f32"])).status == 0)
      #expect(try Program.run(arguments(other, ["--weights", "f16"])).status == 0)
      let made = [
        "pack", "--alignment", Self.source + "/alignment.pth", "--base", base, "--output",
      ]
      #expect(try Program.run(made + [pack]).status == 0)
      func json(_ command: [String], _ more: [String]) throws -> [String: Any] {
        let run = try Program.run(command + ["--json"] + more)
        return try #require(
          JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "\(run.errors)")
      }
      let over = ["--model", base, "--alignment-pack", pack]
      let report = try json(["diagnose", Self.photo, "--force", "--max-tokens", "1"], over)
      let model = try #require(report["model"] as? [String: Any])
      #expect(model["name"] as? String == "own")
      #expect(try json(["plan"], over)["model"] as? String == "own")
      let examined = try json(["doctor"], over)
      #expect(examined["model_digest"] as? String == model["digest"] as? String)
      #expect(examined["alignment_pack"] as? String == pack)
      let plain = try json(["doctor"], ["--model", base])
      #expect(plain["model_digest"] as? String != model["digest"] as? String)
      #expect(try Program.run(["tokenize", "skin"] + over).status == 0)
      for command in [["plan"], ["doctor"], ["tokenize", "skin"]] {
        #expect(try Program.run(command + ["--model", other, "--alignment-pack", pack]).status == 65, "\(command)")
        #expect(
          try Program.run(command + ["--model", base, "--alignment-pack", "/nowhere"]).status == 66, "\(command)")
      }
      #expect(try Program.run(["plan", "--preset", "stories-15m", "--alignment-pack", pack]).status == 64)
      // A calibration that no diagnosis could use.
      let calibration = path(folder, "calibration.json")
      try Data("{".utf8).write(to: URL(fileURLWithPath: calibration))
      let spoilt = path(folder, "spoilt.skpack")
      #expect(try Program.run(made + [spoilt, "--calibration", calibration]).status == 0)
      let failed = try Program.run(["diagnose", Self.photo, "--model", base, "--alignment-pack", spoilt]).status
      #expect(try failed != 0 && Program.run(["doctor", "--model", base, "--alignment-pack", spoilt]).status == failed)
    }
  }

  @Test func `exports are written whole, and without a target the command is wrong`() throws {
    try Program.withFolder { folder in
      let model = path(folder, "m.skgpt")
      #expect(try Program.run(arguments(model, ["--weights", "int8"])).status == 0)
      let run = try Program.run([
        "export", model, "--safetensors", path(folder, "m.safetensors"), "--gguf", path(folder, "m.gguf"),
      ])
      #expect(run.status == 0)
      let gguf = try Data(contentsOf: folder.appending(path: "m.gguf"))
      #expect(gguf.prefix(8).elementsEqual(Array("GGUF".utf8) + [3, 0, 0, 0]))
      #expect(try Program.run(["export", model]).status == 64)
      #expect(try Program.run(["export", "/nowhere.skgpt", "--gguf", path(folder, "x")]).status == 66)
    }
  }
}
