import SkinFiles
import Foundation
import NIOHTTP1
import SkinCases
import SkinDiagnosis
import SkinImage
import SkinSafety
import SkinTestSupport
import Testing

@testable import SkinServer

/// The case list over HTTP, with a report of the model that comes with the program.
@Suite(.serialized) struct CaseRoutesTests {
  private static let hostile = #"<img src=x onerror="alert(1)">'&\#u{202E}"#

  private let bench: CaseBench
  private var report: Report { bench.report }
  private var photo: [UInt8] { bench.photo }

  init() throws { bench = try CaseBench() }

  private func kept(_ label: String, note: String = "", _ change: (inout Report) -> Void = { _ in }) throws -> [String:
    Any]
  {
    var report = report
    change(&report)
    return [
      "photo": Data(photo).base64EncodedString(), "label": label, "note": note,
      "report": try JSONSerialization.jsonObject(with: JSONEncoder().encode(report)),
      "earlier": [["question": "What is <b>it</b>?", "answer": "Eczema, or not."]],
    ]
  }

  @Test func `names, notes and conversations are bounded in bytes, whatever their letters carry`() async throws {
    try await bench.withServer { server, store in
      // One letter each for the reader.
      let marks = String(repeating: "\u{301}", count: 100_000)
      for (label, note) in [("a" + marks, ""), ("Anna", "b" + marks), (String(repeating: "\u{1F9EA}", count: 101), "")]
      {
        #expect(try await ask(server, .POST, "/api/cases", try kept(label, note: note)).status == .badRequest)
      }
      var long = try kept("Anna")
      long["earlier"] = [["question": "a", "answer": String(repeating: "b", count: 200_001)]]
      #expect(try await ask(server, .POST, "/api/cases", long).status == .badRequest)
      #expect(try store.cases().isEmpty)
      let fair = try kept(String(repeating: "\u{1F9EA}", count: 100), note: String(repeating: "é", count: 2000))
      #expect(try await ask(server, .POST, "/api/cases", fair).status == .created)
    }
  }

  @Test func `a case is kept, listed, opened as it was shown, and deleted`() async throws {
    try await bench.withServer { server, _ in
      let made = try await ask(server, .POST, "/api/cases", try kept("Anna K.", note: "left arm"))
      #expect(made.status == .created)
      let entry = try made.json()
      let id = try #require(entry["id"] as? String)
      let listed = try await ask(server, .GET, "/api/cases").json()
      let cases = try #require(listed["cases"] as? [[String: String]])
      #expect(cases.count == 1 && cases[0] == entry as? [String: String])
      #expect(cases[0]["label"] == "Anna K." && cases[0]["note"] == "left arm")
      #expect(cases[0]["haste"] == ReportWords.haste(report))

      let opened = try await ask(server, .GET, "/cases/\(id)")
      let page = String(decoding: opened.body, as: UTF8.self)
      #expect(opened.status == .ok && opened.headers.first(name: "Cache-Control") == "no-store")
      #expect(page.contains("<strong>Anna K.</strong>, kept \(cases[0]["kept"] ?? "?")"))
      #expect(page.contains("<title>Anna K.: report") && page.contains("left arm"))
      #expect(page.contains("What is &lt;b&gt;it&lt;/b&gt;?") && page.contains("Eczema, or not."))
      #expect(page.contains(ReportPage.escaped(bench.model.disclaimer)))
      let picture = ReportPicture.png(try .decode(photo))
      #expect(page.contains("data:image/png;base64,\(Data(picture).base64EncodedString())"))

      let deleted = try await ask(server, .DELETE, "/api/cases/\(id)")
      let count = try deleted.json()["deleted"] as? Int
      #expect(deleted.status == .ok && count == 1)
      for (method, path) in [(HTTPMethod.DELETE, "/api/cases/\(id)"), (.GET, "/cases/\(id)")] {
        #expect(try await ask(server, method, path).status == .notFound)
      }
    }
  }

  @Test func `no byte of a photo, an answer or a name is left after it was deleted`() async throws {
    try await bench.withServer { server, store in
      // Nothing is kept by looking at a photo.
      let before = try Data(contentsOf: URL(fileURLWithPath: store.path))
      let picture = Data(ReportPicture.png(try .decode(photo))).base64EncodedString()
      let middle = String(picture.dropFirst(picture.count / 2).prefix(300))
      let markers = ["Marker-Of-The-Name", "Marker-Of-The-Note", "Eczema, or not.", middle].map { Data($0.utf8) }
      func found() throws -> Int {
        let files = try FileManager.default.contentsOfDirectory(at: bench.folder, includingPropertiesForKeys: nil)
        let bytes = try files.reduce(into: Data()) { $0 += try Data(contentsOf: $1) }
        return markers.filter { bytes.range(of: $0) != nil }.count
      }
      for path in ["/api/cases/ID", "/api/cases"] {
        let body = try kept("Marker-Of-The-Name", note: "Marker-Of-The-Note")
        let entry = try await ask(server, .POST, "/api/cases", body).json()
        let id = try #require(entry["id"] as? String)
        #expect(try found() == markers.count)
        let deleted = try await ask(server, .DELETE, path.replacing("ID", with: id))
        #expect(deleted.status == .ok)
        #expect(try found() == 0)
      }
      #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)).count == before.count)
    }
  }

