extension FollowUps {
  /// Questions about daily life, and about the program.
  static let life: [FollowUpIntent] = [
    FollowUpIntent(
      id: "food",
      phrases: [
        "eat|eating|ate|eaten * cause~|help|avoid|because|bad|stop|better|worse|good|should|can|this|not|allowed|do",
        "cause~|because|avoid|cut|cutting|should|can|could|something|anything|what|not|of|did|i * eat|eating|ate|eaten",
        "cause~|from|because|avoid|out|stop|without|is|does|do|can|should|which|what|special|any|much|some|short|lack|need|help~|could|may * food|foods|diet|diets|milk|dairy|gluten|sugar|chocolate|egg|eggs|nuts|seafood|fish|meat|spicy|coffee|wheat|lactose|vitamin~|supplement~|vegan|fasting|nutrition",
        "food|foods|diet|diets|milk|dairy|gluten|sugar|chocolate|egg|eggs|nuts|seafood|fish|meat|spicy|coffee|wheat|lactose|vitamin~|supplement~|vegan|fasting|nutrition * cause~|help~|make~|bad|good|worse|better|do",
        "drink|drinking more|enough|less water|milk|coffee|juice", "from|because * drinking",
      ],
      fallback: [
        "eat|eating|diet~|vitamin~|essen|gluten|dairy|lactose"
      ],
      exceptions: [
        "give|eat|try|have|gave * egg|eggs|nuts|milk|it|fish|peanut~|food again", "eating away", "milk cream",
        "drink~ alcohol", "food processor|handler|poison~|industry|bank|colouring",
        "with|after|before food", "work~|handle|prepare|cook|serve * food", "coconut milk", "fish tank", "bite~ me",
      ],
      general:
        "A photo cannot show whether food is the cause, and in most skin diseases no diet is needed. Leave out no"
        + " important food, least of all for a child, without advice. Hives, swelling or vomiting soon after a meal should"
        + " be told to a clinician; trouble breathing after food needs emergency care now. Do not give a food again that"
        + " brought hives or swelling before a clinician was asked.",
      byClass: [
        "urticaria": "If it is hives that begin within two hours of a meal, a food allergy is possible.",
        "acne_rosacea": "In rosacea, hot drinks, spicy food and alcohol bring out redness in some people.",
        "psoriasis_lichen": "In psoriasis, no food is a proven cure; losing overweight helps some people.",
        "dermatitis": "In eczema, food matters in some small children only; a clinician decides on tests.",
      ],
      source: "NICE CG116 (food allergy in under 19s); NHS, hives; AAD, diet and skin"),
    FollowUpIntent(
      id: "alcohol-smoking",
      phrases: [
        "alcohol|beer|wine|smok~|cigarett~|vap~|whisky|vodka|tobacco", "drinking * cause|make|worse|much|stop",
      ],
      exceptions: [
        "rubbing alcohol", "alcohol on it|skin", "alcohol gel|wipe~|hand", "smoke alarm", "drinking water|milk",
      ],
      general: "Smoking and much alcohol make several skin diseases worse and healing slower. Whether they matter here"
        + " cannot be told from a photo; ask the clinician, also about alcohol with your medicines.",
      source: "NHS, psoriasis; DermNet, smoking and the skin"),
    FollowUpIntent(
      id: "swimming-sport",
      phrases: [
        "swim~|sauna|jacuzzi|jog~|football|yoga|chlorine|wrestl~|workout~|judo|rugby",
        "swimming|public|the|in|to pool|pools|gym", "sport|sports|exercis~", "work out",
        "sweat|sweating * worse|make~|cause~|from|bad", "from|because|go|do|can * sweat~|running|training|train",
      ],
      fallback: [
        "pool|gym|sweat~|running|training"
      ],
      exceptions: [
        "night sweat~", "train driver|station", "running out|away|nose|water",
      ],
      general: "With open, oozing or infected skin, keep out of pools and contact sports until a clinician has seen it."
        + " Otherwise sport is fine for most people if it does not rub or burn; rinse after chlorine and use moisturizer.",
      byClass: [
        "fungal": "If it is a fungal infection, wear shoes in shared showers and use a towel of your own.",
        "psoriasis_lichen": "If it is psoriasis or lichen planus, nobody can catch it in a pool.",
        "urticaria":
          "If cold brings the wheals, do not swim or bathe in cold water before a clinician has seen you: wheals"
          + " all over can make somebody faint in the water.",
        "herpes": "If it is herpes or shingles, avoid contact sports until the blisters are dry.",
      ],
      source: "NHS, impetigo, athlete's foot, shingles; AAD, skin conditions in athletes"),
    FollowUpIntent(
      id: "cosmetics",
      phrases: [
        "make up", "nail polish|varnish", "hair dye",
        "makeup|cosmetic~|concealer|perfume~|deodorant~|lipstick|mascara|shav~|wax~|razor~|jewel~",
        "dye|dyeing|colour * hair", "hide it|this",
        "foundation|dye|necklace * on|wear|use|cause|from|my",
      ],
      fallback: [
        "foundation|dye"
      ],
      exceptions: [
        "share|sharing|same * razor", "razor burn",
      ],
      general:
        "Leave out make-up, perfume, hair dye, jewellery and shaving on the place until it is healed or examined;"
        + " if it began after something new, keep that product to show it.",
      source: "NHS, contact dermatitis; AAD, cosmetics and skin"),
    FollowUpIntent(
      id: "laundry",
      phrases: [
        "wash~|clean~|boil|throw|change|hot|iron|burn|treat * sheets|bedding|clothes|towel~|pillow~|mattress~|underwear|socks|bed|sofa|laundry",
        "wear|wearing * clothes|clothing|cotton|wool|woollen|socks|gloves|shoes|underwear|tight|bra",
        "laundry|bedding|bedsheets", "fabric softener", "woollen|woolen|wool sweater~|clothes|jumper~",
        "washing powder|liquid",
        "detergent~|clothes|bed|sheets|mattress|sofa|furniture * infect~|mites|cause~|contagious|spray|behind|live",
      ],
      fallback: [
        "sheets|clothes|mattress~|wool|cotton|underwear|detergent~"
      ],
      exceptions: [
        "bed bug~", "bedbug~", "share|sharing|same * towel~|bed|clothes",
      ],
      general:
        "Wear soft, loose clothes; cotton irritates less than wool. If an infection or scabies is possible, use your"
        + " own towels, and ask the clinician how to wash clothes and bedding.",
      byClass: [
        "infestation_bites":
          "If it is scabies, clothes, towels and bedding of the last days are washed hot or kept closed"
          + " for days on the day of treatment.",
        "fungal": "If it is a fungal infection, wash towels, socks and bedding hot and do not share them.",
      ],
      source: "NHS, scabies, ringworm, atopic eczema; WHO, scabies"),
    FollowUpIntent(
      id: "stress",
      phrases: [
        "stress~|anxi~", "worrying * cause|make|much", "lack of sleep",
        "because|from|due * nervous~|emotion~|nerves|tired~|sleep",
      ],
      fallback: [
        "nervous~|emotion~|psycho~|sleep~|tired~"
      ],
      exceptions: [
        "itch~ * sleep", "sleep * itch~", "itch~ * tired", "stress test", "sleep with|beside|next",
      ],
      general:
        "Stress and poor sleep can make several skin diseases worse, but they are seldom the only cause. Tell the"
        + " clinician about both.",
      source: "NHS, psoriasis, hives, atopic eczema"),
    FollowUpIntent(
      id: "feelings",
      phrases: [
        "embarrass~|ashamed|asham~|ugly|depress~|hopeless|bully~|bullied|stigma|lonely|unattractive",
        "self conscious|confidence|esteem",
        "people|everyone|everybody|kids|they|others|strangers|girls|boys|classmates * stare|stares|laugh|laughs|tease|staring|laughing|avoid",
        "hate my|how|myself|looking|going", "low mood",
        "feel|feeling|feels * low|down|sad|miserable|awful|terrible|alone|disgusting",
        "im|am so|very sad|alone|low|down",
        "cry|crying * about|because|every|myself", "cant|dont|never|wont go|leave out|outside|house", "is it my fault",
        "my fault",
      ],
      exceptions: [
        "baby|child|son|daughter|he|she * cry|crying|cries", "low|down on|to|in my|the leg|back|arm",
        "depression in the|skin",
      ],
      general:
        "A skin disease can weigh on the mind, and that is a reason to get help, also from a clinician or a patients'"
        + " group. If you think of harming yourself, call your emergency number or a helpline now.",
      source: "BAD, skin support; NHS, get help"),
    FollowUpIntent(
      id: "allergy",
      phrases: [
        "allerg~|intoleran~|hypersensitiv~|latex|nickel", "poison ivy", "reaction to|from|against",
        "it|this|a * reaction", "is|was it|this|that * washing powder|liquid",
        "is|was it|this|that * detergent|softener",
      ],
      fallback: [
        "pollen|reaction"
      ],
      exceptions: [
        "allergy test~"
      ],
      general:
        "A photo cannot prove an allergy. Note what touched the skin, was eaten or taken in the days before, keep the"
        + " packets, and ask the clinician about tests. Swelling of face or throat, or trouble breathing, needs emergency"
        + " care now.",
      byClass: [
        "urticaria": "Hives can come from an allergy, more often from an infection or without any cause that is found.",
        "dermatitis": "If it is contact dermatitis, patch tests can find the cause.",
        "psoriasis_lichen": "Psoriasis is not an allergy.",
      ],
      source: "NICE CG183; NHS, hives, contact dermatitis"),
    FollowUpIntent(
      id: "vaccine",
      phrases: [
        "vaccin~|jab|jabs|immuniz~|immunis~|impf~|mmr", "flu|booster|covid shot|shots|booster", "covid~",
      ],
      exceptions: [
        "immune system"
      ],
      general: "Whether it has to do with a vaccine or protects from one cannot be told from a photo. Do not put off a"
        + " vaccine because of this without asking the clinician, and tell them about it before you get one.",
      source: "NHS vaccinations; WHO, vaccine safety"),
    FollowUpIntent(
      id: "which-doctor",
      phrases: [
        "which|what|kind|type|sort * doctor~|specialist~|clinic|physician", "dermatologist or", "gp or",
        "where * go|get * help|seen|appointment|doctor|treated|checked", "where should|do|can i|we go",
        "where|how * find * doctor~|dermatolog~|specialist|clinic",
        "telemedicine|video_call|online_doctor", "appointment~|referral~|referred|refer",
        "what|which questions|question * ask",
        "what * tell|show|bring|say * doctor|clinician|appointment|specialist",
        "specialist|dermatologist * enough|instead|better|or", "pharmacist|nurse * help|enough|sort|do|instead",
      ],
      general:
        "A general practitioner, nurse or pharmacist is a good first step, and refers to a dermatologist if needed."
        + " Take this page, the packets of all medicines and creams, and the dates: when it began and how it changed.",
      source: "NHS, how to see a dermatologist; Mayo Clinic, preparing for your appointment"),
    FollowUpIntent(
      id: "travel",
      phrases: [
        "travel~|flight|plane|holiday~|vacation|abroad|airport|tropics", "can|may|safe|fit|ok|okay|able|allowed * fly",
        "fly with|to|on|next",
        "flying", "a|my|our|trip trip|journey", "came|come|back|from thailand|india|africa|brazil|kenya|mexico",
      ],
      exceptions: [
        "fly bite~", "travel~ to other",
      ],
      general:
        "Have it examined before you travel if it is new, spreads or is open. If it began during or after a journey,"
        + " tell the clinician where you were, what bit you and whether you swam in fresh water.",
      source: "NHS, fit for travel; CDC Yellow Book, skin in returned travellers"),
    FollowUpIntent(
      id: "program",
      phrases: [
        "are you|u * sure|doctor|real|human|person|certain|robot|ai|qualified|trained|reliable|right|correct",
        "how accurate|reliable|certain|confident|trustworthy",
        "how sure|good|often * you|program|app|this|wrong|right|computer", "how sure|accurate",
        "can|should|may|why * i trust|rely|believe", "trust you|this|it|the",
        "you|your|it|app|program be|is|are wrong|mistaken|mistakes", "replace|instead of * doctor",
        "how does * program|app|this work", "how do you know|work|decide|tell", "made|built|wrote you|this",
      ],
      exceptions: [
        "are you sure * work"
      ],
      general:
        "I am a computer program, no clinician has reviewed my texts, and I can be wrong; how often is said in the"
        + " report. The photo stays on this machine. Only a clinician who examines you can make a diagnosis.",
      source: "the program's model card"),
    FollowUpIntent(
      id: "tattoo",
      phrases: ["tattoo~|tatoo~|pierc~|henna|microblad~|earring~"],
      general:
        "Have no tattoo or piercing on skin that is sick, nor where a mole or a changing spot lies: it hides what changes. In"
        + " people who get keloids, psoriasis or vitiligo, a new tattoo or piercing can bring it in that place. Black henna"
        + " can cause a severe allergy. A tattoo or piercing that is hot, swollen, very painful or weeps must be seen today; a"
        + " rash that stays in one colour can be an allergy to it.",
      source: "NHS, tattoos and piercings; DermNet, tattoo reactions; BAD, keloids"),
    FollowUpIntent(
      id: "cost",
      phrases: [
        "cost~|price|expensive|insurance|afford~|cheap|cheaper", "pay|paid|paying * for|treatment|doctor",
        "no|little|without money",
      ],
      exceptions: [
        "at all costs"
      ],
      general:
        "What an examination or treatment costs differs from place to place, and I do not know it: ask the clinic or"
        + " your insurer. Do not put off urgent care because of the cost.",
      source: "NHS, costs; Mayo Clinic, questions for your appointment"),
    FollowUpIntent(
      id: "off-topic",
      phrases: [
        "weather|joke|poem|python|computer|president|movie|horoscope", "who won",
        "who is|who s this|person|man|woman", "tell * story|joke",
        "football|match|game|news|stock * result|score|won|today|last|price", "song|recipe * for|write|sing|cook",
        "the capital of|weather", "write me|a * poem|song|essay",
      ],
      exceptions: [
        "sun weather|cold", "weather * worse|itch~|skin", "cold|hot|dry weather",
      ],
      general: "I can only answer questions about the skin in this photo. Please ask a clinician about anything else.",
      source: "the program's scope"),
  ]
}
