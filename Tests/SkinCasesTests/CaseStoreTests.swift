import Foundation
import Testing

@testable import SkinCases

@Suite struct CaseStoreTests {
  @Test func `what was kept is read again after the program has ended, newest first`() throws {
    try withList { path in
      let page = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
      let old = StoredCase.named("Ä. \u{1F9D1}, left arm", note: "Line 1\nline 2'; DROP TABLE kept_case; --")
      let new = StoredCase(label: "B", note: "", haste: "within 24 hours")
      do {
        let store = try CaseStore(path: path)
        #expect(try store.cases().isEmpty)
        try store.keep(new, page: page)
        try store.keep(old, page: Data())
      }
      let store = try CaseStore(path: path)
      #expect(try store.cases() == [new, old])
      #expect(try store.page(of: new.id) == page)
      #expect(try store.page(of: old.id) == Data())
      #expect(try store.page(of: UUID()) == nil)
    }
  }

  @Test func `the file and its journal belong to their owner alone, also a file that was open to others`() throws {
    try withList { path in
      func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      }
      do {
        let store = try CaseStore(path: path)
        try store.keep(.named("A"), page: Data(count: 100_000))
        #expect(try mode(path) == 0o600)
        #expect(try mode(path + "-journal") == 0o600)
        #expect(!store.isOpenToOthers)
      }
      for file in [path, path + "-journal"] {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
      }
      #expect(try !CaseStore(path: path).isOpenToOthers)
      #expect(try mode(path) == 0o600)
      #expect(try mode(path + "-journal") == 0o600)
      let empty = path + ".empty"
      try Data().write(to: URL(fileURLWithPath: empty))
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: empty)
      _ = try CaseStore(path: empty)
      #expect(try mode(empty) == 0o600)
      #expect(try mode(empty + "-journal") == 0o600)
    }
  }

  @Test func `nobody else opens a list that is open`() throws {
    try withList { path in
      let store = try CaseStore(path: path)
      #expect(throws: CaseError.inUse(path: store.path)) { try CaseStore(path: path) }
      try store.keep(.named("A"), page: Data())
      #expect(try store.cases().count == 1)
    }
  }

  @Test func `a case is not kept in a file that is not there any more`() throws {
    try withList { path in
      let store = try CaseStore(path: path)
      try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
      #expect(throws: CaseError.moved(path: store.path)) { try store.keep(.named("A"), page: Data()) }
      try Data().write(to: URL(fileURLWithPath: path))
      #expect(throws: CaseError.moved(path: store.path)) { try store.keep(.named("A"), page: Data()) }
      #expect(throws: CaseError.moved(path: store.path)) { try store.deleteAll() }
    }
  }
}
