import Foundation
import Testing

@testable import SkinEvaluation

/// Tables as spreadsheets of several countries save them.
@Suite struct DelimitedTableTests {
  private static let photos = [
    LabelledPhoto(file: "a, \"1\"; x.jpg", label: "fungal", source: "", group: "p1"),
    LabelledPhoto(file: "b.jpg", label: "acne", source: "", group: "b.jpg"),
  ]

  private func table(_ text: String, split: String? = nil) throws(LabelError) -> LabelTable {
    try LabelTable(csv: Data(text.utf8), split: split, classes: ["acne", "fungal"])
  }

  /// A table of two photos; every field that needs quotes for any delimiter has them.
  private static func text(_ delimiter: String, end: String, isQuoted: Bool = false) -> String {
    let rows = [["file", "class_slug", "group"], ["a, \"\"1\"\"; x.jpg", "fungal", "p1"], ["b.jpg", "acne", ""]]
    return rows.map { row in
      row.map { isQuoted || $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: delimiter) + end
    }.joined()
  }

  @Test(arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
  func `commas, semicolons and tabs, and every end of a line`(delimiter: String, end: String) throws {
    for isQuoted in [false, true] {
      let text = Self.text(delimiter, end: end, isQuoted: isQuoted)
      for text in [text, "\u{FEFF}" + text, text + end + end, "sep=\(delimiter)\(end)" + text] {
        let found = try table(text)
        #expect(found.photos == Self.photos)
        #expect(String(Character(found.delimiter.rawValue)) == delimiter)
      }
    }
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
  func `UTF-16 with its mark, as spreadsheets save text`(encoding: String.Encoding) throws {
    let bytes = try #require(("\u{FEFF}" + Self.text("\t", end: "\r\n")).data(using: encoding))
    let found = try LabelTable(csv: bytes, split: nil, classes: ["acne", "fungal"])
    #expect(found.photos == Self.photos && found.delimiter == .tab)
    #expect(throws: LabelError.notText) {
      try LabelTable(csv: Data([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]), split: nil, classes: ["acne"])
    }
  }

  @Test func `the header decides, whatever the rows hold`() throws {
    let commas = try table("file,class_slug,group\na;b;c,acne,x;y\n")
    #expect(commas.delimiter == .comma && commas.photos.map(\.file) == ["a;b;c"])
    let semicolons = try table(" file ; class_slug ;note, where\na,b.jpg; Acne ;1,5\n")
    #expect(semicolons.delimiter == .semicolon && semicolons.photos.map(\.file) == ["a,b.jpg"])
    #expect(semicolons.photos.map(\.label) == ["acne"])
    let quoted = try table("\"file, of the photo\";file;class_slug\nx;y;acne\n")
    #expect(quoted.delimiter == .semicolon && quoted.photos.map(\.file) == ["y"])
    #expect(LabelTable.hasSplits(csv: Data("file;class_slug;split\n".utf8)))
    #expect(!LabelTable.hasSplits(csv: Data("file;class_slug;splits\nsplit;split;split\n".utf8)))
    #expect(!LabelTable.hasSplits(csv: Data([0x80, 0x2C])))
    #expect(try table("file\tclass_slug\tsplit\n1\tacne\ttrain\n2\tacne\tval", split: "val").photos.count == 1)
  }

  @Test(arguments: [
    ("file|class_slug\n", LabelError.missingColumn("file")), ("file class_slug\n", .missingColumn("file")),
    ("file;class\n1;2\n", .missingColumn("class_slug")), ("sep=;\nfile,class_slug\n1,acne\n", .missingColumn("file")),
    ("file;class_slug\n1;acne\n2,acne\n", .fieldCount(line: 3, expected: 2, found: 1)),
    ("sep=;\r\nfile;class_slug\r\n\r\n1;acne;2\r\n", .fieldCount(line: 4, expected: 2, found: 3)),
    ("file\tclass_slug\n1\t\"acne\n\n", .openQuote(line: 2)), ("\"file;class_slug\n1;acne\n", .openQuote(line: 1)),
    ("file;class_slug\r1;acne\r2;b", .unknownClass(line: 3, "b")),
    ("file;class_slug\n\"1\n2\";acne\n2;b", .unknownClass(line: 4, "b")), ("\u{FEFF}", .missingColumn("file")),
    ("sep=;", .missingColumn("file")), ("file;class_slug\n;;\n", .fieldCount(line: 2, expected: 2, found: 3)),
  ]) func `a broken table is refused with the line`(text: String, expected: LabelError) {
    #expect(throws: expected) { try table(text) }
  }

  @Test func `a decimal comma is refused, and the help says what to write`() throws {
    for text in ["fine_label;Scale\na;0,5\n", "fine_label,Scale\na,\"0,5\"\n"] {
      let error = #expect(throws: LabelError.notAShare(line: 2, "0,5")) {
        try ConceptTable(csv: Data(text.utf8), concepts: ["Scale"])
      }
      #expect(error?.help(columns: "").contains("with a point, like 0.5") == true)
    }
    let cut = #expect(throws: LabelError.fieldCount(line: 2, expected: 2, found: 3)) {
      try ConceptTable(csv: Data("fine_label,Scale\na,0,5\n".utf8), concepts: ["Scale"])
    }
    #expect(cut?.help(columns: "").contains("stands in quotes") == true)
    #expect(
      try ConceptTable(csv: Data("fine_label;Scale\na;0.5\n".utf8), concepts: ["Scale"]).shares(of: "a") == [0.5])
  }

  @Test func `a missing column's help names what may stand between columns`() {
    let help = LabelError.missingColumn("file").help(columns: "It.")
    #expect(help == "It. Commas, semicolons or tabs separate the columns.")
    #expect(LabelError.noRows.help(columns: "It.") == "It.")
    #expect(LabelError.notText.help(columns: "It.").contains("UTF-8"))
  }

  @Test(arguments: [";", "\t"]) func `ratings and danger groups too`(delimiter: String) throws {
    let sheet = RatingTable.sheet(cases: ["1"]).replacing("1,,,,", with: "1,A,lay,,").replacing(",", with: delimiter)
    let rated = sheet.split(separator: "\n").map(String.init)
    let columns = rated[0].components(separatedBy: delimiter)
    let place = try #require(columns.firstIndex(of: "suggestions"))
    var fields = rated[1].components(separatedBy: delimiter)
    fields[place] = "4"
    let ratings = try RatingTable(csv: Data((rated[0] + "\r\n" + fields.joined(separator: delimiter)).utf8))
    #expect(ratings.rows.map(\.ratings) == [["suggestions": 4]])

    let danger = ["fine_label", "class_slug", "group", "borderline", "condition"].joined(separator: delimiter)
    let row = ["melanoma", "malignant", "cancer", "", "melanoma"].joined(separator: delimiter)
    let table = try DangerTable(csv: Data("\(danger)\n\(row)\n".utf8))
    let photo = LabelledPhoto(
      file: "f", label: "malignant", source: "", group: "f", attributes: ["fine_label": "melanoma"])
    #expect(table.condition(of: photo)?.name == "melanoma")
  }
}
