/// The word lists of ``CautionCheck``; no clinician has reviewed them yet.
enum CautionWords {
  /// Words and prefixes; a prefix ends in `~`.
  struct List: Hashable, Sendable {
    private let words: Set<String>
    private let beginnings: [String]

    init(_ text: String) {
      let all = text.split(whereSeparator: \.isWhitespace).map(String.init)
      words = Set(all.filter { !$0.hasSuffix("~") })
      beginnings = all.filter { $0.hasSuffix("~") }.map { String($0.dropLast()) }
    }

    func contains(_ token: String) -> Bool { words.contains(token) || beginnings.contains { token.hasPrefix($0) } }
  }

  /// In a question: words that may point to a red flag.
  static let grave = List(
    """
    mole moles nevus naevus lump lumps melanoma~ cancer~ tumor~ tumour~ malign~ benign biopsy~ bleed~ grow~ grew
    chang~ asymmetr~ darker bigger spot spots nail nails freckle~ birthmark~ fever~ feverish hot shiver~ drows~
    confus~ faint~ purple glass swell~ swollen lip lips tongue face throat breath~ swallow~ blister~ peel~ sheets
    mouth eye eyes genital~ sore sores dusky spread~ doubl~ pregnan~ baby babies infant~ newborn~ toddler~ immun~
    chemo~ transplant~ diabet~ hospital~ clinic~ doctor~ ambulance emergency urgen~ appointment~ specialist~ hurry
    wait waiting delay~ ignor~ danger~ serious~ harm~ worr~ scared afraid alarm~ die dies dying kill~ safe fine okay
    ok normal healthy nothing hives shingles cellulitis necro~ sepsis mening~ muttermal~ lunar lunares beaute
    gefahrlich schlimm dringend peligros~ grave urgente cance~ krebs arzt medico medecin
    """)

  /// In a sentence: words for growths.
  static let growths = List(
    """
    mole moles nevus naevus nevi lump lumps spot spots melanoma~ cancer~ carcinom~ tumor~ tumour~ malign~ benign growth~
    freckle~ birthmark~ lesion~ biops~ krebs muttermal~ lunar~ harmless
    """)

  /// In a sentence: words for the skin and its care.
  static let describing = List(
    """
    skin patch~ spot spots bump~ lump~ blister~ sore~ scale~ scaly crust~ plaque~ papule~ pustul~ nodul~ macul~ rash~
    red redness pink brown black white yellow purple violet blue grey gray dark darker pale border~ edge~ surface
    shape~ round oval ring rings colour~ color~ swelling swollen itch~ burn burns burning pain~ hurt~ pus fluid wheal~
    hive hives ulcer~ crack~ nail~ hair~ scalp face cheek~ nose arm arms leg legs hand~ foot feet palm~ sole soles
    trunk chest neck elbow~ knee~ mouth genital~ groin infect~ inflam~ bacteri~ virus~ viral fung~ mite~ immune gene
    genes family heat sun sunlight cold sweat~ stress allerg~ eczema psoria~ acne rosacea herpe~ dermat~ tinea
    ringworm scabies melanom~ mole moles nevus nevi carcinom~ kerato~ urticaria lupus lichen~ vitiligo wart~ vessel~
    cell cells tumor~ tumour~ cyst~ lesion~ disease~ condition~ treatment~ cream~ ointment~ moistur~ wash~ dry
    dryness scratch~ sunscreen clothing clothes medicine~ biops~ examin~ shingles molluscum impetigo cellulitis
    pemphig~ bullous sclero~ xero~ erythem~ vesic~ bulla~ scar~ thick~ rough smooth flat raised shiny moist oozing
    """)

  /// Phrases that send the person to a clinician or say what a photo cannot do.
  static let care: [Phrase] = [
    "see|visit|consult|ask|call|contact|show|tell * doctor~|clinician~|dermatolog~|specialist~|pharmacist~|nurse~",
    "go|get * hospital|emergency|clinic", "call * ambulance",
    "seek|needs|need * medical|help|care|attention|examination",
    "within # hours|weeks|days", "examined|checked * by|soon|now", "photo|picture|image * cannot|cant",
    "only * examination", "seek|get help",
  ]

