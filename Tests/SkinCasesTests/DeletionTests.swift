import Foundation
import Testing

@testable import SkinCases

/// Deleting really deletes: the markers of a case stand in no byte of the list or beside it.
@Suite struct DeletionTests {
  /// Words and bytes by which a case is known, in every field and on every page of the file that its report fills.
  private static let words = [
    "Marker-Of-The-Name", "Marker-Of-The-Note", "Marker-Of-The-Haste", "Marker-Of-The-Report",
  ]
  private static let photo = Data([0x89, 0xC3, 0x00, 0x17, 0xF2, 0x5A, 0xA5, 0x0B, 0xDE, 0x41])
  private static let all = words.map { Data($0.utf8) } + [photo]

  private static var page: Data {
    (0..<40_000).reduce(into: Data()) { page, index in
      page += photo + Data("\(index)".utf8)
      if index.isMultiple(of: 50) { page += Data(words[3].utf8) }
    }
  }

  private static var marked: StoredCase { StoredCase(label: words[0], note: words[1], haste: words[2]) }

  private func found(_ path: String) throws -> [Data] {
    let bytes = try bytes(besides: path)
    return Self.all.filter { bytes.range(of: $0) != nil }
  }

  @Test func `no byte of a deleted case is left while the list is open, nor after it is closed`() throws {
    try withList { path in
      do {
        let store = try CaseStore(path: path)
        let case1 = Self.marked
        try store.keep(.named("before"), page: Data(count: 50_000))
        try store.keep(case1, page: Self.page)
        try store.keep(.named("behind"), page: Data(count: 50_000))
        // The search finds what is there.
        #expect(try found(path).count == Self.all.count)
        let byteCount = try bytes(besides: path).count
        #expect(try store.delete(case1.id))
        #expect(try found(path).isEmpty)
        #expect(try bytes(besides: path).count < byteCount - Self.page.count)
        #expect(try store.cases().map(\.label).sorted() == ["before", "behind"])
        #expect(try !store.delete(case1.id))
      }
      #expect(try found(path).isEmpty)
      #expect(try CaseStore(path: path).cases().count == 2)
      #expect(try found(path).isEmpty)
    }
  }

  @Test func `no byte is left after all were deleted`() throws {
    try withList { path in
      let store = try CaseStore(path: path)
      for _ in 0..<5 { try store.keep(Self.marked, page: Self.page) }
      #expect(try store.deleteAll() == 5)
      #expect(try found(path).isEmpty)
      #expect(try bytes(besides: path).count < 50_000)
      #expect(try store.cases().isEmpty && store.deleteAll() == 0)
    }
  }

  @Test func `no byte is left of small cases that shared a page of the file with others, in any order`() throws {
    try withList { path in
      let store = try CaseStore(path: path)
      var random = SystemRandomNumberGenerator()
      for round in 0..<60 {
        let label = "Marker-\(round)-"
        let entry = StoredCase.named(
          label, note: String(repeating: label, count: Int.random(in: 0..<80, using: &random)))
        try store.keep(entry, page: Data(label.utf8))
        if round.isMultiple(of: 2), let any = try store.cases().randomElement(using: &random) {
          try store.delete(any.id)
          let bytes = try bytes(besides: path)
          #expect(bytes.range(of: Data(any.label.utf8)) == nil, "\(any.label)")
          for kept in try store.cases() { #expect(bytes.range(of: Data(kept.label.utf8)) != nil) }
        }
      }
    }
  }

  @Test func `nothing of a change stays in the journal after it`() throws {
    try withList { path in
      let store = try CaseStore(path: path)
      try store.keep(Self.marked, page: Self.page)
      try store.delete(try #require(try store.cases().first).id)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path + "-journal")).isEmpty)
    }
  }

  @Test func `a journal is overwritten before it is emptied, but not while it is needed`() throws {
    try withList { path in
      let journal = RollbackJournal(list: path)
      let url = URL(fileURLWithPath: journal.path)
      try (Data(count: 28) + Self.page).write(to: url)
      let file = try #require(FileHandle(forUpdatingAtPath: journal.path))
      try RollbackJournal.overwrite(file)
      #expect(try Data(contentsOf: url) == Data(count: 28 + Self.page.count))
      try journal.wipe()
      #expect(try Data(contentsOf: url).isEmpty)
      // The header of a change that was cut short.
      let needed = Data([0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]) + Self.photo
      try needed.write(to: url)
      try journal.wipe()
      #expect(try Data(contentsOf: url) == needed)
    }
  }
}
