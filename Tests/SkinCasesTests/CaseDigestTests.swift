import Foundation
import GRDB
import Testing

@testable import SkinCases

/// Bits that turn on the disk, where SQLite itself does not see them.
@Suite struct CaseDigestTests {
  private let page = Data(repeating: 7, count: 20_000)

  private func change(_ path: String, _ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  private func withCases(_ body: (String, StoredCase, StoredCase) throws -> Void) throws {
    try withList { path in
      let (first, second) = (
        StoredCase.named("A", note: "left"), StoredCase.named("B", note: "right", at: 1_800_000_000)
      )
      do {
        let store = try CaseStore(path: path)
        for entry in [first, second] { try store.keep(entry, page: page) }
      }
      try body(path, first, second)
    }
  }

  @Test(arguments: [
    "UPDATE kept_case SET note = 'lefu' WHERE label = 'A'", "UPDATE kept_case SET label = 'C' WHERE label = 'A'",
    "UPDATE kept_case SET haste = 'emergency' WHERE label = 'A'",
    "UPDATE kept_case SET kept_at_ms = 5 WHERE label = 'A'", "DELETE FROM case_digest",
  ])
  func `an entry that changed is marked, and the others stay readable`(sql: String) throws {
    try withCases { path, first, second in
      try change(path, sql)
      let store = try CaseStore(path: path)
      let found = try store.cases()
      #expect(found.first { $0.id == first.id }?.isDamaged == true)
      if sql.hasPrefix("UPDATE") {
        #expect(found.first { $0.id == second.id } == second)
        #expect(try store.page(of: second.id) == page)
      }
    }
  }

  @Test func `a page that changed is not shown`() throws {
    try withCases { path, first, second in
      try change(path, "UPDATE kept_case SET page = substr(page, 1, 19999) || x'08' WHERE label = 'A'")
      let store = try CaseStore(path: path)
      #expect(throws: CaseError.self) { try store.page(of: first.id) }
      #expect(try store.page(of: second.id) == page)
      #expect(try store.delete(first.id))
    }
  }

  @Test func `a list of before counts as it is`() throws {
    try withCases { path, first, second in
      try change(
        path,
        "DROP TABLE case_digest; DELETE FROM grdb_migrations WHERE identifier = '3'; PRAGMA user_version = 2")
      let store = try CaseStore(path: path)
      #expect(try store.cases() == [second, first])
      #expect(try store.page(of: first.id) == page)
    }
  }
}