  /// Correct phrases that contain a suspicious word.
  static let allowed: [Phrase] = [
    "cannot|cant|never * rule|exclude|confirm|show|see|tell|know|prove|replace|decide|say",
    "not a diagnosis", "not * clear|known|certain|sure|possible to",
    "do|does|did|has|have|is|are not heal~|fade~|respond|improv~|itch|hurt|disappear|go|close",
    "not heal~|fade~",
    "do not|dont|never|avoid * scratch~|squeez~|pick~|pop|burst|share|sharing|stop|delay|wait|ignore|break|tear|open|rub~|shave|smoke|peel|expose|walk|apply|use|cut",
    "not|no|without delay~|wait~", "not be ignored|delayed", "not|never ignore|delay",
    "only * examination|examine~|clinician~|doctor~|biopsy|test~", "even if|when|though * no|not|painless",
    "not the same|all|every|only|always", "no single",
  ]

  /// Words that deny, calm, delay or belittle.
  static let suspicious = List(
    """
    no not none nothing nobody never neither nor without cannot cant wont dont doesnt didnt isnt arent wasnt wouldnt
    neednt hardly barely rarely rare seldom little few fewer zero nil free unlikely needless~ unnecess~ unneed~
    unwarrant~ unfounded unalarm~ unremark~ unsuspic~ harmless painless superfluous fine ok okay alright safe safely
    safety harm~ benign innocen~ innocuous trivial minor mild mildly normal~ healthy well relax~ calm~ easy easily
    friend~ good great nice happ~ enjoy~ comfort~ reassur~ peace~ sleep~ rest resting promise~ bet luck~ cleared
    recover~ settle~ temporar~ self cosmetic ordinary common commonly usual usually typically mostly just only merely
    simply silly exaggerat~ overcautious overreact~ worr~ fear~ afraid alarm~ panic bother~ concern~ trouble hurry
    hurried rush enough sufficient~ early wait waits waiting later tomorrow monday sunday next postpone~ skip~ save
    cancel~ forget~ ignor~ leave left keep keeps home bed carry trip money cost~ waste~ summer holiday~ wedding pool
    risk chance~ percent odds danger~ bad worse serious~ grave threat~ problem~ perfect~ absolutely entirely
    completely totally certainly definitely sure surely laugh~ age aging ageing teething nerves tired imagin~ mind
    bruise~ freckle~ friction class grown outgrow~ pass passes passing vanish~ disappear~ resolve~ clears itself
    themselves alone unless whatever ignoring dismiss~ overlook~ stop stops stopped lower lowers
    lowered downgrad~ routine off duty permission able allowed maybe rather quite  alles ordnung ruhig
    tranquil~ oublier rien nichts eilt harmlos~ keine kein nicht pas nada
    """)

  /// Numbers that are not amounts of a medicine: times, lengths, shares and the like.
  static let notAmounts: [Phrase] = [
    "# to|or|and # day~|week~|month~|year~|hour~|minute~|mm|cm|millimet~|centimet~|photo~|class~|people|percent|degree~",
    "# !hourly day~|week~|month~|year~|hour~|minute~|mm|cm|millimet~|centimet~|photo~|class~|people|degree~|patient~",
    "one|two|three of|or|side~|kind~|type~|form~|spot~|patch~|area~|colour~|color~", "at|no|any|some|every|each one",
    "spf|factor #", "one|another another|one", "type|stage|grade|group #",
  ]

  /// Fractions and multiples, which count as numbers.
  static let parts = List(
    "half halves quarter~ third~ double~ twice thrice once pair pinch~ ii iii iv ein eine un une uno")

  /// Units and measures of medicines.
  static let measures = List(
    """
    mg mcg milligram~ microgram~ ml mls millilit~ iu unit units tablet tablets pill pills capsule~ capful~ cap drop
    drops puff~ spray~ dab dabs squirt~ teaspoon~ tablespoon~ spoon spoons spoonful~ thimble~ scoop~ sachet~ ampoule~
    vial~ lozenge~ syringe~ mark pinch pinches walnut~ pea fingertip~ gotas gota tropfen messloffel tablette~
    comprimido~ comprime~ gouttes kilo kilos kilogram~ kg handful~ mouthful~ portion~ dose doses dosage ration~
    """)

  /// How often.
  static let often: [Phrase] = [
    "morning|night|nightly|evening|bedtime|breakfast|supper|dinner|lunch|noon|meal~", "daily|hourly|weekly|fortnight~",
    "every|each|per day|night|hour~|week|meal~", "same|adult~|yours * amount|dose|strength|same|half",
    "one|another more", "more|less|double|doubling|same * amount|dose|it|him|her|yours",
    "yes|sure|fine|okay|right|plenty|enough",
    "multiply|divide|split", "thick|thin|neck|toe", "morgens|abends|abend|nachts|matin|soir|noche|manana",
  ]

