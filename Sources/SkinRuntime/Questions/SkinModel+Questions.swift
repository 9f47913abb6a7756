import SkinContainer
import SkinRecognition

extension SkinModel {
  /// The reader of questions of a container; nil if it has none.
  ///
  /// - Throws: `ContainerError` if it is there and cannot be used.
  static func questionReader(of container: Container) throws(ContainerError) -> QuestionReader? {
    guard container.has(.questionReader) else { return nil }
    let bytes = try container.resource(.questionReader)
    do throws(RecognitionError) { return try QuestionReader(bytes) } catch {
      throw .malformed(path: container.path, fact: "the reader of questions: \(error)")
    }
  }
}
