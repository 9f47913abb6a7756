import SkinSafety
import Testing

@Suite struct AnswerUrgencyTests {
  private let routine = UrgencyAssessment.assess(history: nil, differential: [])

  @Test(arguments: [
    ("This is urgent: see a doctor within 24 hours.", UrgencyLevel.within24Hours),
    ("This can be an emergency: call an ambulance or go to a hospital now.", .emergency),
    ("Red skin. See a doctor within 2 weeks, and sooner if it changes or gets worse.", .withinTwoWeeks),
    ("Eczema herpeticum must be treated on the same day.", .within24Hours),
  ]) func `a plain demand of the model raises the level and says why`(answer: String, level: UrgencyLevel) {
    let raised = routine.raised(by: answer)
    #expect(raised.level == level)
    #expect(raised.reasons.first?.contains("asks for more haste") == true)
    #expect(raised.reasons.count == 1, "that nothing asks for haste is not true any more")
  }

  @Test(arguments: [
    "Go to a hospital now if nearly all the skin is red.", "You need not see a doctor within 24 hours.",
    "Without warning signs a routine visit is usually soon enough.", "It heals within 2 months.",
    "A very ill person or a baby may need a hospital now.",
  ]) func `a condition or a denial raises nothing`(answer: String) {
    #expect(routine.raised(by: answer) == routine)
  }

  @Test func `no answer lowers a level`() {
    let emergency = UrgencyAssessment(level: .emergency, reasons: ["Go."])
    #expect(emergency.raised(by: "See a doctor within 2 weeks.") == emergency)
  }
}
