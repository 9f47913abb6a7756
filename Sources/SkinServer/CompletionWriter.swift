import Foundation
import NIOHTTP1
import SkinDiagnosis
import Synchronization

/// What all parts of one answer share.
struct Exchange: Sendable {
  let id = "chatcmpl-" + UUID().uuidString
  let model: ServedModel
  let includesUsage: Bool

  /// A response body on one line.
  func body(_ object: String, _ choices: [CompletionBody.Choice], usage: CompletionBody.Usage?) -> Data {
    JSONLine.data(
      CompletionBody.Completion(
        id: id, object: object, model: model.name, system_fingerprint: model.fingerprint, choices: choices,
        usage: usage))
  }
}

/// How an answer is sent: as it grows or in one piece.
protocol CompletionWriter: Sendable {
  /// This many requests are ahead of it.
  func wait(place: Int)
  /// The photo was read; `opening` stands before every answer.
  func begin(_ opening: String)
  /// A piece of the answer; an empty one shows only that the work goes on.
  func write(_ text: String)
  /// The answer has ended.
  func finish(_ report: Report, isStopped: Bool)
  /// There is no answer.
  func fail(_ failure: CompletionFailure)
}

extension CompletionWriter {
  /// Why an answer ended, in OpenAI's terms.
  static func reason(_ report: Report, isStopped: Bool) -> String {
    isStopped ? "stop" : CompletionBody.finishReason(report)
  }
}

/// An answer in one piece.
///
/// While it grows, spaces are sent, which JSON allows before a value: this reveals a client that has gone, and the
/// answer stops.
struct WholeCompletion: CompletionWriter {
  let exchange: Exchange
  let reply: Reply
  private let parts: Parts

  /// What was opened and written so far.
  private final class Parts: Sendable {
    let text = Mutex((opening: "", answer: ""))
  }

  init(exchange: Exchange, reply: Reply) {
    self.exchange = exchange
    self.reply = reply
    parts = Parts()
  }

  func wait(place: Int) {}

  func begin(_ opening: String) {
    parts.text.withLock { $0.opening = opening }
    reply.begin(.ok, headers: ["Content-Type": "application/json", "Cache-Control": "no-store"])
  }

  func write(_ text: String) {
    parts.text.withLock { $0.answer += text }
    reply.write(Data(" ".utf8))
  }

  func finish(_ report: Report, isStopped: Bool) {
    let parts = parts.text.withLock { $0 }
    let answer = parts.answer.trimmingCharacters(in: .whitespacesAndNewlines)
    let text = parts.opening + (answer.isEmpty ? "" : answer + "\n\n") + report.disclaimer
    let choice = CompletionBody.Choice(
      message: CompletionBody.Message(role: "assistant", content: text),
      finish_reason: Self.reason(report, isStopped: isStopped))
    reply.write(exchange.body("chat.completion", [choice], usage: CompletionBody.Usage(report)))
    reply.end()
  }

  func fail(_ failure: CompletionFailure) {
    if reply.isBegun { reply.write(failure.response.body) } else { reply.send(failure.response) }
    reply.end()
  }
}

/// An answer as it arrives, as server-sent events; comments give the place in the queue.
struct StreamedCompletion: CompletionWriter {
  let exchange: Exchange
  let reply: Reply

  init(exchange: Exchange, reply: Reply) {
    self.exchange = exchange
    self.reply = reply
  }

  func wait(place: Int) {
    open()
    reply.write(Data(": \(place) before this request\n\n".utf8))
  }

  func begin(_ opening: String) {
    open()
    chunk(CompletionBody.Message(role: "assistant", content: opening))
  }

  func write(_ text: String) {
    if text.isEmpty { reply.write(Data(":\n\n".utf8)) } else { chunk(CompletionBody.Message(content: text)) }
  }

  func finish(_ report: Report, isStopped: Bool) {
    chunk(CompletionBody.Message(content: "\n\n" + report.disclaimer))
    chunk(CompletionBody.Message(), finish: Self.reason(report, isStopped: isStopped))
    if exchange.includesUsage {
      event(exchange.body("chat.completion.chunk", [], usage: CompletionBody.Usage(report)))
    }
    close()
  }

  func fail(_ failure: CompletionFailure) {
    guard reply.isBegun else { return reply.send(failure.response) }
    event(failure.response.body)
    close()
  }

  private func open() {
    reply.begin(.ok, headers: ["Content-Type": "text/event-stream", "Cache-Control": "no-store"])
  }

  private func close() {
    reply.write(Data("data: [DONE]\n\n".utf8))
    reply.end()
  }

  private func event(_ json: Data) { reply.write(Data("data: ".utf8) + json + Data("\n\n".utf8)) }

  private func chunk(_ delta: CompletionBody.Message, finish: String? = nil) {
    let choice = CompletionBody.Choice(delta: delta, finish_reason: finish)
    event(exchange.body("chat.completion.chunk", [choice], usage: nil))
  }
}
