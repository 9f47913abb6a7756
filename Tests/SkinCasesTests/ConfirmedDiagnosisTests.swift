import Foundation
import Testing

@testable import SkinCases

@Suite struct ConfirmedDiagnosisTests {
  @Test func `a case is confirmed later, by whom and when, and the last word counts`() throws {
    try withList { path in
      let (kept, other) = (StoredCase.named("A"), StoredCase.named("B"))
      let findings = Data("{\"outcome\":\"assessed\"}".utf8)
      let first = ConfirmedDiagnosis(class: "fungal", by: "Dr. Ä.", at: Date(timeIntervalSince1970: 1000.0004))
      let last = ConfirmedDiagnosis(class: "malignant", condition: "melanoma", by: "biopsy")
      do {
        let store = try CaseStore(path: path)
        try store.keep(kept, page: Data(count: 9000), findings: findings)
        try store.keep(other, page: Data())
        #expect(try store.confirm(kept.id, first))
        #expect(try store.confirm(other.id, first))
        #expect(try store.confirm(kept.id, last))
        #expect(try !store.confirm(UUID(), last))
      }
      let store = try CaseStore(path: path)
      #expect(
        try store.confirmedCases() == [
          ConfirmedCase(id: other.id, label: other.label, diagnosis: first, findings: nil),
          ConfirmedCase(id: kept.id, label: kept.label, diagnosis: last, findings: findings),
        ])
      #expect(try store.takeBack(other.id))
      #expect(try !store.takeBack(other.id))
      #expect(try store.confirmedCases().map(\.id) == [kept.id])
    }
  }

  @Test func `with a case goes what was said about it, from every byte of the file`() throws {
    try withList { path in
      let kept = StoredCase.named("A")
      let marker = "marker-of-a-findings-report-51c0"
      do {
        let store = try CaseStore(path: path)
        try store.keep(kept, page: Data(count: 9000), findings: Data(marker.utf8))
        try store.confirm(kept.id, ConfirmedDiagnosis(class: "herpes", by: marker))
        #expect(try store.delete(kept.id))
        #expect(try store.confirmedCases().isEmpty)
      }
      for file in [path, path + "-journal"] {
        guard let bytes = FileManager.default.contents(atPath: file) else { continue }
        #expect(bytes.range(of: Data(marker.utf8)) == nil)
      }
    }
  }
}
