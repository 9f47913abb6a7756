/// What a model's sentence must not say, with the phrases that reveal it and the text that replaces it.
///
/// A phrase too many costs a sentence, a phrase too few may cost more, so the tables are broad. They are English, with
/// the most telling German, Spanish and French phrases. No clinician has reviewed them yet.
enum GuardTopic: CaseIterable, Hashable, Sendable {
  /// How much of a medicine, how often.
  case dose
  /// Stopping a medicine.
  case stopping
  /// A medicine in pregnancy.
  case pregnancy
  /// All is well.
  case reassurance
  /// It is not contagious, although one of the likely diseases is.
  case contagion
  /// There is no doubt.
  case certainty
  /// The skin is healthy, although that was not established.
  case health

  /// The text that replaces the sentence.
  var replacement: String {
    switch self {
    case .dose: "No amount of a medicine is given here: a clinician or pharmacist sets it, above all for a child."
    case .stopping: "Do not stop or change a prescribed medicine before asking the clinician who prescribed it."
    case .pregnancy: "In pregnancy or while breastfeeding, ask a clinician or pharmacist before using any medicine."
    case .reassurance:
      "A picture cannot rule out skin cancer; have the spot examined if it is new, changes, bleeds or does not heal."
    case .contagion:
      "Whether it can pass to other people depends on which disease it is, and a picture cannot decide that."
    case .certainty: "A picture cannot make a diagnosis certain."
    case .health: Self.healthIsNotKnown
    }
  }

  /// Replaces a sentence that might reassure if the question mentions a red flag.
  static let caution =
    "A picture cannot decide this: have it examined by a clinician, and at once if it gets worse or the person is ill."

  /// Replaces anything said about healthy skin if that was not established.
  static let healthIsNotKnown =
    "Whether this skin is healthy cannot be told from this photo; show it to a clinician if anything about it worries you."

  /// Correct phrases that would otherwise be taken for wrong ones.
  var exempt: [Phrase] {
    switch self {
    case .reassurance:
      [
        "not|cannot|cant|never|couldnt * rule|ruled|exclude|excluded out", "not|cannot|cant|never exclude|excluded",
        "not|never be ignored|dismissed|overlooked", "not|never|dont ignore|delay|wait",
      ]
    case .certainty:
      [
        "not|cannot|cant|never|no|isnt|hardly|nothing * certain~|definite~|sure|certainty|guarantee~|confirm~",
        "definitely|certainly|absolutely see|seek|consult|visit|call|go",
      ]
    case .stopping: ["not|dont|never|without stop~|discontinu~|quit~|skip~", "not|dont|never * abruptly|suddenly"]
    case .dose, .pregnancy, .contagion, .health: []
    }
  }

  /// Phrases that are wrong whatever the urgency.
  var phrases: [Phrase] {
    switch self {
    case .dose: Self.doses
    case .stopping:
      [
        "stop|stopping|quit|discontinue|skip|halt|cease|abandon * taking|medicine~|medication~|tablet~|pill~|drug~|@",
        "come|coming off * medicine~|medication~|steroid~|@", "throw * away * medicine~|medication~|tablet~|pill~|@",
      ]
    case .pregnancy:
      [
        "safe|fine|ok|okay|harmless|allowed|take|use|using|taking|apply * pregnan~|breastfeed~|unborn|fetus|foetus",
        "pregnan~|breastfeed~ * safe|safely|fine|ok|okay|harmless",
        "pregnan~|breastfeed~ * can|may|should take|use|apply",
      ]
    case .reassurance: Self.reassurances
    case .contagion:
      [
        "not|isnt|never|non|arent|no|nor|neither|cannot|wont|hardly * contagious|infectious|transmi~|catching|communicable",
        "noncontagious|noninfectious|uncontagious",
        "cannot|cant|wont|doesnt|not|never|no|nobody * spread|catch|pass|passed|infect~|transmit * !over|across",
        "others|nobody|people|they|baby|child~|family cannot|cant|wont|never * get|catch|pick",
        "you|can|may|could kiss|hug|share", "safe|fine|ok|okay to share|touch|kiss|hug|go|sleep", "nicht ansteckend",
        "no es contagios~",
        "pas contagieu~", "without * infecting", "zero|no|little risk * infect~|transmi~|spread~|contag~|others",
      ]
    case .certainty:
      [
        "definite~", "certainly", "undoubtedly|unquestionably|indisputably|undeniably|conclusively|surely",
        "no|without|beyond|zero * doubt|question", "100|hundred|99 %|percent|per", "guarantee~",
        "im|am|are|absolutely|completely|totally|quite|very|entirely sure|certain|confident|positive",
        "absolutely !not", "certain|sure that|it|this", "can only be", "confirmed|confirms * diagnos~|this|that",
        "diagnosis is|was confirmed|clear|certain|final", "mit sicherheit", "sin duda", "sans aucun doute",
        "cannot|couldnt be anything else|other", "for|with sure|certainty",
      ]
    case .health:
      [
        "image|picture|photo|example of|showing healthy|normal", "healthy|normal skin image|picture|photo",
        "skin * * even|uniform|regular|smooth|clear color|colour|surface|tone|texture|complexion",
        "no|without clear|visible|obvious|apparent sign~|evidence|skin|disease|problem|abnormalit~|lesion|lesions",
        "no|without sign~|evidence of * disease|disorder|problem|abnormalit~",
        "nothing abnormal|unusual", "gesunde haut", "piel sana", "peau saine",
      ]
    }
  }

