import Foundation
import SkinSafety
import SkinWords

/// What concerns the person: the answers that were given, and the photo.
extension ReportBundle {
  struct QuestionnaireResponse: Resource {
    /// One value; exactly one property is set.
    struct Answer: Encodable {
      var valueCoding: Coding?
      var valueDecimal: Double?
      var valueBoolean: Bool?
    }

    /// A question with its answers; without answers it was asked and skipped.
    struct Item: Encodable {
      var linkId: String
      var text: String
      var answer: [Answer]?

      init(_ question: HistoryQuestion, _ answer: AskedHistory.Answer?, _ words: Words) {
        linkId = question.id.rawValue
        text = words(question.wording)
        self.answer =
          switch answer {
          case .ticked(let ticked) where ticked.isEmpty:
            [Answer(valueCoding: Coding(.answers, "\(question.id.rawValue)/none", display: "none of these"))]
          case .ticked(let ticked):
            ticked.map {
              Answer(valueCoding: Coding(.answers, "\(question.id.rawValue)/\($0.code)", display: $0.wording))
            }
          case .number(let number): [Answer(valueDecimal: number)]
          case .truth(let truth): [Answer(valueBoolean: truth)]
          case nil: nil
          }
      }
    }

    var resourceType = "QuestionnaireResponse"
    var text: Narrative
    var identifier: Identifier
    var status: String
    var subject: Reference
    var authored: String?
    var item: [Item]

    var address: String { identifier.value }

    init(_ history: History, in frame: Frame, address: String) {
      let asked = AskedHistory(history).lines
      let (words, speaker) = (frame.words, ReportSpeaker(frame.words))
      text = frame.narrative(asked.map { "\(words($0.question.wording)) \(speaker.told($0.answer))" })
      identifier = Identifier(value: address)
      status = asked.contains { $0.answer == nil } ? "in-progress" : "completed"
      subject = frame.subject
      authored = frame.taken
      item = asked.map { Item($0.question, $0.answer, words) }
    }
  }

  struct Media: Resource {
    struct Attachment: Encodable {
      var contentType = "image/png"
      var data: String
      var title = "The photo, made small"
    }

    var resourceType = "Media"
    var text = Narrative(["The photo that the program read, made small."])
    var identifier: [Identifier]
    var status = "completed"
    var type = Concept(
      "Image",
      [Coding(system: "http://terminology.hl7.org/CodeSystem/media-type", code: "image", display: "Image")])
    var subject: Reference
    var createdDateTime: String?
    var bodySite = Concept(ReportCodes.skin.display, [Coding(snomed: ReportCodes.skin)])
    var device: Reference
    var content: Attachment

    var address: String { identifier[0].value }

    init(_ picture: [UInt8], in frame: Frame, address: String) {
      identifier = [Identifier(value: address)]
      subject = frame.subject
      createdDateTime = frame.taken
      device = Reference(frame.device)
      content = Attachment(data: Data(picture).base64EncodedString())
    }
  }
}
