extension FollowUps {
  /// Questions about medicines.
  static let medicines: [FollowUpIntent] = [
    FollowUpIntent(
      id: "dose",
      phrases: [
        "wie viel~", "how much|many|often|frequently * take|give|use|apply|swallow|inject|put|rub|@",
        "dose|doses|dosage|dosing|overdose", "mg|ml|milligram~|millilit~|mcg|iu", "what amount|quantity|strength",
        "amount|quantity|strength * @|take|give", "# tablet~|pill~|capsule~|drops|teaspoon~|spoon~",
        "maximum * @|amount|day|take|give", "safe amount", "how many times", "mix|combine * creams|medicines|tablets|@",
        "how long * between * @|creams|doses", "how long * wait * between|next * @|creams|doses",
        "how long * take|use|give|apply * @",
        "how many days * take|use|give|apply * @", "how thick|thickly|thin * apply|put|cream|rub",
        "double|halve|half * dose|tablet~|pill~",
        "dosis|dosierung|posologie|wieviel|cuanto|cuantos|combien",
      ],
      exceptions: [
        "wait * doesnt|isnt|not work~",
        "how much|many|often * sun|cost~|sleep|people|person~|water|wash|shower|bath~|bleach", "# # tablets ago",
      ],
      general: "This program names no amount of any medicine, for nobody and above all not for a child. Ask a clinician"
        + " or pharmacist, who know age, weight, other illnesses and other medicines.",
      source: "NHS, medicines A to Z; Mayo Clinic, questions for your appointment"),
    FollowUpIntent(
      id: "stopping",
      phrases: [
        "stop|stopping|quit|discontinue|skip|cease|halt|pause * taking|medicine~|medication~|tablet~|pill~|drug~|treatment|meds|@",
        "come|coming|get|wean~ off * medicine~|medication~|steroid~|meds|@",
        "instead of * medicine~|medication~|tablets", "absetzen",
        "want|wants|like|just|simply * stop|quit|stopping", "just stop|quit",
        "@|predni~|steroid~ * stop|stopping|quit", "keep|carry|go|still * medicine~|tablet~|pill~|@",
        "finish|complete * course|tablets|antibiotic~", "withhold~|hold both|it|the",
      ],
      exceptions: [
        "quit|stop smoking|drinking|scratching"
      ],
      general: "Do not stop or change a prescribed medicine before asking the clinician who prescribed it. If lips,"
        + " face or throat swell, or skin blisters or peels, go to emergency care now and take the medicine's packet"
        + " along. A new rash after a medicine was begun needs a call to that clinician the same day.",
      source: "NICE CG183 (drug allergy)"),
    FollowUpIntent(
      id: "others-medicine",
      phrases: [
        "friends|sisters|brothers|mothers|mums|moms|fathers|dads|husbands|wifes|neighbo~|mates|partners|cousins|aunts|sons|daughters|grandmas|grans|grandmothers|elses|colleagues|roommates * @|medication|stuff|remedy|prescription|betnovate|cortisone",
        "gave|lent|offered|given|gives me|us * @|medicine|some|betnovate|cortisone",
        "@|tube|medicine * from my|a|the sister|brother|mother|mum|mom|dad|father|friend|neighbo~|cousin|aunt|husband|wife|mate",
        "leftover|expired|old|unused * @|betnovate|fucidin|cortisone", "left over * @",
        "@|fucidin|betnovate|cortisone * left|leftover|expired|cupboard|cabinet|drawer",
        "mate|friend|neighbo~|husband|wife|sister|brother|mother|cousin * has|had|got * @ * left|last",
        "borrow~|share * @", "prescribed|prescription for another|someone|somebody", "gave me for something|another",
        "old|left * @|fucidin|betnovate * from|last",
        "@ * husband|wife|sister|brother|mother|friend * got|had * last|year",
      ],
      exceptions: [
        "side left", "day|days|week|weeks|month|months|year|years old", "wants|want|going to stop",
        "doctor|dermatologist|gp|nurse|clinic|pharmacist gave|given me|us",
      ],
      general:
        "Do not use a medicine that was prescribed for somebody else, or that is left over from before. It can"
        + " hide what this is, make it worse, or harm you; ask a clinician or pharmacist what fits you.",
      source: "NHS, questions about medicines; WHO, medication without harm"),
    FollowUpIntent(
      id: "steroid",
      phrases: [
        "steroid~|corti~|hydrocorti~|betameth~|clobeta~|mometas~|cortison~|kortison~|triamcin~|predni~|dermovate|betnovate|fucibet|elocon"
      ],
      general:
        "Do not start a steroid cream on a rash that nobody has examined: it can hide an infection, and it can thin"
        + " the skin, above all on the face, in folds and in children. A clinician or pharmacist can say whether one"
        + " fits, how strong and for how long; one that was prescribed for this is used as prescribed.",
      byClass: [
        "fungal": "If it is a fungal infection, a steroid cream alone can spread and hide it.",
        "herpes": "If it is herpes or shingles, a steroid cream alone can make it worse.",
        "bacterial": "If it is a bacterial infection, a steroid cream alone can make it worse.",
        "acne_rosacea": "If it is acne or rosacea, a steroid cream on the face can make it worse.",
        "infestation_bites": "If it is scabies, a steroid cream does not kill the mites and can hide them.",
        "dermatitis": "If it is dermatitis, a clinician or pharmacist may consider a steroid cream.",
        "psoriasis_lichen": "If it is psoriasis or lichen planus, a clinician may consider a steroid cream; stopping a"
          + " strong one at once can bring psoriasis back worse.",
      ],
      source: "NHS, topical corticosteroids; DermNet, topical steroid and tinea incognita"),
    FollowUpIntent(
      id: "antibiotic",
      phrases: [
        "antibiotic~|antibiotik~|amoxi~|penicil~|flucloxa~|~cillin|~mycin|~cycline|ciproflox~|cefal~|cephal~|fucidin|fusidic"
      ],
      general:
        "Take an antibiotic only if a clinician prescribes it for this. It helps against bacteria alone, not against"
        + " viruses, fungi, mites or eczema, and it can itself cause rashes.",
      byClass: [
        "bacterial": "If it is a bacterial infection, a clinician decides whether an antibiotic is needed and which.",
        "fungal": "If it is a fungal infection, an antibiotic does not help.",
        "herpes": "If it is herpes or shingles, which are viruses, an antibiotic does not help.",
        "infestation_bites":
          "If it is a bite or scabies, an antibiotic helps only if bacteria come on top; after a tick"
          + " bite with a growing ring a clinician decides.",
      ],
      source: "WHO, antibiotic resistance; NICE NG141, NG153, NG95"),
    FollowUpIntent(
      id: "counter-medicine",
      phrases: [
        "take|taking|use|using|give|giving|try|buy|apply|put|need|should|can|may|any|which|good|best|is * antihistamin~|ibuprofen|paracetamol|acetaminophen|aspirin|painkiller~|cetirizin~|loratadin~|benadryl|tylenol|antifungal|clotrimazol~|calamine",
        "over the counter", "without a|any prescription",
        "buy|get|sell|something * pharmacy|chemist~|drugstore|counter|shop * cream|help|for|to",
        "buy|get|sell * pharmacy|chemist|chemists|drugstore", "painkiller~", "allergy tablet~|pill~",
        "antihistamin~", "zinc|barrier|antiseptic|antifungal|numbing cream|ointment|powder|gel|spray",
        "acyclovir|aciclovir", "something * buy", "prescribe~ me|something",
      ],
      general: "Which medicine from a pharmacy fits cannot be told from a photo. Ask the pharmacist, and name age,"
        + " pregnancy, allergies, other illnesses and all other medicines.",
      byClass: [
        "fungal": "If it is a fungal infection, a pharmacist may consider a cream against fungi.",
        "urticaria": "If it is hives, a pharmacist or clinician may consider an antihistamine.",
        "herpes": "If it is shingles, medicine against the virus works best when begun early, so ask without delay.",
        "infestation_bites": "If it is scabies, everybody in the house is treated together; a pharmacist or clinician"
          + " says with what.",
      ],
      source: "NHS, medicines A to Z; NICE CKS"),
  ]
}
