extension FollowUps {
  /// How serious it is: asked most, and answered with what counts, never with a calming word.
  static let howSerious: [FollowUpIntent] = [
    FollowUpIntent(
      id: "how-serious",
      phrases: [
        "is|are|it|this|that|these|look|looks|could|can|be|being * serious|dangerous|harmless|harmful|benign|deadly|fatal|worrying|worrisome|concerning|suspicious|urgent|innocent|gefahrlich|harmlos",
        "is|are it|this|that|these|they|everything|something|he|she|mine normal|safe|bad|okay|ok|fine|healthy|alright|severe|grave|all_right !to|for|if|when|with|while|on|in|around|during|after|because|from",
        "is|are it|this|that|these|they|my|the|her|his * rash|skin|spots|bumps|patch|spot normal|safe|bad|okay|ok|fine|healthy|severe",
        "everything all right", "peligroso|peligrosa|sorgen|preocup~",
        "how serious|dangerous|bad|urgent|worried|severe|scared|concerned",
        "how soon * see|seen|doctor|go|examined|checked",
        "should|must|need|do|reason|have|nothing|something|to * worry|worried|concerned|afraid|scared|panic",
        "worried|frightened|scared",
        "need|needs|have|should|must|do|does|worth * see|seen|visit|consult|go|call|get|bother|ring * doctor~|dermatolog~|clinician|hospital|specialist|emergency|gp|er|ae|casualty|checked|somebody|someone",
        "go to|the|straight hospital|doctor|er|ae|emergency|casualty * or|tonight|now|today",
        "can|could|should|may|will|does|or * it|this|i|we|that wait", "wait until|till|and|for|a|few",
        "can|may|could|should|ok|safe|better * i|we|it|to * ignore|leave_it|leave_this|alone",
        "am i ok|okay|fine|safe|healthy|dying|all_right|going_to_be|going_to_die",
        "going to die|be_all|be_ok|be_okay|be_fine",
        "could|can|will|might|would * kill|die", "life threatening", "an emergency", "how urgent", "is|it * emergency",
        "should|must|need|shall * show * someone|somebody|doctor~|nurse",
        "urgent|emergency care|help",
        "would you go|see|worry|ignore",
        "when|time * doctor|hospital|seen|worry|gp", "nothing|anything|something serious|dangerous|bad|to_worry",
        "am i safe", "a danger sign|signs", "danger|warning|red signs|sign|flags|flag",
        "need * checked|examined|seen|looked", "get|getting it * checked|examined|looked|seen",
        "tell me * nothing|fine|okay|ok|all_right",
      ],
      exceptions: [
        "dangerous|harmful|safe|danger|risk for|to|around others|people|family|my|children|kids|everyone",
        "eyes|bloods|liver looked|tested|checked", "serious|seriously about", "a bad idea", "bad for",
        "see * doctor~ * for|about letter|note|certificate",
        "safe|okay|ok|fine to use|take|put|apply|share|eat|drink|swim|go|wear|touch|kiss|hug", "when * see your",
        "scared|worried|afraid of needle~|steroid~|needles|scar~", "go to the doctors with",
      ],
      general:
        "How soon to be seen stands at the top of the report: that is the longest wait, and one danger sign makes it shorter."
        + " How serious it is cannot be told from a photo, and no answer here can rule out that it is. Whatever does not get"
        + " better within two weeks is to be examined too.",
      source: "NICE NG143, NG240, NG141, NG12; NHS, skin rashes")
  ]

