import SkinMeasurement
import SkinConfiguration
import SkinConversion
import SkinDiagnosis
import SkinQuantization
import Testing

@Suite struct SensitivityClassesTests {
  @Test(arguments: PublishedShape.allCases)
  func `each weight that has a scheme belongs to one class`(shape: PublishedShape) {
    let rules = Sensitivity.classes.map { RecipeRule(tensors: $0, weights: .int8) }
    for entry in TensorCatalogue(shape.configuration).entries where entry.kind == .weight {
      #expect(rules.count { $0.fits(entry.name) } == 1, "\(entry.name)")
    }
  }
}
