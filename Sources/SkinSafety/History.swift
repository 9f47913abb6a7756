/// A person's answers to short questions, each of which may be skipped.
///
/// A nil property was not answered; an empty set means "none of these". Only if all danger signs are asked and denied
/// does ``UrgencyLevel/notAssessed`` become ``UrgencyLevel/routine``; no answer lowers a level that something else
/// calls for. No clinician has reviewed the questions yet.
package struct History: Hashable, Sendable {
  /// Signs of general illness.
  package enum Unwell: String, Codable, Hashable, Sendable, CaseIterable {
    /// A temperature of 38 °C or more, or feeling feverish.
    case fever
    /// Shivering that cannot be stopped.
    case shivering
    /// Confused, very drowsy or hard to wake.
    case confused
    /// Fainting, cold or mottled, or feeling very ill.
    case veryUnwell
  }

  /// Skin signs that call for prompt care, or for another question.
  package enum Sign: String, Codable, Hashable, Sendable, CaseIterable {
    /// Spots that stay when a glass is pressed on them.
    case nonBlanchingSpots
    /// Sores in the mouth, on the eyes or the genitals.
    case mucosalSores
    /// Blisters or peeling over large areas, or painful skin that comes off.
    case blistersOrPeeling
    /// Swelling that spreads fast and hurts more than it looks, is dusky, or crackles.
    case rapidlySpreadingPain
    /// Swelling of lips, tongue, face or throat.
    case swellingFaceOrAirway
    /// Trouble breathing or swallowing.
    case breathing
    /// Blisters or redness near an eye or on the tip of the nose, or a painful red eye.
    case eyeInvolvement
    /// Warm redness that spreads.
    case spreadingWarmRedness
    /// Many small punched-out sores, suddenly, on eczema.
    case punchedOutSores
    /// Nearly all of the skin is red.
    case mostOfSkinRed
    /// A pale or reddish patch without sensation.
    case numbPatch
    /// Itch at night while others in the house itch too.
    case nightItchOthersItch
    /// A new rash over much of the body.
    case widespreadRash
    /// A red ring that grows, after a tick or in tick country.
    case expandingRing
    /// A sore or ulcer of the foot.
    case footSore
    /// Pain, burning or blisters in a band on one side of the body or face.
    case painfulBand
    /// Skin that turns black or dies.
    case dyingSkin
    /// Chest pain with a rash.
    case chestPain
  }

  /// What is noticed about a mole or a dark spot.
  package enum Spot: String, Codable, Hashable, Sendable, CaseIterable {
    /// It grows, or changes its shape, border or colour.
    case changing
    /// It bleeds or crusts.
    case bleeding
    /// It looks unlike the person's other spots.
    case unlikeOthers
    /// It grows under a nail.
    case underNail
    /// It is wider than 6 mm.
    case overSixMillimetres
  }

  /// What is known about the person.
  package enum PatientFact: String, Codable, Hashable, Sendable, CaseIterable {
    /// Younger than three months.
    case underThreeMonths
    /// Younger than one year.
    case infant
    /// Pregnant, or gave birth within six weeks.
    case pregnant
    /// A weak immune system, from illness or treatment.
    case immunosuppressed
    /// Diabetes.
    case diabetes
  }

  /// How strong the itch is.
  package enum Itch: String, Codable, Hashable, Sendable, CaseIterable {
    /// It does not itch.
    case absent = "noItch"
    /// It itches a little.
    case some
    /// It itches strongly.
    case strong
    /// It itches most at night.
    case atNight
  }

  /// Where on the body it is.
  package enum Site: String, Codable, Hashable, Sendable, CaseIterable {
    /// The face.
    case face
    /// The scalp.
    case scalp
    /// The trunk.
    case trunk
    /// Elbows or knees.
    case elbowsKnees
    /// Hands.
    case hands
    /// Between the fingers, or the wrists.
    case fingerWebs
    /// Feet or toes.
    case feet
    /// Nails.
    case nails
    /// Groin, armpits or other folds.
    case folds
    /// Genitals or buttocks.
    case genitals
  }

  /// Where the person lives or has stayed.
  package enum Area: String, Codable, Hashable, Sendable, CaseIterable {
    /// Africa south of the Sahara.
    case africa
    /// India and its neighbours.
    case southAsia
    /// South-east Asia or the Pacific.
    case southEastAsiaPacific
    /// Central or South America.
    case latinAmerica
    /// North Africa, the Middle East, Central Asia or the Mediterranean.
    case middleEastMediterranean
    /// Australia.
    case australia
    /// Where ticks bite.
    case tickCountry
  }

  /// Findings of the skin diseases of warm countries.
  package enum Finding: String, Codable, Hashable, Sendable, CaseIterable {
    /// A lump that does not hurt.
    case painlessLump
    /// An open sore that does not hurt.
    case painlessUlcer
    /// Warty or crusted sores, often in a child.
    case wartyOrCrustedSores
    /// Pale patches or bumps after kala-azar.
    case patchesAfterKalaAzar
    /// A swelling, mostly of the foot, with openings or grains.
    case swellingWithGrains
    /// Long-lasting itch with lumps under the skin, or with poor sight.
    case itchWithLumpsOrPoorSight
    /// A limb, breast or scrotum that stays swollen.
    case swollenLimb
  }

  /// Medicines that matter for the skin.
  package enum Medicine: String, Codable, Hashable, Sendable, CaseIterable {
    /// A steroid cream on the affected skin.
    case steroidCream
    /// A medicine that suppresses the immune system.
    case immunosuppressant
    /// A medicine that makes the skin sensitive to light.
    case lightSensitizing
  }

  /// Whether and how the person feels ill.
  package var unwell: Set<Unwell>?
  /// Skin signs.
  package var signs: Set<Sign>?
  /// Changes of a mole or dark spot.
  package var spot: Set<Spot>?
  /// Weeks for which a sore or lump has not healed.
  package var nonHealingWeeks: Double?
  /// What is known about the person.
  package var patient: Set<PatientFact>?
  /// Age in years; part of the question about the person.
  package var ageYears: Double?
  /// Whether a new medicine was begun within the eight weeks before the rash.
  package var newMedicine: Bool?

  /// How strong the itch is.
  package var itch: Set<Itch>?
  /// Whether it hurts.
  package var pain: Bool?
  /// Days since it began.
  package var durationDays: Double?
  /// Where it is.
  package var site: Set<Site>?
  /// Whether others at home have it too.
  package var othersAffected: Bool?
  /// Where the person lives or has stayed.
  package var area: Set<Area>?
  /// Findings of the skin diseases of warm countries.
  package var findings: Set<Finding>?
  /// Medicines that matter for the skin.
  package var medicines: Set<Medicine>?

  /// A history without answers.
  package init() {}

  /// The questions that ask for danger signs.
  package static let dangerQuestions: [HistoryQuestion.Identifier] = [.unwell, .signs, .spot]

  /// Whether all danger signs were asked and denied: general illness, skin signs, changes of a spot.
  package var deniesDangerSigns: Bool {
    unwell == [] && spot == [] && signs == []
  }

  /// Whether all danger signs were asked, whatever was answered.
  package var knowsDangerSigns: Bool { unwell != nil && spot != nil && signs != nil }

  /// What is known about the person, including what follows from the age and the medicines.
  package var patientFacts: Set<PatientFact> {
    var facts = patient ?? []
    if let ageYears, ageYears < 1 { facts.insert(.infant) }
    if let ageYears, ageYears < 0.25 { facts.insert(.underThreeMonths) }
    if facts.contains(.underThreeMonths) { facts.insert(.infant) }
    if medicines?.contains(.immunosuppressant) ?? false { facts.insert(.immunosuppressed) }
    return facts
  }

  /// Checks that no two answers contradict each other.
  ///
  /// - Throws: ``HistoryError/contradiction(_:)``, with a message to the user.
  package func checkConsistency() throws(HistoryError) {
    if let ageYears {
      if ageYears >= 1, patient?.contains(.infant) ?? false {
        throw .contradiction("the age is \(Self.plain(ageYears)), but 'younger than one year' is ticked")
      }
      if ageYears >= 0.25, patient?.contains(.underThreeMonths) ?? false {
        throw .contradiction("the age is \(Self.plain(ageYears)), but 'younger than three months' is ticked")
      }
      if ageYears < 8, patient?.contains(.pregnant) ?? false {
        throw .contradiction("the age is \(Self.plain(ageYears)), but 'pregnant' is ticked")
      }
    }
    if let itch, itch.contains(.absent), itch.count > 1 {
      throw .contradiction("'no itch' is ticked together with an itch")
    }
  }

  private static func plain(_ number: Double) -> String {
    number == number.rounded() ? String(Int(number)) : String(number)
  }
}
