/// Words as people write them in haste: those that tell most are found again if one letter is wrong.
enum Misspelling {
  private static let shortest = 4

  /// A word, or the telling word that it was meant to be: a letter wrong, missing or too many, or two exchanged.
  static func corrected(_ token: String) -> String {
    guard token.count >= shortest, let first = token.unicodeScalars.first, let words = telling[first],
      !realWords.contains(token)
    else { return token }
    let typed = Array(token.unicodeScalars)
    let isForm = words.contains { typed.starts(with: $0) || $0.starts(with: typed) }
    guard !isForm, let meant = words.first(where: { isNear(typed[...], $0[...]) }) else { return token }
    return String(String.UnicodeScalarView(meant))
  }

  /// Whether one change makes two words equal.
  private static func isNear(_ typed: ArraySlice<Unicode.Scalar>, _ wanted: ArraySlice<Unicode.Scalar>) -> Bool {
    guard abs(typed.count - wanted.count) <= 1 else { return false }
    let common = zip(typed, wanted).prefix { $0 == $1 }.count
    let rest = typed.dropFirst(common)
    let other = wanted.dropFirst(common)
    guard let first = rest.first, let wantedFirst = other.first else { return rest.count + other.count <= 1 }
    let after = rest.dropFirst()
    let wantedAfter = other.dropFirst()
    return after.elementsEqual(wantedAfter) || after.elementsEqual(other) || rest.elementsEqual(wantedAfter)
      || after.first == wantedFirst && wantedAfter.first == first
        && after.dropFirst().elementsEqual(wantedAfter.dropFirst())
  }

  /// By their first letters.
  private static let telling: [Unicode.Scalar: [[Unicode.Scalar]]] = Dictionary(
    grouping: """
      adalimumab agony alcohol allergic allopurinol amoxicillin anaphylaxis antibiotic antibiotics antihistamine
      appointment ashamed bandage biopsy birthmark bitten black blackened bleeding bleeds blister blistering blisters
      breastfeed breastfeeding breath breathe breathing bruises bruising burned cancer carbamazepine cellulitis
      changed changing chemical chemotherapy chickenpox chills chocolate choking collapsed colour confused confusion
      contagious cortisone dangerous dehydrated depressed dermatologist detergent diabetes diabetic diagnosis diarrhea
      disappear disappears dizziness dizzy doctor drowsy eczema embarrassed excruciating eyelid eyelids faint fainted
      fainting fever feverish fingernail floppy freckle genital genitals glass growing headache hereditary herpes
      hives hospital hydrocortisone ibuprofen immune impetigo infected infection infectious isotretinoin itches
      itching itchy jaundice lamotrigine leprosy leukaemia leukemia makeup measles medication medications medicine
      medicines melanoma meningitis methotrexate midwife moisturiser moisturizer mouth myself nappies newborn numbness
      operation painful paracetamol peanut peanuts peeling penicillin petechiae plaster poisoned prednisolone
      pregnancy pregnant pressed private psoriasis purple reaction redness ringworm roaccutane rosacea scabies scald
      scalded scalding scarring scorpion scratched scratching seizure sepsis serious shampoo shingles shivering
      shivers snake snakebite spread spreading steroid steroids stitches streak stress suicidal suicide sunscreen
      surgery swallow swallowed swallowing sweats swell swelled swelling swimming swollen tablet tablets tattoo
      temperature testicle throat thumbnail toenail tongue transplant treatment trimester ulcer ulcers unbearable
      unconscious urine vaccine vaseline vinegar vitiligo vomiting weight welts wheeze wheezing worried wound wounds
      yellow
      """.split(whereSeparator: \.isWhitespace).map { Array($0.unicodeScalars) }, by: { $0[0] })

  /// Words of their own that are one letter from a telling word.
  private static let realWords = Set(
    """
    heres mite mites scratches
    back better bitter blacked blank bleaching bleeping block bread breadth breast breeding bruise brush caller
    cancel cells chances change charged clicking cloaking color colored cooking drowsing feeling fewer flint grass
    growling headed heading hides hikes hires inches injected injection injections lever mailed massage medical
    medically message molds moles month moth painless peeing peeking reading redress reminded sake scale scaled
    scaling scalp scaly scanty scars scary sell selling shake shaken shallow shell shells shower showers slower
    smell smelling smells snack soaps spell spelled spelling spilling sprain spray spreader sprout stares stepsis
    stream stretch swamp sweat swell swells swilling switches table tables taller tattle threat treat wards weigh
    weighs weights wondering words would wounded
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}

extension Words {
  /// The same words with the misspelled telling ones put right.
  var corrected: Words {
    var whole: [String] = []
    for token in tokens {
      if token == "not", whole.last == "can" {
        whole[whole.count - 1] = "cannot"
      } else {
        whole.append(Misspelling.corrected(token))
      }
    }
    return Words(tokens: whole)
  }
}
