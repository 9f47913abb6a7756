import Foundation
import Testing

/// `skingpt models` and `docs/models.md`, which say the same.
@Suite struct ModelsTests {
  private struct List: Decodable {
    struct Forecast: Decodable {
      let weight_bytes: Int
      let memory_bytes: Int
      let photo_s: Double
    }

    struct Row: Decodable {
      let name: String
      let publisher: String
      let parts: [String]
      let licence: String
      let accept: String?
      let download_bytes: Int
      let preset: String
      let trained_for_skin: Bool
      let training: String
      let measured_here: Bool
      let convert: String
      let forecast: Forecast
    }

    let notice: String
    let models: [Row]
  }

  private static func list() throws -> List {
    let run = try Program.run(["models", "--json"])
    try #require(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    return try JSONDecoder().decode(List.self, from: Data(run.output.utf8))
  }

  /// The page.
  private static func page() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/models.md"), encoding: .utf8)
  }

  /// The commands of a text, each on one line however it was broken.
  private static func commands(in text: String) -> [String] {
    text.replacing(#/ \\\n */#, with: " ").split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { $0.hasPrefix("skingpt convert ") }
  }

  private static func gigabytes(_ byteCount: Int) -> String { String(format: "%.1f GB", Double(byteCount) / 1e9) }

  @Test func `the page has the program's names, terms, sizes, presets and lines, and no others`() throws {
    let list = try Self.list()
    let page = try Self.page()
    let table = page.split(separator: "\n").filter { $0.hasPrefix("| ") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    let rows = try #require(table.first).count == 9 ? Array(table.dropFirst()) : []
    #expect(rows.map(\.first) == list.models.map(\.name))
    for (row, model) in zip(rows, list.models) {
      try #require(row.count == 9)
      #expect(row[1] == model.publisher)
      #expect(row[2] == model.parts.map { "`\($0)`" }.joined(separator: ", "))
      #expect(row[3] == model.licence + (model.accept.map { "; accept first: \($0)" } ?? ""))
      #expect(row[4] == Self.gigabytes(model.download_bytes))
      #expect(row[5] == Self.gigabytes(model.forecast.weight_bytes))
      #expect(row[6] == Self.gigabytes(model.forecast.memory_bytes))
      #expect(row[7] == "`\(model.preset)`")
      #expect(row[8] == model.training)
    }
    #expect(Self.commands(in: page) == list.models.map(\.convert))
    #expect(list.models.count >= 6 && list.models.allSatisfy { !$0.measured_here && $0.forecast.photo_s > 0 })
  }

  @Test func `each line is one that convert understands, and names files that are not there`() throws {
    for model in try Self.list().models {
      let run = try Program.run(Array(model.convert.split(separator: " ").dropFirst().map(String.init)))
      #expect(run.status == 66, "\(model.name): \(run.errors)")
    }
  }

  @Test func `the text has every line, and says that nothing was measured`() throws {
    let run = try Program.run(["models"])
    try #require(run.status == 0 && run.errors.isEmpty)
    #expect(run.output.hasPrefix("None of these was measured here"))
    #expect(try Self.commands(in: run.output) == Self.list().models.map(\.convert))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}
