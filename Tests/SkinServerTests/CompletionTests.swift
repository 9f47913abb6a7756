import Foundation
import SkinRuntime
import SkinSafety
import Testing

@testable import SkinServer

@Suite struct CompletionQuestionTests {
  private func question(_ json: String) throws -> CompletionQuestion {
    try CompletionQuestion(try CompletionRequest.read(Data(json.utf8)))
  }

  private func failure(_ json: String) throws -> CompletionFailure? {
    do {
      _ = try CompletionQuestion(try CompletionRequest.read(Data(json.utf8)))
      return nil
    } catch { return error }
  }

  private static let photo =
    #"{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAE="}}"#

  @Test func `the last photo counts, and what was said since it was shown`() throws {
    let found = try question(
      """
      {"model": "m", "messages": [
        {"role": "system", "content": "You are a doctor."},
        {"role": "user", "content": [\(Self.photo)]},
        {"role": "assistant", "content": "Forgotten."},
        {"role": "user", "content": [{"type": "text", "text": "What is it?"},
          {"type": "image_url", "image_url": {"url": "data:image/jpeg;base64,/9g="}}]},
        {"role": "assistant", "content": "Eczema."},
        {"role": "user", "content": "Why?"}, {"role": "user", "content": [{"type": "text", "text": "And how long?"}]}]}
      """)
    #expect(found.photos == [[0xFF, 0xD8]])
    #expect(found.earlier == [AskedBefore(question: "What is it?", answer: "Eczema.")])
    #expect(found.question == "Why?\nAnd how long?")
  }

  @Test func `a photo without words asks the first of the four, earlier too`() throws {
    let found = try question(
      """
      {"messages": [{"role": "user", "content": [\(Self.photo)]}, {"role": "assistant", "content": "A."},
        {"role": "user", "content": "B?"}]}
      """)
    #expect(found.earlier.map(\.question) == ["Could you describe the skin disease in this image for me?"])
    #expect(found.question == "B?")
  }

