extension FollowUps {
  /// Questions about care at home.
  static let care: [FollowUpIntent] = [
    FollowUpIntent(
      id: "itch",
      phrases: [
        "itch~|scratch~ * night|sleep|stop|relief|relieve|help~|calm|less|worse|bad|why|normal|reduce|soothe|control|ease|crazy|mad",
        "stop~|relieve~|help~|calm~|reduce|soothe|against|ease|control|cannot|cant|why|does|is|so|drives|with * itch~|scratch~",
        "itchy|juck~", "rid of * itch~",
      ],
      fallback: [
        "itch~|scratch~"
      ],
      exceptions: [
        "scratch~ spread", "itchy throat", "without itch~", "not|doesnt|dont itch~",
      ],
      general:
        "Against itch, cool damp cloths, a plain moisturizer without scent, cotton clothes and short nails are safe"
        + " for most people. Itch that disturbs sleep, lasts more than two weeks, or that others at home share needs a"
        + " clinician.",
      byClass: [
        "infestation_bites":
          "Itch that is worst at night while others itch too can be scabies, which only treatment of the"
          + " whole household ends.",
        "dermatitis": "If it is eczema, moisturizer many times and few hot showers ease the itch most.",
        "urticaria":
          "If it is hives, cool cloths help unless cold brings them, and a pharmacist or clinician may consider"
          + " an antihistamine.",
      ],
      source: "NHS, itchy skin; DermNet, pruritus; WHO, scabies"),
    FollowUpIntent(
      id: "washing",
      phrases: [
        "which|what|right|good|best|use|using|any|change~|new|too|much|mild * soap~|seife|shampoo~|cleanser~",
        "soap~|shampoo~|detergent * use|bad|good|ok|help|cause|worse|best|change~",
        "wash~|bath~|shower~ * it|skin|face|often|hot|cold|water|daily|day|much|myself|him|her|enough|less|body|hair",
        "how|can|should|may|not|dont|when|enough|hot|cold|from|often * wash~|bath~|shower~|clean",
        "hygien~|dettol",
      ],
      fallback: [
        "soap|soaps|wash~|bath~|shower~|shampoo~|clean"
      ],
      exceptions: [
        "wash hands only", "washing powder|machine|liquid", "wash~ * sheets|clothes|bedding|towel~|bed|laundry",
        "clean up", "dish wash~",
      ],
      general:
        "Wash with lukewarm water, briefly, with a mild cleanser without scent or with none, pat dry and use a plain"
        + " moisturizer. Most skin diseases do not come from too little washing, and scrubbing makes them worse.",
      byClass: [
        "fungal": "If it is a fungal infection, dry the place well and use a towel of its own.",
        "acne_rosacea": "If it is acne or rosacea, wash gently and do not scrub.",
      ],
      source: "NHS, atopic eczema; AAD, how to bathe and moisturize"),
    FollowUpIntent(
      id: "moisturizer",
      phrases: [
        "moistur~|emollient~|vaseline|petroleum_jelly|skincare", "skin care", "body butter|lotion",
        "which|what|any|some|good|best|right * cream|creams|ointment~|lotion~ * use|best|help|buy|for|on",
        "which|what|any|good|best|right cream|creams|ointment~|lotion~|product~|balm",
        "what|something|anything * put|apply|rub|smear * on|it", "kept|keep * dry|moist",
      ],
      fallback: [
        "lotion|lotions|vaseline|petroleum|cream|ointment"
      ],
      general:
        "A plain moisturizer without scent is safe for most skin, on unbroken places. Put nothing new on a sore, a"
        + " blister or a changing spot before it is examined. Which medicine cream fits cannot be told from a photo: ask a"
        + " clinician or pharmacist.",
      source: "NHS, emollients; AAD, skin care basics"),
    FollowUpIntent(
      id: "home-remedies",
      phrases: [
        "home|natural|herbal|folk|traditional|plant|grandmother~|home remed~|treatment~|cure~|medicine~|healer~",
        "natural way|product~", "traditional healer~", "tea tree", "baking soda|powder",
        "essential|olive|castor|mustard|neem|coconut oil~",
        "vinegar|garlic|turmeric|toothpaste|homeopath~|naturopath~|aloe|neem|cbd|bicarbonate",
        "alternative medicine",
        "put|use|using|apply|rub|try|does|do|help~|work~|cure~|with * honey|lemon|salt|onion|coconut|urine|peroxide|iodine|herb~|potato|banana|mud|ash|cow_dung|tea|clay|breast_milk|breastmilk|oats|oatmeal|egg_white",
        "honey|lemon|salt|onion|coconut|urine|peroxide|iodine|herb~|potato|banana|mud|ash|cow_dung|tea|clay|breast_milk|breastmilk|oats|oatmeal|egg_white * help|good|work~|on_it|cure~|do",
        "sea|salt water",
        "treat|heal|cure|manage|do|help|anything|something * without|no doctor|medicine|seeing",
        "do|treat|anything|something|help~|care * at home|myself",
      ],
      exceptions: [
        "honey moon", "lemon eczema",
      ],
      general: "Vinegar, garlic, toothpaste, essential oils and the like can burn or cause an allergy, and none of them"
        + " cures a disease that needs treatment. Lukewarm water, a plain moisturizer and protection from sun and"
        + " scratching are safe for most people until it is examined.",
      source: "DermNet, contact reactions to plants; NHS, complementary medicine"),
    FollowUpIntent(
      id: "removal",
      phrases: [
        "cut|cutting|burn|freeze|freezing|remove|removing|slice|scrape|dig|laser|pull|take * off|out|myself|mole|moles|wart|warts|tag|scab|away",
        "can|should|may|could|how|do * i|we|you|it|they remove|removed|cut|burn|freeze|squeeze|pop|drain|lance|pick|laser|zap",
        "pop|popping|squeez~|lance|drain|puncture|pierce|burst|open * it|them|blister~|pimple~|boil|spot~|bump~|pus",
        "pick|picking * it|scab|scabs|at", "wart|mole|tag|skin remover|pen|kit", "removal|lasered|laser",
        "need * cut|removed", "cut out|off",
      ],
      exceptions: [
        "get rid", "food|foods|eat * take", "cut off at",
        "cut|cutting out|down * milk|dairy|sugar|food~|gluten|eggs|meat|alcohol",
        "laser pointer|printer|hair", "take it off|out * work", "cut down",
        "take * time off", "pick~ up|it up", "take off * clothes|shoes",
      ],
      general:
        "Do not cut, burn, freeze, squeeze or pop it yourself: a cancer can hide in a spot, infection can spread, and"
        + " scars follow. If it should come off, a clinician examines it first.",
      source: "AAD, why you should not remove a mole at home; NHS, blisters, boils, skin tags"),
    FollowUpIntent(
      id: "bandage",
      phrases: [
        "bandag~|plaster|plasters|bandaid|gauze|tegaderm", "band aid",
        "wound|new|clean|change|put|which * dressing~",
        "should|do|must|can|to|keep * i|we|it|be cover|covered|wrap|wrapped|uncovered",
        "cover|wrap|covering * it|up|wound|open|air", "leave|leaving|keep * open|uncovered", "open air",
        "let * breathe",
      ],
      exceptions: [
        "trouble|hard to breathe", "cover up", "cover~ * makeup|insurance|cost", "covered in|with|all",
        "salad dressing",
        "keep an eye",
      ],
      general:
        "Cover an open or oozing place with a clean dressing that does not stick, and change it when wet or dirty."
        + " Closed, dry skin needs no cover unless it rubs.",
      byClass: [
        "herpes": "If it is herpes or shingles, cover the blisters so that nobody touches them.",
        "bacterial": "If it is impetigo or a boil, cover it and wash hands after touching it.",
      ],
      source: "NHS, cuts and grazes, impetigo, shingles"),
    FollowUpIntent(
      id: "sun",
      phrases: [
        "sunburn~|sunburnt|sun|sunlight|sunshine|sunscreen~|spf|tan|tanning|sunbed~|solarium|sonne|beach|uv|sunbath~"
      ],
      exceptions: [
        "sunday"
      ],
      general: "Protect the place from strong sun with shade, clothes and sunscreen; do not use a sunbed. A rash that"
        + " begins after little sun should be told to a clinician.",
      byClass: [
        "connective_tissue": "If it is lupus, sun can make it worse, also inside the body.",
        "psoriasis_lichen": "Some people with psoriasis get better in the sun, but a burn makes it worse.",
        "acne_rosacea": "If it is rosacea, sun often makes it worse.",
        "light": "In diseases of light or pigment, protection from sun matters most.",
        "melanoma_nevi": "Sunburn raises the risk of melanoma.",
      ],
      source: "NHS, sunscreen and sun safety; DermNet, photosensitivity"),
    FollowUpIntent(
      id: "prevention",
      phrases: [
        "prevent~", "how|what|should|must|can|to|i avoid|protect", "stop it from",
        "stop * getting|coming|happening|returning * it|again|back", "trigger~", "what makes * worse",
        "keep it from|away",
        "never get * again",
      ],
      exceptions: [
        "avoid~ * doctor"
      ],
      general:
        "What prevents it depends on what it is. Gentle skin care, sun protection, own towels and not scratching do"
        + " good in most cases; note what came before each attack and show the notes to the clinician.",
      byClass: [
        "dermatitis": "In eczema, avoid what dries or irritates: hot water, perfumed products, wool, wet work without"
          + " gloves.",
        "fungal": "Against fungus, keep feet and folds dry and wear shoes in shared showers.",
        "infestation_bites": "Against bites, cover the skin and use nets or repellents; look for ticks after being"
          + " outdoors.",
      ],
      source: "Mayo Clinic, contact dermatitis, questions for your appointment; NHS"),
  ]
}