  /// Questions that are narrower than others, and come before them.
  static let narrow: [FollowUpIntent] = [
    FollowUpIntent(
      id: "isotretinoin",
      phrases: [
        "period * late * roaccutane|isotretinoin|accutane|acitretin",
        "roaccutane|isotretinoin|accutane|acitretin|neotigason|retinoid~ * baby|pregnan~|trying|conceiv~|period|contracep~|unborn|unprotected|condom|coil|pill",
        "baby|pregnan~|trying|conceiv~|period|contracep~|unborn|unprotected|condom * roaccutane|isotretinoin|accutane|acitretin|methotrexate|retinoid~",
        "methotrexate * baby|pregnan~|trying|conceiv~|unborn",
        "trying|baby|pregnan~|conceiv~ * acne tablets|tablet|pills|capsules",
      ],
      signs: [
        "methotrexate|isotretinoin|roaccutane|accutane|acitretin + baby|pregnan~|conceiv~|unborn|contracep~|trying_for|period|expecting / 16"
      ],
      general:
        "Call the clinician who prescribed it today, before the next intake, if you are pregnant, may be, or plan a"
        + " child: isotretinoin, acitretin and methotrexate can severely harm an unborn child. They need reliable"
        + " contraception, also for a time after the last intake, and must not be shared.",
      source: "MHRA, oral retinoids and pregnancy; NHS, isotretinoin, methotrexate"),
    FollowUpIntent(
      id: "never-use",
      phrases: [
        "black salve|ointment",
        "bloodroot|kerosene|paraffin_oil|diesel|petrol|gasoline|turpentine|battery_acid|battery_water|creolin",
        "farm|vet|vets|veterinary|sheep|cattle|cow|cows|horse|horses|dog|dogs|cat|cats|pig|pigs|goat * permethrin|ivermectin|dip|drench|medicine|cream|wash|shampoo|spray|ointment|wormer|powder",
        "permethrin|ivermectin|cream|ointment|dip|wormer|medicine|spray|udder_cream * for|from sheep|cattle|cow|cows|horse|horses|dog|dogs|pigs|animals|farm|vet",
        "permethrin|ivermectin|cream|ointment|dip|wormer|medicine|spray * the|my farm|vet|vets|sheep|cattle|cow|cows|horse|horses|dog|dogs|pigs|animals|shop",
        "put|use|rub|pour|dab|neat|undiluted|try * bleach|acid|lye|insecticide|pesticide|drain_cleaner|brake_fluid",
      ],
      exceptions: ["bleach~ cream|bath|soap", "benzoyl|salicylic|azelaic|lactic|glycolic|fruit acid"],
      general:
        "Do not use it: black salve, acid, undiluted bleach, petrol and pesticides burn the skin, and medicines made for"
        + " animals can poison people or be far too strong. If it is on the skin already, wash it off with much water, and ask a"
        + " poison centre or a clinician today.",
      source: "FDA, black salve and ivermectin for animals; NHS, burns by chemicals"),
    FollowUpIntent(
      id: "bleach-bath",
      phrases: ["bleach bath~|in|water", "bath~ * bleach", "bleach * bath|tub|soak|eczema|much|add"],
      exceptions: ["bleach~ cream"],
      general:
        "Take a bleach bath only if a clinician has told you to and how: household bleach burns skin and eyes, and a"
        + " wrong amount or mixing it with other cleaners is dangerous. Never put bleach on the skin undiluted, and bathe no"
        + " child in it without that advice.",
      source: "AAD, bleach bath; BAD, eczema"),
    FollowUpIntent(
      id: "alcohol-medicine",
      phrases: [
        "alcohol|beer|beers|wine|drink|drinking|whisky|booze * tablet~|antibiotic~|medicine~|medication~|meds|pill~|metronidazole|methotrexate|treatment|@",
        "@|tablet~|medicine~|meds|antibiotic~|treatment * alcohol|beer|wine|booze|drinking",
      ],
      exceptions: ["drink|drinking * water|milk|tea|juice|cream", "alcohol gel|wipe~", "soft|cold drink~"],
      general:
        "Ask the pharmacist or clinician about alcohol with each of your medicines by its name; the leaflet says it"
        + " too. Leave alcohol out until you know: with some antibiotics, tablets against fungi, methotrexate and medicines"
        + " that make sleepy it can be dangerous.",
      source: "NHS, medicines and alcohol; NHS, metronidazole, methotrexate"),
    FollowUpIntent(
      id: "sick-note",
      phrases: [
        "sick note|leave|certificate|letter",
        "write|need|give|get|issue|want * certificate|fit_note|doctors_note|medical_note|sicknote",
        "certificate|note|letter * work|employer|boss|school|teacher|insurance|judge|court", "sicknote",
      ],
      exceptions: ["death|birth certificate"],
      general:
        "This program cannot write a certificate or sick note; only a clinician who has examined you can. With fever,"
        + " open or oozing sores, or a new rash all over, stay at home until a clinician has seen it.",
      source: "the program's scope; UKHSA, health protection in schools"),
    FollowUpIntent(
      id: "privacy",
      phrases: [
        "privacy|gdpr|confidential",
        "who|whoever * sees|see|looks|look|access * photo|photos|picture|pictures|pic|pics|data|image~|this|my",
        "who sees|can_see|gets_to_see|has_access",
        "photo|photos|picture|pictures|data|image~|pic|pics * stored|saved|sent|private|kept|shared|uploaded|upload|deleted|used|online|cloud|internet|safe|anywhere|go|goes|end",
        "store|save|keep|upload|delete|share|sell|send|sending|sold|use * my|the|our|these|her|his|patient|patients photo|photos|picture|pictures|data|image~|pic|pics",
      ],
      exceptions: ["else have|has|get", "send|show * photo|picture * to|doctor"],
      general:
        "The photo stays on this machine: the program sends nothing anywhere. Reports and cases that somebody saves"
        + " stay here too, and whoever may use this machine can read them; ask the person who runs it what is kept.",
      source: "the program's documentation"),
    FollowUpIntent(
      id: "language",
      phrases: [
        "in|speak|answer|reply|read|translate|write|into * english|spanish|french|portuguese|arabic|hindi|swahili|kiswahili|bengali|urdu|tamil|nepali|amharic|hausa|yoruba|igbo|somali|tagalog|my_language|our_language",
        "which|what|other languages", "change|choose the language",
      ],
      exceptions: ["in plain|simple|easy|normal english"],
      general:
        "The report can be had in English, Spanish, French, Portuguese, Arabic, Hindi and Swahili: choose the language on the"
        + " page, or with --language. Typed questions are understood best in short, plain English.",
      source: "this program"),
    FollowUpIntent(
      id: "photo-help",
      phrases: [
        "better|good|clear|clearer|sharper|new|another|again|second|more * photo|photos|picture|pictures|pic|pics|image~",
        "photo|picture|pic|image * blurry|blurred|dark|better|enough|again|clear|light|flash|close|retake",
        "how * take|photograph * photo|picture|it", "retake",
      ],
      exceptions: ["stored|saved|kept", "picture of health"],
      general:
        "Take the photo in daylight, without flash and sharp, straight from above, so that the place fills about half"
        + " of it and some skin around it is seen; a second one from farther away helps. Do not wait for a better photo if the"
        + " skin gets worse or the person feels ill.",
      source: "the program's photo gate; BAD, teledermatology photographs"),
    FollowUpIntent(
      id: "doctor-said",
      phrases: [
        "doctor~|dermatologist|nurse|gp|hospital|clinician|pharmacist|consultant * said|says|say|told|thinks|think|diagnosed|disagree~|wrote|reckons * but|different|you|not|wrong|something|its|it",
        "second opinion", "two|different|other|three|every doctors|opinion~|diagnos~|dermatologists",
        "doctor * wrong|mistaken|right", "you * doctor|dermatologist|gp * says|said|say",
      ],
      exceptions: ["are you * doctor"],
      general:
        "A clinician who has examined you knows more than a program that sees a photo. If opinions differ, say so to"
        + " the clinician, and ask what speaks for each and what is done if it does not get better. Go back sooner if it gets"
        + " worse.",
      source: "the program's scope; NHS, second opinion"),
    FollowUpIntent(
      id: "product-reaction",
      phrases: [
        "cream|lotion|ointment|soap|gel|moisturi~|product|sunscreen|serum|shampoo|mask|deodorant|makeup * burns|burn|burned|burnt|burning|stings|sting|stinging|stung|irritat~|worse|broke_out|breakout|breaks_out",
        "worse|burns|stings|irritat~|broke_out|red|rash|itchy * after|since|from|when|with|used|using|tried * cream|lotion|ointment|soap|gel|product|serum|shampoo|moisturi~|mask|sunscreen|deodorant",
      ],
      exceptions: ["does|will|would|can|could|is * make * worse", "how * worse"],
      general:
        "Wash off a product that burns or makes the skin worse, and leave it out until a pharmacist or clinician has"
        + " seen the skin; keep the packet to show. If a clinician prescribed it, call them today. Swelling of the face,"
        + " blisters or hard breathing need emergency care now.",
      source: "NHS, contact dermatitis; NICE CG183"),
    FollowUpIntent(
      id: "lightening",
      phrases: [
        "lighten~|whiten~|fairness", "bleaching|bleach cream|soap|my|the skin|face|patch~|spots|marks|cream",
        "make|get * lighter|fairer|whiter", "hydroquinone|mercury", "fair cream|skin",
      ],
      exceptions: ["teeth"],
      general:
        "Creams that lighten the skin can hold mercury, strong steroids or hydroquinone, and can harm skin, kidneys and"
        + " an unborn child; use none that a clinician has not prescribed. Ask first what caused the colour. Protection from"
        + " sun keeps dark marks from getting darker.",
      source: "WHO, mercury in skin lightening products; NHS, skin lightening"),
    FollowUpIntent(
      id: "tick",
      phrases: [
        "tick|ticks * bit|bite~|bitten|off|out|removed|pulled|found|head|skin|stuck|attached", "tick bite~",
        "found|pulled|removed|bitten|bit|had|got * tick|ticks", "lyme",
      ],
      exceptions: ["tick box~|list", "tick~ all"],
      general:
        "Pull a tick out without delay with fine tweezers, close to the skin; do not burn, oil or crush it, and"
        + " note the date. See a clinician within two weeks, better within days, if a ring or patch grows around"
        + " the bite in the weeks after it, and today with fever, headache, stiff neck or a drooping face.",
      source: "NICE NG95 (Lyme disease); CDC, ticks"),
    FollowUpIntent(
      id: "no-clinic",
      phrases: [
        "nearest|closest * doctor~|clinic|hospital|dermatologist * far|day~|hour~|walk|away|km|island|miles",
        "live|far|hours|days|miles|km * from|to * clinic|hospital|doctor~|town",
        "no|not|without|isnt|any doctor~|clinic|hospital|dermatologist|specialist|health * near|here|village|around|available|district|area|region|country|island",
        "cant|cannot * get|reach * clinic|hospital|doctor~|appointment", "months|weeks * appointment",
        "appointment * months|weeks",
        "closed|shut * clinic|doctor~|surgery|practice", "clinic|surgery|practice * closed|shut",
      ],
      exceptions: ["side no"],
      general:
        "Call a health line, a pharmacist, a nurse or a community health worker, and show them the photo; some clinics"
        + " examine by video. But if breathing is hard, the person is very ill or has fever, it spreads within hours or is"
        + " near an eye, or it is a newborn, make the journey today all the same.",
      source: "WHO, community health workers; NHS 111"),
  ]

