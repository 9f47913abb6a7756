extension FollowUps {
  /// Questions about daily life, and about the program.
  static let life: [FollowUpIntent] = [
    FollowUpIntent(
      id: "food",
      phrases: [
        "food~|eat|eating|ate|diet~|drink~|milk|dairy|gluten|wheat|sugar|chocolate|egg|eggs|nuts|peanut~|seafood|shrimp|vegan|vitamin~|nutrition|supplement~|spicy|coffee|meal~|essen|lactose|meat|fasting"
      ],
      exceptions: ["eating away", "milk cream", "drink~ alcohol"],
      general:
        "A photo cannot show whether food is the cause, and in most skin diseases no diet is needed. Leave out no"
        + " important food, least of all for a child, without advice. Hives, swelling or vomiting soon after a meal should"
        + " be told to a clinician; trouble breathing after food needs emergency care now.",
      byClass: [
        "urticaria": "If it is hives that begin within two hours of a meal, a food allergy is possible.",
        "acne_rosacea": "In rosacea, hot drinks, spicy food and alcohol bring out redness in some people.",
        "psoriasis_lichen": "In psoriasis, no food is a proven cure; losing overweight helps some people.",
        "dermatitis": "In eczema, food matters in some small children only; a clinician decides on tests.",
      ],
      source: "NICE CG116 (food allergy in under 19s); NHS, hives; AAD, diet and skin"),
    FollowUpIntent(
      id: "alcohol-smoking",
      phrases: ["alcohol|beer|wine|smok~|cigarett~|vap~|drinking"],
      exceptions: ["rubbing alcohol", "alcohol on it|skin"],
      general: "Smoking and much alcohol make several skin diseases worse and healing slower. Whether they matter here"
        + " cannot be told from a photo; ask the clinician, also about alcohol with your medicines.",
      source: "NHS, psoriasis; DermNet, smoking and the skin"),
    FollowUpIntent(
      id: "swimming-sport",
      phrases: [
        "swim~|pool|sauna|jacuzzi|sport~|exercis~|workout~|running|jog~|gym|train|training|sweat~|football|yoga|chlorine|wrestl~"
      ],
      general: "With open, oozing or infected skin, keep out of pools and contact sports until a clinician has seen it."
        + " Otherwise sport is fine for most people if it does not rub or burn; rinse after chlorine and use moisturizer.",
      byClass: [
        "fungal": "If it is a fungal infection, wear shoes in shared showers and use a towel of your own.",
        "psoriasis_lichen": "If it is psoriasis or lichen planus, nobody can catch it in a pool.",
        "herpes": "If it is herpes or shingles, avoid contact sports until the blisters are dry.",
      ],
      source: "NHS, impetigo, athlete's foot, shingles; AAD, skin conditions in athletes"),
    FollowUpIntent(
      id: "cosmetics",
      phrases: [
        "make up", "nail polish", "hair dye",
        "makeup|cosmetic~|foundation|concealer|perfume~|deodorant~|lipstick|mascara|dye|shav~|wax~|razor~|jewel~|tattoo~|piercing~|earring~",
      ],
      general:
        "Leave out make-up, perfume, hair dye, jewellery and shaving on the place until it is healed or examined;"
        + " if it began after something new, keep that product to show it.",
      source: "NHS, contact dermatitis; AAD, cosmetics and skin"),
    FollowUpIntent(
      id: "laundry",
      phrases: [
        "laundry|bedding|bed|sheets|clothes|clothing|towel~|pillow~|mattress~|sofa|furniture|wool|cotton|fabric|underwear|shoes|socks|gloves"
      ],
      exceptions: ["bed bug~", "bedbug~", "share|sharing * towel~|bed|clothes"],
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
      phrases: ["stress~|anxi~|nervous~|emotion~|psycho~|sleep~|tired~"],
      exceptions: ["itch~ * sleep", "sleep * itch~", "itch~ * tired"],
      general:
        "Stress and poor sleep can make several skin diseases worse, but they are seldom the only cause. Tell the"
        + " clinician about both.",
      source: "NHS, psoriasis, hives, atopic eczema"),
    FollowUpIntent(
      id: "feelings",
      phrases: [
        "embarrass~|ashamed|asham~|ugly|depress~|hopeless|bully~|confidence|stigma|suicid~|hate|cry|crying|lonely|laugh~|stare|staring"
      ],
      general:
        "A skin disease can weigh on the mind, and that is a reason to get help, also from a clinician or a patients'"
        + " group. If you think of harming yourself, call your emergency number or a helpline now.",
      source: "BAD, skin support; NHS, get help"),
    FollowUpIntent(
      id: "allergy",
      phrases: ["allerg~|reaction|intoleran~|hypersensitiv~|nickel|latex|pollen", "poison ivy"],
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
      phrases: ["vaccin~|jab|jabs|immuni~|booster|shot|shots|covid~|corona|impf~"],
      exceptions: ["immune system"],
      general: "Whether it has to do with a vaccine or protects from one cannot be told from a photo. Do not put off a"
        + " vaccine because of this without asking the clinician, and tell them about it before you get one.",
      source: "NHS vaccinations; WHO, vaccine safety"),
    FollowUpIntent(
      id: "which-doctor",
      phrases: [
        "which|what|kind|type|sort * doctor~|specialist~|clinic|physician", "dermatologist or", "gp or",
        "where * go|help|seen|appointment",
        "telemedicine|video call|online doctor", "appointment~|referral~|refer", "what|which questions|question * ask",
        "what * tell|show|bring * doctor|clinician|appointment",
      ],
      general:
        "A general practitioner, nurse or pharmacist is a good first step, and refers to a dermatologist if needed."
        + " Take this page, the packets of all medicines and creams, and the dates: when it began and how it changed.",
      source: "NHS, how to see a dermatologist; Mayo Clinic, preparing for your appointment"),
    FollowUpIntent(
      id: "travel",
      phrases: ["travel~|fly|flying|flight|plane|holiday~|vacation|trip|abroad|tropic~|airport"],
      exceptions: ["fly bite~"],
      general:
        "Have it examined before you travel if it is new, spreads or is open. If it began during or after a journey,"
        + " tell the clinician where you were, what bit you and whether you swam in fresh water.",
      source: "NHS, fit for travel; CDC Yellow Book, skin in returned travellers"),
    FollowUpIntent(
      id: "program",
      phrases: [
        "are you|u * sure|doctor|real|human|person|certain|robot|ai|qualified|trained|reliable|right|correct",
        "how accurate|reliable|sure|certain|confident|good|often",
        "can|should|may i trust|rely|believe", "trust you|this|it", "you|your be wrong|mistaken|mistakes",
        "replace|instead of * doctor", "my photo|picture|data * stored|saved|sent|private|safe|kept|shared|uploaded",
        "privacy", "who sees",
      ],
      general:
        "I am a computer program, no clinician has reviewed my texts, and I can be wrong; how often is said in the"
        + " report. The photo stays on this machine. Only a clinician who examines you can make a diagnosis.",
      source: "the program's model card"),
    FollowUpIntent(
      id: "cost",
      phrases: ["cost~|price|expensive|insurance|pay|paid|afford~|cheap"],
      general:
        "What an examination or treatment costs differs from place to place, and I do not know it: ask the clinic or"
        + " your insurer. Do not put off urgent care because of the cost.",
      source: "NHS, costs; Mayo Clinic, questions for your appointment"),
    FollowUpIntent(
      id: "off-topic",
      phrases: [
        "weather|football|joke|poem|python|computer|recipe|president|news|stock|song|movie|game|math",
        "who is|who s this|person|man|woman", "blood pressure", "capital of", "stomach|headache",
      ],
      exceptions: ["sun weather"],
      general: "I can only answer questions about the skin in this photo. Please ask a clinician about anything else.",
      source: "the program's scope"),
  ]
}
