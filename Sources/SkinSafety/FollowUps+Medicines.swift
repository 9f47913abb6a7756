extension FollowUps {
  /// Questions about medicines.
  static let medicines: [FollowUpIntent] = [
    FollowUpIntent(
      id: "dose",
      phrases: [
        "how much|many|often|frequently * take|give|use|apply|swallow|inject|put|@",
        "dose|doses|dosage|dosing|overdose", "mg|ml|milligram~|millilit~|mcg|iu", "what amount|quantity|strength",
        "amount|quantity|strength * @|take|give", "# tablet~|pill~|capsule~|drops|teaspoon~|spoon~",
        "maximum|safe amount", "how long * take|use|give|apply * @", "how many days * take|use|give|apply * @",
        "how thick|thickly|thin",
        "dosis|dosierung|posologie|wie viel~|wieviel|cuanto|cuantos|combien",
      ],
      exceptions: ["how much|many|often * sun|cost~|sleep|people|person~|water|wash|shower|bath~"],
      general: "This program names no amount of any medicine, for nobody and above all not for a child. Ask a clinician"
        + " or pharmacist, who know age, weight, other illnesses and other medicines.",
      source: "NHS, medicines A to Z; Mayo Clinic, questions for your appointment"),
    FollowUpIntent(
      id: "stopping",
      phrases: [
        "stop|stopping|quit|discontinue|skip|cease|halt * taking|medicine~|medication~|tablet~|pill~|drug~|treatment|@",
        "come|coming|get off * medicine~|medication~|steroid~|@",
        "without|instead * medicine~|medication~|tablets|@", "absetzen", "just|simply stop", "wants|want to stop",
        "@|predni~|steroid~ * stop|stopping|quit",
        "keep|carry|go on|taking * it|them|medicine~|tablet~|pill~ * rash|spots",
        "rash|spots * keep|stop|still taking|take",
        "withhold~|hold both|it|the", "started|start|starting|began|new * @ * rash|spots|itch~",
        "rash|spots * which one|drug|medicine~",
        "lamotrigin~|allopurinol|carbamazepin~|phenytoin|nevirapine|sulfa~|co trimoxazole",
      ],
      general: "Do not stop or change a prescribed medicine before asking the clinician who prescribed it. If lips,"
        + " face or throat swell, or skin blisters or peels, go to emergency care now and take the medicine's packet"
        + " along. A new rash after a medicine was begun needs a call to that clinician the same day.",
      source: "NICE CG183 (drug allergy)"),
    FollowUpIntent(
      id: "others-medicine",
      phrases: [
        "friend~|sister~|brother~|mother~|mum~|mom~|father~|dad~|husband~|wife~|neighbo~|partner~|roommate~|cousin~|aunt~|son~|daughter~|colleague~|grandm~|someone|somebody|elses|partners * @|medication",
        "@ * friend~|sister~|brother~|mother~|mum~|mom~|father~|husband~|wife~|neighbo~|partner~|cousin~|aunt~|someone|somebody|elses",
        "leftover|left|old|expired * @", "@ * left|leftover|expired|cupboard|cabinet|drawer", "@ * last time|year",
        "borrow~ * @", "share * @", "prescribed|prescription for|to another|someone|somebody|my",
      ],
      exceptions: ["side left", "day|days|week|weeks|month|months|year|years old", "wants|want|going to stop"],
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
        "take|taking|use|using|give|giving|try|buy|apply|put|need|should|can|may|any|which|good * antihistamin~|ibuprofen|paracetamol|acetaminophen|aspirin|painkiller~|cetirizin~|loratadin~|benadryl|tylenol|antifungal|clotrimazol~|calamine",
        "over the counter", "without a prescription", "pharmacy", "painkiller~", "antihistamin~|allergy tablet~|pill~",
        "zinc|barrier|antiseptic|antifungal|numbing cream|ointment|powder|gel|spray", "acyclovir|aciclovir",
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
