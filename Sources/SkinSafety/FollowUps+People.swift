extension FollowUps {
  /// What is said about whether each class is contagious.
  static let contagion: [String: String] = [
    "acne_rosacea": "If it is acne or rosacea, it does not pass to others.",
    "bacterial": "If it is a bacterial infection such as impetigo, it can pass to others by touch and shared towels;"
      + " cellulitis usually does not.",
    "benign_tumor": "If it is a benign growth, it does not pass to others.",
    "bullous":
      "If it is a blistering disease of the immune system, it does not pass to others; impetigo and herpes, which"
      + " look alike, do.",
    "connective_tissue": "If it is a disease of connective tissue such as lupus, it does not pass to others.",
    "dermatitis":
      "If it is dermatitis, it does not pass to others; herpes on top of it, or a rash from a virus such as"
      + " measles, does.",
    "fungal":
      "If it is a fungal infection such as ringworm, it can pass to others and from animals, by touch, towels and"
      + " floors; pityriasis versicolor does not.",
    "herpes": "If it is herpes or shingles, it can pass to others by touch; shingles can give chickenpox to people who"
      + " never had it.",
    "infestation_bites": "If it is scabies or lice, it passes to others by close contact; simple bites do not.",
    "light": "If it is vitiligo or a reaction to light, it does not pass to others.",
    "malignant": "A skin cancer is not caught from others.",
    "melanoma_nevi": "A mole or melanoma is not caught from others.",
    "normal_skin": "Healthy skin passes nothing on.",
    "others": "This group holds many diseases; some of them (chickenpox, measles, mpox, molluscum, syphilis) pass to"
      + " others, most do not.",
    "psoriasis_lichen":
      "If it is psoriasis or lichen planus, it is not contagious: nobody catches it by touch, towels or"
      + " water.",
    "urticaria": "If it is hives, it does not pass to others.",
    "vascular_tumor": "If it is a growth of blood vessels, it does not pass to others.",
  ]

  /// Who counts as a child.
  private static let young =
    "baby~|babies|newborn~|infant~|toddler~|bebe|saugling|child|kid|son|daughter|boy|girl|children|kids|grandson"
    + "|granddaughter|grandchild|nephew|niece|twins|little_one~"
  /// What a child has if the question is about the child's skin.
  private static let sick =
    "rash~|spots|skin|eczema|bumps|red|itch~|scratch~|bottom|nappy|diaper|pimples|cradle|blotch~|hives|scabs|sores"

  /// Questions about other people and about who is affected.
  static let people: [FollowUpIntent] = [
    FollowUpIntent(
      id: "pregnancy",
      phrases: [
        "pregnan~|breastfeed~|lactat~|schwanger~|embaraza~|enceinte|stillen|unborn|fetus|foetus|conceiv~",
        "feed|feeding * baby|him|her myself", "nursing my|a|the|him|her|mother|mum|mom", "breast feed~|feeding",
        "breast fed",
        "# weeks|wks preg~|gone|along|pregnant", "# weeks|wks * bump|midwife|itch~",
        "midwi~|antenatal|trimester|obstetric~", "im|am|i expecting", "baby bump", "bump * stretch|weeks",
        "c section|caesarean", "expecting a|my|in|our", "trying|hoping|planning for a|another baby|child",
        "carrying",
      ],
      exceptions: [
        "carrying on|a bag", "is she pregnant",
      ],
      general:
        "In pregnancy or while breastfeeding, ask a clinician or pharmacist before using any medicine, also creams"
        + " and herbs. A new rash all over, contact with chickenpox or measles, or strong itch in late pregnancy needs a"
        + " call to the midwife or doctor the same day.",
      source: "NHS, itching and rashes in pregnancy; UKHSA viral rash in pregnancy"),
    FollowUpIntent(
      id: "baby",
      phrases: [
        "\(young) * \(sick)", "\(sick) * on|of|in|over my|the|his|her|our|a|this \(young)",
        "\(young) has|have|got|had|gets this|it|that",
        "what|how about * \(young)", "\(sick) * \(young) * #", "for|on a|my|our|the|your \(young)",
        "\(young) * # day|days|week|weeks|wk|wks|month|months|year|years|yr|yrs",
        "# day|days|week|weeks|month|months old",
      ],
      exceptions: [
        "next|beside|close|near to * boy|girl|child",
        "child~|kid~|son|daughter|boy|girl|baby * catch|nursery|daycare|kindergarten|inherit",
        "give|pass|spread|gave|infect * baby|child~|kid~|son|daughter|family",
        "safe|dangerous|danger for|to|around * baby|child~|kids",
        "baby oil|powder|shampoo|wipes|soap|lotion|bump|shower|sister|brother|cream",
        "for another|a baby|child", "another baby|child", "rash|rashes|bruise|scar|mole|wound|tattoo * # * old",
        "play~|hug~|kiss~|hold|near|around|touch~ * baby|child~|kids|son|daughter|grandchild~",
      ],
      general:
        "Show a child's rash to a clinician rather than to a program, a baby's soon. Fever in a baby younger than"
        + " three months, a baby that does not drink or is floppy, or spots that do not fade under a glass need"
        + " emergency care now. Use no medicine or strong cream on a child without advice.",
      byClass: [
        "dermatitis": "If it is dermatitis, a plain moisturizer without scent is safe for most children.",
        "vascular_tumor":
          "If it is an infantile hemangioma, a specialist should see it early, above all near eye, nose or"
          + " mouth.",
        "infestation_bites": "If it is scabies, the whole family is treated together.",
      ],
      source: "NHS, rashes in babies and children; NICE NG143 (fever in under 5s)"),
    FollowUpIntent(
      id: "school",
      phrases: [
        "school|nursery|daycare|kindergarten|kita|creche|childcare|preschool",
        "go|going|back|return|to|miss|attend * class|classes|college|university",
        "go|going|return|back|stay|off|miss|allowed|let * work|job",
        "work|handle|prepare|cook|serve * food|kitchen|restaurant|patients",
        "work with people|children|patients|food", "call|ring|called in sick", "stay|staying|keep * home",
        "isolate|quarantine", "kitchen|restaurant|patients * work", "work * ward|hospital|clinic|care|clients|patients",
      ],
      exceptions: [
        "skin work~", "how does * work", "does it|this|that work", "nursery rhyme", "old school",
        "work * cement|chemicals|water",
      ],
      general:
        "Whether somebody must stay at home depends on what it is. With fever, open or oozing sores, or a new rash"
        + " all over, stay at home until a clinician has seen it; otherwise ask the clinician, who knows the local rules.",
      byClass: contagion,
      source: "UKHSA, health protection in schools; NHS, is my child too ill for school"),
    FollowUpIntent(
      id: "contagion",
      phrases: [
        "contag~|infectious|transmissible|transmit~|communicable|ansteck~|catching|contagieu~|contagios~|spreadable",
        "catch|catches * from|it|this|me|off", "caught * from|it|this",
        "get|got|have * from me|someone|somebody|anyone|him|her|them|people",
        "give|gave|pass|spread|infect|transfer * others|someone|anyone|family|child~|kid~|kids|partner|people|wife|husband|baby|household|roommate~|boyfriend|girlfriend|colleague~|friends|dog|cat|mother|grandmother",
        "pass it|this on|to", "person to person", "safe to touch|share|kiss|hug",
        "share|sharing|same * towel~|bed|clothes|razor|soap|toilet|cup|comb|plate",
        "hug~|kiss~|cuddl~|shak~ * it|me|someone|people|kids|child~|hands|baby|husband|wife|grandm~|grandchild~",
        "can|we|still kiss|hug|cuddle", "can|should|safe|ok|okay|allowed * touch~ * it|me|him|her|others|people",
        "away|distance from people|others|children|kids|my",
        "other|others|someone|family|people|wife|husband|kids|children|partner get|have|catch|develop it|this",
        "risk|danger to others|people|my|family|grandm~|mother", "sleep * same|another|separate|other bed|room",
        "sleep with|beside|next !this|it", "infect my|others|anyone|people|them",
        "my|whole family|house|household * treat~|too|get|infected",
        "treat~ * whole|entire|my family|household|house",
        "dangerous|harmful|safe for|to|around others|people|my|family|children|kids|wife|husband|baby",
      ],
      exceptions: [
        "take|taking|took away", "catch~ on", "how many people", "give|gave * @", "hurts|sore|painful * touch~",
        "catching up",
        "while|when breastfeed~",
        "spread~ cream|butter",
      ],
      general:
        "The picture cannot decide which it is. If one of the likely diseases can pass on, keep the place covered,"
        + " wash hands and share no towels until a clinician has seen it.",
      byClass: contagion,
      source: "NHS and DermNet pages on each disease; Mayo Clinic, questions for your appointment"),
    FollowUpIntent(
      id: "sex",
      phrases: [
        "sex|sexual~|intercourse|condom~|intimate|intimacy|std|sti|stds|stis|venereal",
        "get|got|gave|give|caught|catch * boyfriend|girlfriend",
        "from my boyfriend|girlfriend|partner|husband|wife", "boyfriend|girlfriend|partner * give|gave|cheat~",
        "cheat~|unfaithful", "tell my partner|boyfriend|girlfriend",
      ],
      exceptions: [
        "sex of * baby", "either|opposite|same sex",
      ],
      general:
        "A photo cannot show whether something passes by sex. With sores, blisters or bumps on or near the genitals,"
        + " avoid sex until a clinician or a sexual health clinic has seen it; they can test for infections.",
      byClass: [
        "herpes": "If it is herpes, it can pass by sex, also with few or no signs.",
        "psoriasis_lichen": "If it is psoriasis or lichen planus, it does not pass by sex.",
        "dermatitis": "If it is dermatitis, it does not pass by sex.",
      ],
      source: "NHS, sexually transmitted infections; BASHH patient leaflets"),
    FollowUpIntent(
      id: "pets",
      phrases: [
        "from|by|to|off * dog|dogs|cat|cats|pet|pets|animal~|kitten~|puppy|hamster~|rabbit~|horse~|cow|cows|cattle|sheep|goat~|guinea|chicken|chickens|pigs",
        "dog|dogs|cat|cats|pet|pets|animal~|kitten~|puppy|hamster~|rabbit~|horse~|cow|cows|cattle|sheep|goat~|guinea|chicken|chickens|pigs * give|gave|given|catch|get|have|has|same|itch~|pass|cause|lick~|ringworm|mange|losing|from|away",
        "keep * dog|dogs|cat|cats|pet|pets|animal~|kitten~|puppy|hamster~|rabbit~|horse~|cow|cows|cattle|sheep|goat~|guinea|chicken|chickens|pigs * away",
        "away * dog|dogs|cat|cats|pet|pets|animal~|kitten~|puppy|hamster~|rabbit~|horse~|cow|cows|cattle|sheep|goat~|guinea|chicken|chickens|pigs",
        "away from * dog|dogs|cat|cats|pet|pets|animal~|kitten~|puppy|hamster~|rabbit~|horse~|cow|cows|cattle|sheep|goat~|guinea|chicken|chickens|pigs",
      ],
      fallback: [
        "dog|dogs|cat|cats|pet|pets|animal~|kitten~|puppy|hamster~|rabbit~|horse~|cow|cows|cattle|sheep|goat~|guinea|chicken|chickens|pigs"
      ],
      exceptions: [
        "chicken pox", "cat|dog food",
      ],
      general: "Some skin infections pass between animals and people. If an animal at home itches, loses hair or has"
        + " scaly patches, have a vet look at it, and tell the clinician about contact with animals.",
      byClass: [
        "fungal": "If it is ringworm, it can come from an animal, often a kitten or a puppy.",
        "infestation_bites": "Fleas come from animals and bite people too; human scabies does not come from animals.",
        "psoriasis_lichen": "If it is psoriasis or lichen planus, no animal can catch or give it.",
        "dermatitis": "If it is dermatitis, no animal can catch it; an allergy to animals can make it worse.",
      ],
      source: "CDC, healthy pets; DermNet, tinea corporis"),
    FollowUpIntent(
      id: "heredity",
      phrases: [
        "heredit~|genetic~|genes|inherit~", "runs|run|running in", "family history", "pass|give * gene~",
        "children born",
        "pass * to|on * my children * day", "it|this|same|too|has|have in the|my|our family",
        "my mother|father|mum|mom|dad|parents|grandmother|brother|sister|uncle|aunt|family * had|has|have this|it|same|the|eczema|psoriasis|melanoma|cancer|vitiligo|acne|lupus|too",
        "dad|mum|mom|father|mother * died of|had * melanoma|cancer",
      ],
      exceptions: [
        "my mother|father|mum|mom|dad|sister|brother * has had|been"
      ],
      general:
        "Some skin diseases run in families, many do not; a photo cannot show that. Tell the clinician what close"
        + " relatives have, above all melanoma, psoriasis, eczema and allergies.",
      byClass: [
        "psoriasis_lichen": "If it is psoriasis, it often runs in families, but most children of a parent with it never"
          + " get it.",
        "dermatitis": "If it is atopic dermatitis, it often runs in families with asthma and hay fever.",
        "melanoma_nevi": "Melanoma in a close relative raises the risk, so mention it.",
      ],
      source: "NHS, psoriasis, atopic eczema, melanoma"),
  ]
}
