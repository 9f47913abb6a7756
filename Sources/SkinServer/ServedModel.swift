import SkinConfiguration
import SkinContainer
public import SkinDiagnosis
import Synchronization

/// What the server says about its model.
public struct ServedModel: Sendable {
  /// What the interface calls it.
  public let name: String
  /// Program, version, scheme and the beginning of the weights' digest.
  public let fingerprint: String
  /// Where the weights come from and what was measured.
  public let provenance: String
  /// What always stands on the page and below answers.
  public let disclaimer: String

  /// The facts of an open model.
  public init(_ model: SkinModel) {
    let configuration = model.configuration
    let program = Report.Program.current
    name = configuration.name
    fingerprint = "\(program.name) \(program.version), \(model.scheme), \(model.container.digest.prefix(12))"
    provenance = configuration.provenance.statement
    disclaimer = Disclaimer.text(configuration.provenance)
  }

  init(name: String, fingerprint: String, provenance: String, disclaimer: String) {
    self.name = name
    self.fingerprint = fingerprint
    self.provenance = provenance
    self.disclaimer = disclaimer
  }
}

/// Something that happens once and is seen by other threads.
final class Flag: Sendable {
  private let state = Atomic<Bool>(false)

  /// Whether it has happened.
  var isRaised: Bool { state.load(ordering: .relaxed) }

  /// It happens now.
  func raise() { state.store(true, ordering: .relaxed) }
}

/// A value that is set once and waited for; later values are not heard.
final class Once<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, Never>)
    case known(Value)
  }
  private let state = Mutex<State>(.open)

  /// Sets the value, unless it is set already.
  func set(_ value: Value) {
    let waiting = state.withLock { state -> CheckedContinuation<Value, Never>? in
      switch state {
      case .known: return nil
      case .open:
        state = .known(value)
        return nil
      case .awaited(let continuation):
        state = .known(value)
        return continuation
      }
    }
    waiting?.resume(returning: value)
  }

  /// The value; one may wait for it.
  var value: Value {
    get async {
      await withCheckedContinuation { continuation in
        let known = state.withLock { state -> Value? in
          if case .known(let value) = state { return value }
          state = .awaited(continuation)
          return nil
        }
        if let known { continuation.resume(returning: known) }
      }
    }
  }
}
