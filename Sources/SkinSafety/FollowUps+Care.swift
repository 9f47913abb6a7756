extension FollowUps {
  /// Questions about care at home.
  static let care: [FollowUpIntent] = [
    FollowUpIntent(
      id: "itch",
      phrases: [
        "itch~|scratch~ * night|sleep|stop|relief|relieve|help~|calm|less|worse|bad|why|normal|reduce|soothe|control|ease|much",
        "stop|relieve|help|calm|reduce|soothe|against|ease|control|cannot|cant|why|does|is * itch~|scratch~",
        "itch~|itchy|juck~",
      ],
      exceptions: ["scratch~ spread"],
      general:
        "Against itch, cool damp cloths, a plain moisturizer without scent, cotton clothes and short nails are safe"
        + " for most people. Itch that disturbs sleep, lasts more than two weeks, or that others at home share needs a"
        + " clinician.",
      byClass: [
        "infestation_bites":
          "Itch that is worst at night while others itch too can be scabies, which only treatment of the"
          + " whole household ends.",
        "dermatitis": "If it is eczema, moisturizer many times and few hot showers ease the itch most.",
        "urticaria": "If it is hives, cool cloths help, and a pharmacist or clinician may consider an antihistamine.",
      ],
      source: "NHS, itchy skin; DermNet, pruritus; WHO, scabies"),
    FollowUpIntent(
      id: "washing",
      phrases: [
        "soap|soaps|seife|detergent~|shampoo~|cleanser~|wash~|bath~|shower~|bleach|hygien~|clean~|dirty"
      ],
      exceptions: ["wash hands only"],
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
        "moistur~|emollient~|lotion|lotions|vaseline|petroleum|skincare", "skin care", "body butter",
        "which|what|any|some|good|best|right cream|creams|ointment~|lotion~|product~",
        "put|apply|use * cream|ointment|something",
      ],
      general:
        "A plain moisturizer without scent is safe for most skin, on unbroken places. Put nothing new on a sore, a"
        + " blister or a changing spot before it is examined. Which medicine cream fits cannot be told from a photo: ask a"
        + " clinician or pharmacist.",
      source: "NHS, emollients; AAD, skin care basics"),
    FollowUpIntent(
      id: "home-remedies",
      phrases: [
        "home|natural|herbal|grandmother~|folk remed~", "home remedies",
        "tea tree", "baking soda", "essential|olive oil~",
        "vinegar|coconut|honey|garlic|aloe|turmeric|lemon|toothpaste|peroxide|urine|hydrogen|salt|onion|cbd|neem|iodine",
        "homeopath~|naturopath~", "alternative medicine", "without * doctor|medicine", "at home|myself",
      ],
      general: "Vinegar, garlic, toothpaste, essential oils and the like can burn or cause an allergy, and none of them"
        + " cures a disease that needs treatment. Lukewarm water, a plain moisturizer and protection from sun and"
        + " scratching are safe for most people until it is examined.",
      source: "DermNet, contact reactions to plants; NHS, complementary medicine"),
    FollowUpIntent(
      id: "removal",
      phrases: [
        "cut|cutting|burn|burning|freeze|freezing|remove|removing|removal|pull|pulling|slice|scrape|pick|picking|dig|laser * it|this|off|myself|out|them|mole|wart|home|scab|skin",
        "wart|mole|tag remover|pen|kit",
        "pop|popping|squeez~|lance|drain|puncture|pierce|open * it|them|blister~|pimple~|boil|spot~|bump~",
        "pop|popping|squeez~",
      ],
      exceptions: ["get rid", "cut off at"],
      general:
        "Do not cut, burn, freeze, squeeze or pop it yourself: a cancer can hide in a spot, infection can spread, and"
        + " scars follow. If it should come off, a clinician examines it first.",
      source: "AAD, why you should not remove a mole at home; NHS, blisters, boils, skin tags"),
    FollowUpIntent(
      id: "bandage",
      phrases: [
        "bandag~|plaster|plasters|bandaid|dressing~|gauze|cover~|wrap~|uncovered|breathe|tape", "band aid", "open air",
      ],
      exceptions: ["trouble|hard to breathe", "cover~ * makeup|insurance"],
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
      phrases: ["sun|sunlight|sunshine|sunscreen~|spf|tan|tanning|sunbed~|solarium|sonne|beach|uv|sunbath~"],
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
        "prevent~|avoid~|protect~", "stop it from", "how|what * avoid|prevent", "trigger~", "what makes * worse",
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
