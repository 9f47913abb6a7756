import NIOHTTP1

/// What an address means.
enum Route: Hashable, Sendable {
  case page
  case style
  case script
  case words
  case caseScript
  case caseLearning
  case health
  case models
  case model(String)
  case complete
  case diagnose
  case cases(CaseRoutes.Target)
  /// `OPTIONS *`.
  case server

  private static let modelPrefix = "/v1/models/"

  /// Nil if there is no such address.
  ///
  /// - Parameter hasCases: whether cases can be kept; if not, their addresses do not exist.
  init?(path: String, hasCases: Bool) {
    switch path {
    case "/": self = .page
    case "/page.css": self = .style
    case "/page.js": self = .script
    case "/words.js": self = .words
    case "/cases.js" where hasCases: self = .caseScript
    case "/learning.js" where hasCases: self = .caseLearning
    case "/health": self = .health
    case "/v1/models": self = .models
    case "/v1/chat/completions": self = .complete
    case "/api/diagnose": self = .diagnose
    case "*": self = .server
    default:
      if path.hasPrefix(Self.modelPrefix) {
        self = .model(String(path.dropFirst(Self.modelPrefix.count)))
      } else if hasCases, let target = CaseRoutes.Target(path: path) {
        self = .cases(target)
      } else {
        return nil
      }
    }
  }

  /// The methods that it takes, as `Allow` lists them.
  var methods: [HTTPMethod] {
    switch self {
    case .page, .style, .script, .words, .caseScript, .health, .models, .model: [.GET, .HEAD, .OPTIONS]
    case .complete, .diagnose: [.POST, .OPTIONS]
    case .cases(.list): [.GET, .HEAD, .POST, .DELETE, .OPTIONS]
    case .cases(.entry): [.DELETE, .OPTIONS]
    case .cases(.page), .cases(.progress), .caseLearning: [.GET, .HEAD, .OPTIONS]
    case .cases(.diagnosis): [.POST, .DELETE, .OPTIONS]
    case .cases(.fit): [.POST, .OPTIONS]
    case .server: [.OPTIONS]
    }
  }

  /// `Allow`, for 405 and OPTIONS.
  var allow: String {
    self == .server ? "GET, HEAD, POST, DELETE, OPTIONS" : methods.map(\.rawValue).joined(separator: ", ")
  }
}
