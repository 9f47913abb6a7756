import SkinDiagnosis
import SkinSafety
import Testing

/// The program's own four questions, in which a consultation looks for no fixed reply.
@Suite struct OwnQuestionTests {
  @Test(arguments: EvaluationPrompts.all) func `no fixed reply would be found for it`(prompt: String) {
    for classes in [[], ["malignant"], ["normal_skin", "others"]] {
      #expect(FixedReplies.answer(to: prompt, topClasses: classes, declinesOthers: true) == nil)
    }
  }
}