  @Test func `without the option there is no route, no script and no word of it on the page`() async throws {
    let server = SkinServer(port: 8080, queue: bench.queue, model: bench.model)
    let id = UUID().uuidString
    for (method, path) in [
      (HTTPMethod.GET, "/api/cases"), (.POST, "/api/cases"), (.DELETE, "/api/cases"), (.DELETE, "/api/cases/\(id)"),
      (.GET, "/cases/\(id)"), (.GET, "/cases.js"),
    ] {
      #expect(try await ask(server, method, path).status == .notFound, "\(path)")
    }
    let page = Page.html(bench.model)
    #expect(page.contains("It is not kept.") && !page.contains("{"))
    for word in ["cases.js", "Keep this case", "id=\"keep\"", "Kept cases"] { #expect(!page.contains(word)) }
  }

  @Test func `with the option the page says where the file is and that it is not encrypted`() async throws {
    try await bench.withServer { server, store in
      let page = String(
        decoding: try await ask(server, .GET, "/").body, as: UTF8.self)
      #expect(page.contains(store.path) && page.contains("It is not encrypted") && page.contains("src=\"/cases.js\""))
      #expect(!page.contains("is not kept") && !page.contains("{") && !page.contains("style=\""))
      #expect(try await ask(server, .GET, "/cases.js").status == .ok)
      #expect(!Page.caseScript.contains("innerHTML") && !Page.caseScript.contains("http"))
    }
  }

  @Test func `other origins neither keep, read nor delete`() async throws {
    try await bench.withServer { server, store in
      try store.keep(StoredCase(label: "A", note: "", haste: ""), page: Data("secret".utf8))
      let id = try #require(try store.cases().first).id.uuidString
      let foreign: [HTTPHeaders] = [
        ["Origin": "http://evil.example"], ["Origin": "null"], ["Host": "evil.example"],
        ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
      ]
      for headers in foreign {
        for (method, path) in [
          (HTTPMethod.GET, "/api/cases"), (.GET, "/cases/\(id)"), (.DELETE, "/api/cases"),
          (.DELETE, "/api/cases/\(id)"),
        ] {
          let response = try await ask(server, method, path, headers: headers)
          #expect(response.status == .forbidden, "\(method.rawValue) \(path) \(headers)")
        }
        let body = try kept("B")
        #expect(
          try await ask(server, .POST, "/api/cases", body, headers: headers).status == .forbidden)
      }
      #expect(try store.cases().map(\.label) == ["A"])
      let own: HTTPHeaders = ["Origin": "http://127.0.0.1:8080", "Sec-Fetch-Site": "same-origin"]
      #expect(try await ask(server, .DELETE, "/api/cases/\(id)", headers: own).status == .ok)
    }
  }

  @Test func `a hostile name is text wherever it is shown`() async throws {
    try await bench.withServer { server, _ in
      let body = try kept(Self.hostile, note: Self.hostile) { _ in }
      let entry = try await ask(server, .POST, "/api/cases", body).json()
      #expect((entry["label"] as? String)?.unicodeScalars.contains("\u{202E}") == false)
      let opened = try await ask(server, .GET, "/cases/\(try #require(entry["id"] as? String))")
      let page = String(decoding: opened.body, as: UTF8.self)
      #expect(
        page.ranges(of: "<img").count == 1 && page.contains("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;"))
      // Even if the file is changed behind the program's back, nothing of a report runs.
      let policy = try #require(opened.headers.first(name: "Content-Security-Policy"))
      #expect(policy.contains("default-src 'none'") && policy.contains("sandbox") && !policy.contains("script-src"))
    }
  }

  @Test func `what is not a case of this program is refused and not kept`() async throws {
    try await bench.withServer { server, store in
      func expectRefusal(_ body: [String: Any], _ status: HTTPResponseStatus = .badRequest) async throws {
        let response = try await ask(server, .POST, "/api/cases", body)
        #expect(response.status == status)
        let error = try response.json()["error"] as? [String: Any]
        #expect(error?["message"] is String)
      }
      try await expectRefusal(["label": "A"])
      for label in ["", " \n\u{202E} ", String(repeating: "x", count: 101)] { try await expectRefusal(try kept(label)) }
      try await expectRefusal(try kept("A", note: String(repeating: "x", count: 2001)))
      try await expectRefusal(try kept("A") { $0.disclaimer = "This is a diagnosis." })
      try await expectRefusal(try kept("A") { $0.schema = "other/1" })
      var other = try kept("A")
      other["photo"] = Data(photo + [0]).base64EncodedString()
      try await expectRefusal(other)
      var impossible = try kept("A")
      var report = try #require(impossible["report"] as? [String: Any])
      report["differential"] = [["class": "x", "label": "x", "probability": 1e300]]
      impossible["report"] = report
      try await expectRefusal(impossible)
      #expect(try store.cases().isEmpty)
      let wrong = try await ask(server, .PUT, "/api/cases")
      #expect(wrong.status == .methodNotAllowed)
    }
  }

  @Test func `a list that fails is an error that says what to do, not a crash`() async throws {
    try await bench.withServer { server, store in
      try FileManager.default.removeItem(atPath: store.path)
      let response = try await ask(server, .POST, "/api/cases", try kept("A"))
      #expect(response.status == .internalServerError)
      let error = try #require((try response.json())["error"] as? [String: Any])
      #expect((error["message"] as? String)?.contains("Put it back") == true)
    }
  }
}
