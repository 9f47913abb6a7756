import Foundation
import NIOHTTP1

/// Responses with the headers that isolate a page.
enum PageResponse {
  /// What the program's own page may do: its own style and script, and requests to this server.
  private static let ownPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob: data:; connect-src 'self';"
    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
  /// What a kept report may do: show its picture and its style.
  ///
  /// Whatever the file contains, none of it runs.
  private static let reportPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    + " frame-ancestors 'none'; sandbox"

  /// A part of the program's own page.
  static func asset(_ type: String, _ text: String) -> ServerResponse { response(type, Data(text.utf8), ownPolicy) }

  /// A report that was kept as HTML.
  static func report(_ html: Data) -> ServerResponse { response("text/html; charset=utf-8", html, reportPolicy) }

  private static func response(_ type: String, _ body: Data, _ policy: String) -> ServerResponse {
    ServerResponse(
      .ok,
      headers: [
        "Content-Type": type, "Cache-Control": "no-store", "Content-Security-Policy": policy,
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
        "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
      ], body: body)
  }
}
