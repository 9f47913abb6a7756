/// What is not to be done where a disease is possible: sentences of the corpus by their identifiers, as data.
///
/// They stand beside every disease that a report names, also where another one leads: who gives aspirin to a child with
/// chickenpox harms it, whichever disease the report is about. None advises a medicine. No clinician has reviewed the
/// choice yet.
package struct Precautions: Hashable, Sendable {
  /// The most sentences for one disease.
  package static let limit = 2

  /// The class of the disease, one of the slugs.
  package let `class`: String
  /// The disease.
  package let condition: String
  /// Identifiers of sentences of the disease or of its class, the most dangerous first.
  package let sentences: [String]
  /// The public source that says so.
  package let source: String

  private init(_ slug: String, _ condition: String, _ places: [String], _ source: String) {
    self.class = slug
    self.condition = condition
    self.source = source
    sentences = places.map { "\(slug)/\($0)" }
  }

  /// The identifiers for a disease, the most dangerous first; empty if the table has none.
  package static func of(_ condition: String, class slug: String) -> [String] {
    byDisease[[slug, condition]]?.sentences ?? []
  }

  private static let byDisease = Dictionary(
    all.map { ([$0.class, $0.condition], $0) }, uniquingKeysWith: { first, _ in first })

  /// All of them.
  package static let all = medicines + tablets + cuttingAndWaiting + growths

  /// The same sentence for several diseases.
  private static func each(_ slug: String, _ conditions: [String], _ places: [String], _ source: String)
    -> [Precautions]
  {
    conditions.map { Precautions(slug, $0, places, source) }
  }

  /// Medicines and creams that harm.
  private static let medicines =
    [
      Precautions("others", "chickenpox", ["chickenpox/treatment/2"], "NHS, chickenpox; CDC, chickenpox treatment"),
      Precautions(
        "others", "chickenpox or measles", ["chickenpox-or-measles/treatment/2"], "NHS, chickenpox; NICE CKS, measles"),
      Precautions(
        "dermatitis", "a viral rash (exanthem)", ["viral-rash/treatment/2", "viral-rash/treatment/3"],
        "MHRA, aspirin and Reye syndrome; WHO and CDC, dengue"),
      Precautions("infestation_bites", "mosquito bites", ["mosquito-bites/treatment/2"], "WHO and CDC, dengue"),
      Precautions(
        "herpes", "herpes simplex", ["herpes-simplex/treatment/2", "-/self_care/2"],
        "AAO, herpes simplex keratitis; NHS, cold sores"),
      Precautions(
        "herpes", "shingles (herpes zoster)", ["shingles/treatment/3", "-/self_care/1"],
        "AAO, herpes zoster ophthalmicus; NHS, shingles"),
      Precautions("dermatitis", "measles", ["measles/treatment/2"], "MHRA, aspirin and Reye syndrome; CDC, measles"),
      Precautions(
        "dermatitis", "acute generalised exanthematous pustulosis",
        ["acute-generalised-exanthematous-pustulosis/treatment/2"],
        "DermNet, acute generalised exanthematous pustulosis"),
      Precautions(
        "psoriasis_lichen", "psoriasis", ["psoriasis/treatment/3", "-/treatment/4"],
        "NICE CKS and BAD, psoriasis; MHRA, methotrexate and oral retinoids"),
      Precautions(
        "infestation_bites", "scabies", ["scabies/self_care/3", "scabies/treatment/3"],
        "WHO, scabies; DermNet, scabies and scabies incognito"),
      Precautions(
        "fungal", "ringworm of the scalp (tinea capitis)", ["ringworm-of-the-scalp/treatment/2", "-/self_care/2"],
        "DermNet, kerion and tinea incognita; BAD, tinea capitis"),
      Precautions(
        "fungal", "a fungal infection changed by steroid cream (tinea incognito)",
        ["-/treatment/3", "fungal-infection-changed-by-steroid-cream/self_care/1"],
        "FDA and EMA, ketoconazole tablets; DermNet, tinea incognita"),
      Precautions(
        "acne_rosacea", "acne", ["acne/treatment/3", "acne/self_care/2"], "MHRA, isotretinoin; DermNet, steroid acne"),
      Precautions("acne_rosacea", "rosacea", ["rosacea/self_care/2"], "NHS, rosacea"),
      Precautions(
        "acne_rosacea", "periorificial dermatitis", ["-/self_care/2", "periorificial-dermatitis/self_care/2"],
        "DermNet, periorificial dermatitis"),
      Precautions("psoriasis_lichen", "scalp psoriasis", ["scalp-psoriasis/treatment/2"], "DermNet, tinea incognita"),
      Precautions("psoriasis_lichen", "flexural psoriasis", ["flexural-psoriasis/treatment/2"], "NICE CG153"),
      Precautions("psoriasis_lichen", "genital psoriasis", ["genital-psoriasis/treatment/2"], "NICE CG153"),
      Precautions("psoriasis_lichen", "facial psoriasis", ["facial-psoriasis/treatment/2"], "NICE CG153"),
      Precautions(
        "bullous", "pemphigus vulgaris", ["pemphigus-vulgaris/treatment/2", "-/self_care/1"],
        "BAD, pemphigus vulgaris; MHRA, steroid emergency card"),
      Precautions(
        "connective_tissue", "systemic sclerosis", ["systemic-sclerosis/treatment/2", "-/self_care/2"],
        "EULAR and BSR, systemic sclerosis"),
      Precautions(
        "connective_tissue", "systemic lupus erythematosus", ["systemic-lupus-erythematosus/treatment/2"],
        "BSR, prescribing in pregnancy; EULAR, lupus"),
      Precautions(
        "vascular_tumor", "Kaposi sarcoma", ["kaposi-sarcoma/treatment/2", "kaposi-sarcoma/treatment/3"],
        "DermNet, Kaposi sarcoma; WHO, HIV treatment"),
      Precautions("others", "sarcoidosis of the skin", ["sarcoidosis-of-the-skin/treatment/2"], "DermNet, sarcoidosis"),
      Precautions("others", "Sweet syndrome", ["sweet-syndrome/treatment/2"], "DermNet, Sweet syndrome"),
      Precautions("others", "erythema nodosum", ["erythema-nodosum/treatment/2"], "DermNet, erythema nodosum"),
      Precautions(
        "dermatitis", "erythema multiforme", ["erythema-multiforme/self_care/1"], "DermNet, erythema multiforme"),
      Precautions(
        "light", "melasma", ["melasma/treatment/2", "melasma/self_care/1"], "WHO, mercury in skin lightening products"),
      Precautions(
        "light", "porphyria of the skin", ["porphyria-of-the-skin/treatment/2", "porphyria-of-the-skin/self_care/1"],
        "British Porphyria Association, safe medicines"),
      Precautions(
        "infestation_bites", "leishmaniasis of the skin", ["leishmaniasis-of-the-skin/treatment/2"],
        "WHO, control of the leishmaniases"),
      Precautions("infestation_bites", "head lice", ["head-lice/self_care/1"], "CDC, treatment of head lice"),
      Precautions(
        "fungal", "sore corners of the mouth (angular cheilitis)", ["-/self_care/2"], "DermNet, angular cheilitis"),
      Precautions(
        "bacterial", "cellulitis", ["-/treatment/3", "cellulitis/treatment/2"],
        "NICE CG183, drug allergy; NICE NG141, cellulitis"),
      Precautions(
        "bacterial", "impetigo", ["-/treatment/3", "-/self_care/1"], "NICE CG183, drug allergy; NHS, impetigo"),
      Precautions(
        "bacterial", "tuberculosis of the skin", ["tuberculosis-of-the-skin/treatment/2"],
        "WHO, treatment of tuberculosis"),
      Precautions("bacterial", "leprosy", ["leprosy/treatment/3"], "WHO, leprosy reactions"),
      Precautions(
        "others", "syphilis", ["syphilis/treatment/3", "syphilis/self_care/1"],
        "NICE CG183, drug allergy; BASHH, syphilis"),
      Precautions(
        "vascular_tumor", "infantile hemangioma", ["infantile-hemangioma/treatment/2", "-/self_care/1"],
        "BAD and BSPD, propranolol for infantile hemangioma"),
      Precautions("dermatitis", "napkin dermatitis", ["napkin-dermatitis/treatment/2"], "NICE CKS, nappy rash"),
      Precautions("urticaria", "urticaria (hives)", ["-/treatment/3"], "NICE CKS, angio-oedema; MHRA, ACE inhibitors"),
      Precautions(
        "light", "dark marks after inflammation", ["dark-marks-after-inflammation/treatment/2"],
        "WHO, mercury in skin lightening products"),
      Precautions(
        "others", "ichthyosis", ["ichthyosis/treatment/2", "ichthyosis/treatment/3"],
        "MHRA, oral retinoids; DermNet, ichthyosis and salicylic acid"),
      Precautions(
        "others", "palmoplantar keratoderma", ["palmoplantar-keratoderma/treatment/2"], "MHRA, oral retinoids"),
      Precautions(
        "others", "genital warts", ["genital-warts/treatment/2", "genital-warts/self_care/1"],
        "BASHH, anogenital warts; NHS, genital warts"),
    ]
    + each(
      "fungal",
      [
        "ringworm of the body (tinea corporis)", "ringworm of the hand (tinea manuum)",
        "ringworm of the groin (tinea cruris)", "ringworm of the face (tinea faciei)",
        "ringworm of the beard (tinea barbae)", "athlete's foot (tinea pedis)", "candida infection of the skin",
        "pityriasis versicolor", "a fungal nail infection (onychomycosis)",
      ], ["-/treatment/3", "-/self_care/2"], "FDA and EMA, ketoconazole tablets; DermNet, tinea incognita")

  /// Tablets for psoriasis and lichen planus.
  private static let tablets: [Precautions] =
    each(
      "psoriasis_lichen", ["erythrodermic psoriasis", "guttate psoriasis", "psoriasis of the palms and soles"],
      ["-/treatment/3"], "NICE CKS and BAD, psoriasis")
    + each(
      "psoriasis_lichen", ["lichen planus", "pityriasis rubra pilaris"], ["-/treatment/4"],
      "MHRA, methotrexate and oral retinoids")

  /// Cutting, burning, squeezing, opening, and waiting at home.
  private static let cuttingAndWaiting =
    [
      Precautions(
        "bacterial", "necrotising fasciitis", ["necrotising-fasciitis/self_care/1", "-/treatment/3"],
        "NHS, necrotising fasciitis; NICE CG183, drug allergy"),
      Precautions(
        "bacterial", "meningococcal disease", ["meningococcal-disease/self_care/1", "-/treatment/3"],
        "NICE NG240; NICE CG183, drug allergy"),
      Precautions(
        "bacterial", "a boil or abscess", ["boil-or-abscess/self_care/1", "-/treatment/3"],
        "NHS, boils; NICE CG183, drug allergy"),
      Precautions(
        "bacterial", "an infected wound", ["infected-wound/self_care/2", "-/treatment/3"],
        "WHO, tetanus; NICE CG183, drug allergy"),
      Precautions(
        "bacterial", "paronychia", ["-/self_care/1", "paronychia/treatment/2"],
        "NHS, paronychia; DermNet, herpetic whitlow"),
      Precautions(
        "herpes", "eczema herpeticum", ["eczema-herpeticum/self_care/1"], "NICE CG57; DermNet, eczema herpeticum"),
      Precautions(
        "psoriasis_lichen", "generalised pustular psoriasis",
        ["-/treatment/3", "generalised-pustular-psoriasis/self_care/1"], "DermNet, generalised pustular psoriasis"),
      Precautions(
        "bullous", "epidermolysis bullosa", ["epidermolysis-bullosa/self_care/2"], "DEBRA, skin and wound care"),
      Precautions("dermatitis", "dyshidrotic eczema (pompholyx)", ["dyshidrotic-eczema/self_care/1"], "NHS, pompholyx"),
      Precautions(
        "dermatitis", "allergic contact dermatitis", ["allergic-contact-dermatitis/self_care/1"],
        "BAD, contact dermatitis"),
      Precautions("urticaria", "cold urticaria", ["cold-urticaria/self_care/1"], "DermNet, cold urticaria"),
      Precautions("light", "sunburn", ["sunburn/self_care/2"], "NHS, sunburn"),
      Precautions(
        "infestation_bites", "a spider bite", ["spider-bite/treatment/2"], "WHO, venomous bites; NHS, insect bites"),
      Precautions(
        "infestation_bites", "a tick bite or Lyme disease rash", ["tick-bite-or-lyme-disease-rash/self_care/3"],
        "CDC and UKHSA, tick removal"),
      Precautions("infestation_bites", "ant bites", ["ant-bites/self_care/1"], "DermNet, arthropod bites and stings"),
      Precautions(
        "infestation_bites", "cutaneous larva migrans", ["cutaneous-larva-migrans/self_care/1"],
        "DermNet, cutaneous larva migrans"),
      Precautions(
        "others", "molluscum contagiosum", ["molluscum-contagiosum/self_care/1"], "NHS, molluscum contagiosum"),
      Precautions("others", "a foot ulcer", ["foot-ulcer/self_care/1"], "NICE NG19"),
      Precautions("others", "a leg ulcer", ["leg-ulcer/treatment/2"], "NICE CKS, venous leg ulcer"),
      Precautions(
        "benign_tumor", "seborrheic keratosis", ["seborrheic-keratosis/treatment/2", "-/self_care/1"],
        "DermNet, seborrheic keratosis"),
      Precautions(
        "benign_tumor", "a keloid scar", ["keloid-scar/treatment/2", "keloid-scar/self_care/1"], "BAD, keloids"),
      Precautions(
        "benign_tumor", "a pilar or epidermoid cyst", ["-/self_care/1", "pilar-or-epidermoid-cyst/treatment/2"],
        "NHS, skin cyst; DermNet, dermoid cyst"),
      Precautions(
        "benign_tumor", "a digital myxoid cyst", ["digital-myxoid-cyst/self_care/1"],
        "DermNet, digital myxoid pseudocyst"),
      Precautions(
        "vascular_tumor", "pyogenic granuloma", ["pyogenic-granuloma/treatment/3", "-/self_care/1"],
        "DermNet, pyogenic granuloma"),
      Precautions(
        "light", "solar lentigo (sun spot)", ["solar-lentigo/treatment/2"],
        "DermNet, solar lentigo and lentigo maligna"),
      Precautions("others", "orf", ["-/self_care/1"], "DermNet, orf"),
      Precautions(
        "acne_rosacea", "hidradenitis suppurativa", ["hidradenitis-suppurativa/self_care/1"], "BAD, hidradenitis"),
      Precautions(
        "malignant", "actinic keratosis", ["-/self_care/1", "actinic-keratosis/self_care/2"],
        "BAD, actinic keratosis; NICE NG12"),
      Precautions(
        "malignant", "vulval intraepithelial neoplasia",
        ["vulval-intraepithelial-neoplasia/self_care/1", "-/treatment/1"],
        "BAD, vulval intraepithelial neoplasia"),
    ]
    + each(
      "bullous", ["bullous pemphigoid", "pemphigoid gestationis", "pemphigus foliaceus"],
      ["-/treatment/3", "-/self_care/1"], "BAD, bullous pemphigoid and pemphigus; MHRA, steroid emergency card")
    + each(
      "malignant", ["basal cell carcinoma", "squamous cell carcinoma", "a cutaneous horn", "Merkel cell carcinoma"],
      ["-/self_care/1", "-/treatment/1"], "NICE NG12; BAD, basal and squamous cell carcinoma")
    + each(
      "malignant", ["mycosis fungoides", "extramammary Paget disease"], ["-/self_care/1", "-/treatment/1"],
      "BAD, cutaneous lymphoma; DermNet, extramammary Paget disease")
    + each(
      "melanoma_nevi",
      [
        "melanoma", "nodular melanoma", "amelanotic melanoma", "melanoma in situ", "acral lentiginous melanoma",
        "lentigo maligna melanoma",
      ], ["-/self_care/1", "-/treatment/1"], "NICE NG12 and NG14; BAD, melanoma")
    + each(
      "melanoma_nevi",
      [
        "an atypical mole", "a mole (melanocytic nevus)", "a blue nevus", "a halo nevus",
        "a speckled nevus (nevus spilus)", "a congenital mole",
      ], ["-/self_care/3"], "BAD, moles and atypical moles")

  /// Growths that are left alone.
  private static let growths: [Precautions] =
    each("melanoma_nevi", ["metastatic melanoma"], ["-/self_care/1"], "NICE NG14; BAD, melanoma")
    + each(
      "vascular_tumor", ["a venous lake", "cherry angioma"], ["-/self_care/1"],
      "DermNet, venous lake and cherry angioma")
    + each(
      "benign_tumor",
      [
        "dermatofibroma", "xanthoma", "neurofibromatosis", "sebaceous hyperplasia", "an epidermal nevus", "milia",
        "angiofibroma",
      ], ["-/self_care/1"], "DermNet, benign growths of the skin")
}
