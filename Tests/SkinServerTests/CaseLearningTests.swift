import Foundation
import NIOHTTP1
import SkinCases
import SkinDiagnosis
import SkinTestSupport
import Testing

@testable import SkinServer

/// Saying later what a case turned out to be, and learning from it, over HTTP.
@Suite(.serialized) struct CaseLearningTests {
  private let bench: CaseBench
  private var report: Report { bench.report }
  private var photo: [UInt8] { bench.photo }

  init() throws { bench = try CaseBench() }

  @Test func `a kept case is confirmed, counted, listed, taken back, and too few teach nothing`() async throws {
    try await bench.withServer { server, store in
      let body: [String: Any] = [
        "photo": Data(photo).base64EncodedString(), "label": "Anna K.", "note": "",
        "report": try JSONSerialization.jsonObject(with: JSONEncoder().encode(report)), "earlier": [[String: String]](),
      ]
      let id = try #require(try await ask(server, .POST, "/api/cases", body).json()["id"] as? String)
      let path = "/api/cases/\(id)/diagnosis"
      let first = try #require(report.differential?.first?.class)
      #expect(try await ask(server, .POST, path, ["class": "no such", "by": "x"]).status == .badRequest)
      #expect(try await ask(server, .POST, path, ["class": first, "by": " "]).status == .badRequest)
      #expect(try await ask(server, .POST, path, ["by": "x"]).status == .badRequest)
      let other = "/api/cases/\(UUID().uuidString)/diagnosis"
      #expect(try await ask(server, .POST, other, ["class": first, "by": "x"]).status == .notFound)
      let said = try await ask(server, .POST, path, ["class": first, "condition": "thing", "by": "Dr. B"])
      #expect(said.status == .ok)

      let listed = try #require(try await ask(server, .GET, "/api/cases").json()["cases"] as? [[String: Any]])
      let diagnosis = try #require(listed[0]["diagnosis"] as? [String: String])
      #expect(diagnosis["class"] == first && diagnosis["by"] == "Dr. B" && diagnosis["condition"] == "thing")

      let progress = try await ask(server, .GET, "/api/cases/progress").json()
      let tally = try #require(progress["tally"] as? [String: Any])
      #expect(tally["cases"] as? Int == 1)
      #expect((tally["right_first"] as? [String: Any])?["count"] as? Int == 1)
      #expect((progress["classes"] as? [String: String])?[first] != nil)

      let identity = try #require(UUID(uuidString: id))
      let page = try #require(try store.page(of: identity))
      let picture = try #require(CaseLearning.picture(in: page))
      #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))

      let learned = try await ask(server, .POST, "/api/cases/fit")
      #expect(learned.status == .conflict)
      #expect(String(decoding: learned.body, as: UTF8.self).contains("a fit needs 20"))

      #expect(try await ask(server, .DELETE, path).status == .ok)
      #expect(try await ask(server, .DELETE, path).status == .notFound)
      #expect(try store.confirmedCases().isEmpty)
    }
  }

  @Test func `shares have intervals, and none without cases`() {
    let share = CaseTally.Share(8, of: 10)
    // Wilson's interval of 8 of 10, from any table.
    #expect(abs((share.interval?[0] ?? .nan) - 0.4902) < 0.0005)
    #expect(abs((share.interval?[1] ?? .nan) - 0.9433) < 0.0005)
    #expect(CaseTally.Share(0, of: 0).interval == nil)
  }

  @Test func `a page without a picture gives none`() {
    #expect(CaseLearning.picture(in: Data("<p>nothing</p>".utf8)) == nil)
    #expect(CaseLearning.picture(in: Data("data:image/png;base64,".utf8)) == [])
    #expect(CaseLearning.picture(in: Data("data:image/".utf8)) == nil)
  }
}
