import Foundation
import GRDB
import Testing

@testable import SkinCases

/// Files that are no case list, or none that can be used: each is one error and stays as it is.
@Suite struct OtherFileTests {
  private func expect(
    _ expected: (String) -> CaseError, of path: String, location: SourceLocation = #_sourceLocation
  ) throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path(percentEncoded: false)
    #expect(throws: expected(path), sourceLocation: location) { try CaseStore(path: path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before, sourceLocation: location)
  }

  private func makeList(_ path: String, sql: String = "") throws {
    try CaseStore(path: path).keep(.named("A"), page: Data(repeating: 7, count: 20_000))
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test(arguments: ["a letter, and no database at all", "SQLite format 4\0", "S"])
  func `a file of something else`(text: String) throws {
    try withList { path in
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      try expect({ .notADatabase(path: $0) }, of: path)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: (path as NSString).deletingLastPathComponent).count == 1)
    }
  }

  @Test func `a database of another program`() throws {
    try withList { path in
      try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE mail (text)") }
      try expect({ .otherDatabase(path: $0) }, of: path)
    }
  }

  @Test func `a list of a newer version, by its number or by its migrations`() throws {
    try withList { path in
      try makeList(path, sql: "PRAGMA user_version = 7")
      try expect({ .newerVersion(path: $0, found: 7, supported: 3) }, of: path)
    }
    try withList { path in
      try makeList(path, sql: "INSERT INTO grdb_migrations VALUES ('4')")
      try expect({ .newerVersion(path: $0, found: 4, supported: 3) }, of: path)
    }
  }

  @Test func `a list that was cut short or overwritten`() throws {
    try withList { path in
      try makeList(path)
      let whole = try Data(contentsOf: URL(fileURLWithPath: path))
      for count in [50, 100, 4096, whole.count / 2] {
        try whole.prefix(count).write(to: URL(fileURLWithPath: path))
        #expect(throws: CaseError.self, "\(count)") { try CaseStore(path: path) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole.prefix(count))
      }
      try (whole.prefix(100) + Data(repeating: 0xA5, count: whole.count - 100)).write(to: URL(fileURLWithPath: path))
      #expect(throws: CaseError.self) { try CaseStore(path: path) }
    }
  }

  @Test(arguments: [
    "PRAGMA foreign_keys = OFF; UPDATE kept_case SET id = 'no identity'",
    "UPDATE kept_case SET label = x'FFFE'",
    "UPDATE kept_case SET kept_at_ms = 'yesterday'", "DROP TABLE kept_case",
  ]) func `a list in which other values stand than we write`(sql: String) throws {
    try withList { path in
      try makeList(path, sql: sql)
      let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path(percentEncoded: false)
      let error = #expect(throws: CaseError.self) { try CaseStore(path: path) }
      if case .damaged(path, _) = error { return }
      Issue.record("\(sql): \(String(describing: error))")
    }
  }

  @Test func `a folder, a device, and a place that is not there`() throws {
    try withList { path in
      let folder = (path as NSString).deletingLastPathComponent
      #expect(throws: CaseError.notAFile(path: folder)) { try CaseStore(path: folder) }
      #expect(throws: CaseError.notAFile(path: "/dev/null")) { try CaseStore(path: "/dev/null") }
      #expect(throws: CaseError.unwritable(path: folder + "/no/cases.db")) {
        try CaseStore(path: folder + "/no/cases.db")
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }
}