  /// Phrases that are wrong beside an urgency above routine.
  static let mildReassurances: [Phrase] = [
    "benign", "mild condition|case|form|disease|problem|infection|rash|reaction", "is|are|looks|seems|be * mild|minor",
    "self limit~", "go|goes|going|clear~|resolv~|heal~|disappear~|fade~|vanish~ * own|itself|themselves|alone",
    "is|are|be|looks|seems|appears|just|only|quite fine|normal|healthy|safe|temporary|cosmetic|common|routine|ok|okay",
    "usually|generally|typically|often|normally fine|resolv~|clear~|heals|temporary|harmless|mild|passes",
    "reassur~", "wait~", "home|household remed~", "at home", "over the counter", "good|excellent prognosis",
    "just|only a|an|some|the", "treated|treatable|managed easily|simply", "easily|simply treated|treatable|managed",
    "not * severe|bad|terrible", "common|frequent * harmless|condition|problem", "calm|relax", "cosmetic",
  ]

  private static let doses: [Phrase] = [
    "mg|mcg|ug|milligram~|microgram~|ml|millilit~|iu|mgs|mls|miligram~", "# g|gm|gms|gram~|cc|unit|units|kg|kilo~|l",
    "# * tablet~|pill|pills|capsule~|drop|drops|puff~|teaspoon~|tablespoon~|spoon~|sachet~|ampoule~|vial~|lozenge~",
    "# * tablette~|tropfen|kapsel~|comprimido~|comprime~|gotas|gouttes|pastilla~|cucharada~", "# dose|doses",
    "per|pro|por|par|each kg|kilo~", "every|each|alle|cada # * hour~|hr|hrs|h|stunden|horas|minute~",
    "toutes les # heures", "spoonful~|fingertip~", "pea size|sized",
    "give|take|swallow|inject * # every|each|at|per|before|after|in !day~|week~|month~|year~",
    "apply|use|take|give|put * morning|evening|bedtime|night|nightly|noon|breakfast|lunch|dinner|meal~", "# hourly",
    "# x|times|mal|veces|fois * @", "@ * # x|times|mal|veces|fois",
    "take|takes|taking|give|giving|swallow|drink|inject|use|apply|administer|prescribe * # x|times",
    "# x|times|mal|veces|fois daily|taglich|am|al|por|par|a|per|each|every !month|year|lifetime",
    "once|twice|thrice|daily|nightly|hourly * @",
    "@ * once|twice|thrice|daily|nightly|hourly|bid|tid|qid|qds|tds|bd|od",
    "take|takes|taking|give|giving|swallow|inject|administer|dose * once|twice|thrice|daily|nightly|bid|tid|qid|qds|tds|bd",
    "take|give|swallow|inject|administer|drink # !day~|week~|month~|year~|hour~|minute~|to|or|photo~|picture~|step~",
    "take|give|swallow|inject|administer # to|or # !day~|week~|month~|year~|hour~|minute~",
    "take|give|swallow|inject|administer * up to #",
    "double|triple|halve|increase|raise|reduce|lower * dose~|amount|dosage",
    "dose|dosage|dosing * #", "# * dose|dosage|dosing", "# % * @", "@ * # %", "# percent * @", "@ * # percent",
    "@ # !day~|week~|month~|year~|hour~|minute~|to|or|people|patient~|class~", "# @",
  ]