  /// Children.
  static let children = List(
    """
    child~ kid kids baby babies infant~ newborn~ toddler~ boy boys girl girls son daughter nephew niece schoolchild~
    kind kinder enfant~ bebe nino nina age aged
    """)

  /// Giving a medicine.
  static let giving = List(
    """
    give gives giving given take takes taking swallow~ inject~ administer~ smear~ apply applies dab dabs rub spoon
    syrup~ ivermectin vitamin salve~ lotion~ gentian bleach syringe dosing dose doses puffs
    """)

  /// Amounts of a medicine, even if the question asks for none.
  static let amounts: [Phrase] = [
    "# * per|for|each|every kilo~|kg|kilogram~", "# per|a|each|every day|night", "# * morning|night|evening|bedtime",
    "take|give|swallow|inject|drink|let|put|order|leave|draw|fill * #", "age #",
  ]

  /// Questions about amounts.
  static let amountQuestions: [Phrase] = [
    "number|amount * tablet~|pill~|drop~|ml|spoon~|capsule~",
    "how|what * much|many|often|big|thick|long|strength|amount|number|dose~|dosing|drops|tablets|millilit~|mark",
    "dose~|dosing|dosage|overdose|mg|ml|millilit~|kg|kilo~|teaspoon~|pills|puffs|spoon~|strength",
    "# kg|kilo~|kilogram~",
    "weigh~", "one more", "double|halve|half|multiply|decimal|syringe|leaflet|amount|loading",
    "wieviel|cuantas|cuantos|combien", "wie viel",
    "same amount|dose|cream", "adult~ * child~|kid~|half",
  ]

  /// The program speaking about itself.
  static let firstPerson = List("i im ive id ill me my mine myself ich mir mein je moi yo")

  /// What the program may say about itself.
  static let humble: [Phrase] = [
    "i|im cannot|cant|can|do|am|may|might|could|only|see|describe|think|believe|suggest|recommend|would * cannot|cant|not|only|describe|see|a|an|to|may|might|the",
    "i see|notice|observe|describe|recommend|suggest", "i can|could|may|might * see|describe|help|only|not",
  ]

  /// Documents, reviews and seals that a program does not have.
  static let papers = List(
    """
    disclaimer~ certificate~ certif~ verified stamped sealed insurance applicant licens~ approved reviewed official~
    unofficial superfluous hereby swear promise~ infallible print paragraph lawyer~ verdict diagnosi~
    """)

  /// Correct phrases that contain such a word.
  static let allowedClaims: [Phrase] = [
    "definitely|certainly see|seek|consult|visit|call|go",
    "not|no|cannot|never * diagnosis|diagnosed|reviewed|verified|official~", "confirm~|make|made|need~ * diagnosis",
    "diagnosis * clinician~|doctor~|examin~|may|can|could|confirmed by|needs|requires",
    "differential diagnosis|diagnoses",
    "clinician~|doctor~|biopsy|test~|examination * diagnosis|diagnose~",
    "possible|likely|other|self diagnosis|diagnoses",
  ]

  /// Claims of certainty and authority, and phrases that dismiss the text around the answer.
  static let claims: [Phrase] = [
    "final word|answer|diagnosis", "full stop", "in truth", "mark words", "nothing else", "no other|else|doubt",
    "certain|sure|totally|definite|confidence|error|proven|proves|prove|valid|always|never right|bar|wrong|100|#|that|this|diagnosis",
    "totally|certain|definitely|surely", "only one answer", "can be only", "nothing * cannot|left|find|lose|know",
    "second opinion|test|biopsy|examination|lab * nothing|superfluous|waste|drain|only|unnecessary|agree",
    "trust|rely * more|than|this|what|answer|me|on",
    "box|note|warning|line|text|print|paragraph|what * below|above|bottom|top|end|stands",
    "skip * note|print|warning|end|bottom|line", "good|better|surer * than|as doctor~|clinic|specialist~|app|human|any",
    "as good as", "replace~ * doctor~|clinic~|visit|examination", "photo|picture shows|show|tells all|everything",
    "rules * off|gone", "no human|doctor could|can", "no necesita", "ganz sicher", "est un diagnostic", "studies prove",
    "no reason * see|visit|go|anybody|anyone", "nobody needs|need",
    "urgency|level|warning * set|off|over|wrong|error|mistake",
  ]
}