  @Test(arguments: [
    "https://example.org/a.jpg", "data:text/plain;base64,AAE=", "data:image/png;base64,", "data:image/png;base64,A",
    "data:image/png;base64,A*E=", "data:image/png;base64,AA=E", "data:image/png;base64", "data:", "",
  ])
  func `only photos inside the request are read`(url: String) throws {
    let found = try failure(
      #"{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "\#(url)"}}]}]}"#)
    #expect(found?.code == "invalid_image_url")
  }

  @Test func `what cannot be done is refused with the parameter's name`() throws {
    let user = #"{"role": "user", "content": [\#(Self.photo)]}"#
    let nine = #"{"role": "user", "content": [\#(Array(repeating: Self.photo, count: 9).joined(separator: ", "))]}"#
    let cases: [(json: String, param: String, code: String?)] = [
      (#"{"messages": []}"#, "messages", nil),
      (#"{"messages": [{"role": "user", "content": "Hello"}]}"#, "messages", "photo_missing"),
      (#"{"messages": [\#(nine)]}"#, "messages", "too_many_photos"),
      (#"{"messages": [\#(user), {"role": "assistant", "content": "A."}]}"#, "messages", nil),
      (#"{"messages": [{"role": "user", "content": [{"type": "input_audio"}, \#(Self.photo)]}]}"#, "messages", nil),
      (#"{"messages": [\#(user)], "n": 2}"#, "n", nil),
      (#"{"messages": [\#(user)], "max_tokens": 0}"#, "max_tokens", nil),
      (#"{"messages": [\#(user)], "max_completion_tokens": -2}"#, "max_completion_tokens", nil),
      (#"{"messages": [\#(user)], "temperature": 9}"#, "temperature", nil),
      (#"{"messages": [\#(user)], "temperature": "hot"}"#, "temperature", nil),
      (#"{"messages": [\#(user)], "seed": "x"}"#, "seed", nil),
      (#"{"messages": [\#(user)], "seed": 1.5}"#, "seed", nil),
      (#"{"messages": [\#(user)], "seed": 99999999999999999999}"#, "seed", nil),
      (#"{"messages": [\#(user)], "max_tokens": 1.5}"#, "max_tokens", nil),
      (#"{"messages": [\#(user)], "max_tokens": 1e30}"#, "max_tokens", nil),
      (#"{"messages": [\#(user)], "temperature": 1e400}"#, "temperature", nil),
      (#"{"messages": [\#(user)], "stop": 7}"#, "stop", nil),
      (#"{"messages": [\#(user)], "stream": "yes"}"#, "stream", nil),
      (#"{"messages": [\#(user)], "response_format": {"type": "json_object"}}"#, "response_format", nil),
      (#"{"messages": [\#(user)], "response_format": "text"}"#, "response_format", nil),
      (#"{"messages": [{"role": "user", "content": 7}]}"#, "messages", nil),
      (#"{"messages": "What?"}"#, "messages", nil),
      (#"{"model": "m"}"#, "messages", nil),
      (#"{"messages": [\#(user)], "temperature": 1, "top_p": 0}"#, "top_p", nil),
    ]
    for (json, param, code) in cases {
      let found = try failure(json)
      #expect(found?.param == param && found?.code == code, "\(json)")
    }
  }

  @Test func `what other clients send is read`() throws {
    let user = #"{"role": "user", "content": [\#(Self.photo)]}"#
    func asked(_ more: String) throws -> CompletionQuestion { try question(#"{"messages": [\#(user)], \#(more)}"#) }
    #expect(try asked(#""seed": -1"#).generation.seed == .max)
    #expect(try asked(#""seed": 18446744073709551615"#).generation.seed == .max)
    #expect(try asked(#""seed": null, "stop": null, "response_format": {"type": "text"}"#).generation.seed == 0)
    #expect(try asked(#""max_tokens": -1"#).generation.tokenLimit == 100_000)
    #expect(try asked(#""max_tokens": 200000"#).generation.tokenLimit == 100_000)
    #expect(try asked(#""stop": "a""#).stops == ["a"])
    #expect(try asked(#""stop": ["a", "b", ""]"#).stops == ["a", "b"])
  }

  @Test(arguments: [
    "DATA:image/jpeg;base64,/9j/4A==", "data:image/jpeg;base64,/9j/4A", "data:;base64,_9j_4A",
    "data:application/octet-stream;base64,/9j/4A==", "data:image/jpeg;charset=utf-8;BASE64, /9j/\n4A==",
    "data:image/jpeg;base64,%2F9j%2F4A%3D%3D", "data:image/jpeg,%FF%D8%FF%E0",
  ])
  func `the usual forms of a data URL are read`(url: String) throws {
    #expect(try CompletionQuestion.bytes(url) == [0xFF, 0xD8, 0xFF, 0xE0])
  }

  @Test func `a stop is found over the borders of pieces, and what was held back is not lost`() {
    let stops = StopSequences(["END", "xyz"])
    #expect(["one E", "N", "two EN", "D three", "four"].map { stops.pass($0) } == ["one ", "", "ENtwo ", "", ""])
    #expect(stops.isFound && stops.rest().isEmpty)
    let other = StopSequences(["END"])
    #expect(other.pass("the EN") == "the " && !other.isFound && other.rest() == "EN")
    #expect(StopSequences([]).pass("all") == "all")
  }

  @Test func `an error has OpenAI's four facts`() throws {
    let text = String(decoding: JSONLine.data(FailureBody("No.", param: "n")), as: UTF8.self)
    #expect(text == #"{"error":{"code":null,"message":"No.","param":"n","type":"invalid_request_error"}}"#)
  }
}

@Suite struct PageTests {
  private let page = Page.html(
    ServedModel(name: "m", fingerprint: "f", provenance: "From <here>.", disclaimer: "Not a <diagnosis>"))

  @Test func `the page asks nobody else and shows the disclaimer`() {
    #expect(page.contains("Not a &lt;diagnosis&gt;") && page.contains("From &lt;here&gt;."))
    for text in [page, Page.style, Page.script] {
      #expect(!text.contains("http://") && !text.contains("https://") && !text.contains("//cdn"))
      #expect(!text.contains("innerHTML") && !text.contains("@import") && !text.contains("url("))
    }
    for mark in ["{disclaimer}", "{questions}", "{provenance}", "{model}", "{fingerprint}", "style=\"", "onclick=\""] {
      #expect(!page.contains(mark))
    }
  }

  @Test func `every question is on the page, and the danger signs above the fold with a box for none of these`() throws
  {
    for question in HistoryQuestion.all {
      #expect(page.ranges(of: "data-question=\"\(question.id.rawValue)\"").count == 1)
    }
    let fold = try #require(page.range(of: "<details class=\"extra\">"))
    let danger = page[..<fold.lowerBound]
    for name in ["unwell", "signs"] { #expect(danger.contains("data-question=\"\(name)\"")) }
    #expect(danger.ranges(of: "data-none").count == danger.ranges(of: " data-danger").count)
    #expect(page.contains("<noscript>"))
  }
}