  private static let reassurances: [Phrase] = [
    "harmless", "nothing|nothings|not|no to worry~|fear|panic", "nothing * worried|afraid|concerned|alarmed",
    "nothing serious|dangerous|bad|wrong|sinister|malignant|concerning|suspicious|worrisome",
    "no|not|dont|neednt|zero|never|isnt|doesnt|arent need~|necessary|required|reason|cause|point * see|visit|consult|doctor~|dermatolog~|clinician|specialist|biopsy|worry|worried|concern~|treat~|check~|examin~|hospital|emergency|panic|alarm~|fear|medical|urgent",
    "no|not|dont|never|isnt|doesnt|without real|really|any|actual|actually|immediate|further|particular|special|even|currently|usually|the need~|necessary|required|reason|cause|point|having * see|seeing|visit|consult|doctor~|dermatolog~|clinician|specialist|biopsy|worry|worried|concern~|treat~|check~|examin~|hospital|emergency|panic|alarm~|fear|medical|urgent",
    "neednt|unnecessary * see|visit|consult|doctor~|worry|biopsy|hospital|treat~|check~|examin~|go|bother",
    "dont|not|stop|never worry|worrying|panic|fret|fear|bother",
    "no worries|worry|concern|concerns|danger|alarm|problem",
    "rest assured|easy|sure", "be|feel|am|im reassur~|assured|relieved", "happy|glad * reassure",
    "no|not|isnt|arent|never|non|neither|nor|wont|doesnt|dont|nothing * cancer~|malign~|melanoma|carcinoma|dangerous|serious|threatening|harmful|urgent|emergency|concerning|worrying|worrisome|suspicious|carcinogen~|noncancer~",
    "cannot|cant|couldnt be|become|turn * cancer~|malign~|melanoma|dangerous|serious",
    "noncancerous|nonmalignant|noncancer", "free of|from * cancer~|malign~|melanoma", "cancer|melanoma free",
    "rules|ruled|ruling|excludes|excluded|excluding out|cancer~|melanoma|malign~",
    "without|absence|lack|zero|low|lower|little|minimal|tiny|negligible|small * sign~|evidence|chance|risk|danger|trace|cancer~|malign~|melanoma|concern",
    "cancer~|melanoma|malign~ * unlikely|impossible|excluded|improbable|ruled|no|not|absent",
    "unlikely|improbable|impossible|hardly * cancer~|melanoma|malign~|serious|dangerous|harm~",
    "benign !tumor|tumors|tumour|tumours|growth|growths|keratosis|keratoses|neoplasm|neoplasms|skin|lesion|lesions",
    "ignore|forget|disregard|dismiss|overlook * warning~|disclaimer~|urgency|rule~|advice|doctor~|it|this|above|previous|banner",
    "can|may|could|should|just ignore|wait|relax|forget|leave",
    "safe|safely|fine|ok|okay|alright * ignore|wait|leave|keep|ignored|left",
    "leave it|this alone|be", "wait and see|watch|it", "no|not|without|isnt * rush|hurry|urgency|hurried",
    "perfectly|completely|totally|absolutely|entirely|quite|just|all|youre|be|doing fine|normal|healthy|safe|ok|okay|well|good|alright",
    "is|its|are|looks|seems|everything|everythings fine|ok|okay|alright|safe|innocent|innocuous|trivial|insignificant|normal|healthy",
    "innocent|innocuous|inoffensive|insignificant", "be|being|is ignored|disregarded|dismissed|forgotten|overlooked",
    "not|dont|neednt|no|never need~|have|having|go|going|require~ * hospital|doctor~|clinician|specialist|dermatolog~",
    "no|without doctor~|clinician|hospital|specialist|dermatologist|biopsy",
    "healthy|normal|ordinary|typical|regular|simple|common mole|moles|nevus|naevus|freckle|birthmark|spot|sunspot",
    "just|only|merely|simply a|an|some * mole|freckle|wart|pimple|spot|birthmark|rash|mark|blemish|bruise|bite|scratch",
    "stay|remain|rest|wait|treat~ * at home", "wait|come back|later * next|few|several month~|year~|weeks",
    "skip|cancel|avoid|delay|postpone|forgo * doctor~|appointment|visit|hospital|clinician|biopsy|referral|check~",
    "doctor~|hospital|clinician|biopsy|specialist|dermatologist|visit|examination|check|checkup is|are|would|will|was|be|isnt|not|unnecessary|pointless|optional not|be|a|unnecessary|waste|pointless|optional|overkill|needed|required|necessary",
    "doctor~|hospital|clinician|biopsy|specialist|dermatologist|visit|examination isnt|unnecessary|pointless|optional|overkill|waste",
    "waste of time|money", "overreact~|overthinking|paranoid",
    "urgency|level|emergency * lower~|wrong|mistaken|reduced|downgraded|false|routine",
    "false alarm", "no|zero|little|any threat|danger|harm", "little|nothing to * concerned|worried|concern|worry",
    "chance~|risk|likelihood|probability|odds * * minimal|low|small|zero|tiny|slim|negligible|nil",
    "go|do|manage|cope|get|live without * medical|doctor~|attention|help|treatment|examin~",
    "medical|professional help|attention|care|advice|review|treatment * not|isnt|unnecessary|optional",
    "never|wont|not|cannot|cant hurt|harm|kill", "not|no|isnt|hardly a|any|no big|large|great deal|issue|problem|thing",
    "good|great|excellent news", "nothing * see|do|done|needed|required",
    "harmlos~|unbedenklich|ungefahrlich|gutartig", "kein~|nicht * krebs|sorge~|arzt|gefahrlich|schlimm",
    "nichts schlimmes|ernstes",
    "inofensiv~|benign~ !tumor|tumors|tumour|tumours|growth|growths|keratosis|keratoses|neoplasm|neoplasms|skin|lesion|lesions",
    "no * preocup~|peligros~", "no es * cancer|grave|melanoma", "sans danger|gravite",
    "pas * cancer|grave|dangereu~|inquiet~|medecin",
    "rien de grave",
  ]
}
