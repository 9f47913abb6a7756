import Foundation
import SkinTestSupport
import Testing

@testable import skingpt

/// Several photos of one case at the command line, and the order of the help.
@Suite struct DiagnoseCaseTests {
  @Test func `two photos of a case give one report about both, whatever their order`() throws {
    let photos = ["safety/drawn.png", "image/baseline-444.jpg"].map { Goldens.url($0).path(percentEncoded: false) }
    let options = ["--case", "--json", "--quiet", "--force", "--prompt", "What?", "--max-tokens", "4"]
    func report(_ photos: [String]) throws -> [String: Any] {
      let run = try Program.run(["diagnose"] + options + photos)
      #expect(run.status == 0)
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == 1)
      var report = try #require(
        JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      report["timing"] = nil
      report["memory"] = nil
      return report
    }
    let (first, second) = (try report(photos), try report(photos.reversed()))
    #expect((first["photos"] as? [Any])?.count == 2)
    #expect(first as NSDictionary == second as NSDictionary)
  }

  @Test func `a photo of the case that is not there is named`() throws {
    let photo = Goldens.url("safety/drawn.png").path(percentEncoded: false)
    let run = try Program.run(["diagnose", "--case", photo, "/nowhere/b.jpg"])
    #expect(run.status == 66 && run.errors.contains("b.jpg") && run.errors.split(separator: "\n").count == 2)
  }

  @Test func `the help begins with what most people need`() throws {
    let help = try Program.run(["diagnose", "--help"]).output
    let common = try #require(help.range(of: "--html"))
    let rare = try #require(help.range(of: "--kernels"))
    #expect(common.lowerBound < rare.lowerBound)
  }

  @Test func `a path may be typed with quotes, backslashes or a tilde`() {
    for text in [#""a b.jpg""#, "'a b.jpg'", #"a\ b.jpg"#, " a b.jpg "] { #expect(TypedPath.plain(text) == "a b.jpg") }
    #expect(TypedPath.plain("~/a.jpg") == NSHomeDirectory() + "/a.jpg")
    #expect(TypedPath.plain("") == "" && TypedPath.plain("'") == "'")
  }
}