  /// Said at the end of a talk.
  static let courtesy: [FollowUpIntent] = [
    FollowUpIntent(
      id: "thanks",
      fallback: ["thank~|thanx|thx|cheers|bye|goodbye|ta|tnx", "good night|bye", "see you"],
      general:
        "You are welcome. Go to a hospital now if somebody feels very ill or the skin turns black, have it seen"
        + " today if it spreads, hurts much, bleeds, is near an eye or comes with fever, and see a clinician if it"
        + " does not get better.",
      source: "the program's scope")
  ]

  /// Intents that are left out where a narrower one answers.
  static let widerThan: [String: Set<String>] = [
    "isotretinoin": ["pregnancy", "baby", "stopping", "dose"],
    "bleach-bath": ["washing", "dose", "home-remedies", "baby"],
    "alcohol-medicine": ["alcohol-smoking", "food", "counter-medicine", "antibiotic", "stopping"],
    "sick-note": ["school", "how-serious", "program"],
    "privacy": ["program", "how-serious", "photo-help", "contagion"],
    "photo-help": ["program", "how-serious", "moisturizer", "pregnancy"],
    "doctor-said": ["which-doctor", "how-serious", "program"],
    "product-reaction": ["moisturizer", "itch", "washing", "spreading", "removal", "cosmetics"],
    "lightening": ["moisturizer", "scars", "removal", "washing", "bleach-bath"],
    "no-clinic": ["which-doctor", "how-serious", "how-long"], "cancer": ["how-serious"],
    "dose": ["counter-medicine", "how-long"],
    "others-medicine": ["moisturizer", "counter-medicine", "heredity", "dose"], "laundry": ["washing", "removal"],
    "breast-sores": ["pregnancy", "baby"], "steroid": ["moisturizer"], "removal": ["how-serious"],
    "school": ["how-serious"], "contagion": ["how-serious", "school"], "hair-regrowth": ["how-long", "cure"],
    "how-long": ["how-serious"],
    "spreading": ["how-serious", "how-long"], "home-remedies": ["moisturizer", "counter-medicine"],
    "pregnancy": ["baby", "how-serious"], "vaccine": ["school", "baby", "how-serious"], "allergy": ["laundry"],
    "tests": ["washing"],
    "never-use": [
      "home-remedies", "pets", "bleach-bath", "washing", "cancer", "moisturizer", "counter-medicine", "removal",
    ],
  ]
}
