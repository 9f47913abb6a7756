extension FollowUps {
  /// Questions about cancer and about the course of a disease.
  static let cancerAndCourse: [FollowUpIntent] = [
    FollowUpIntent(
      id: "cancer",
      phrases: [
        "cancer~|melanoma|malign~|carcinoma|tumor|tumour|krebs|metasta~|precancer~",
        "mole|moles|nevus|naevus|muttermal|lunar",
        "freckle|birthmark|lump * ok|okay|fine|normal|safe|bad|worry|worried|dangerous|serious|harmless|check~",
      ],
      exceptions: [
        "which|what kind|type of doctor~|specialist", "mole remover|pen|kit",
      ],
      general: "A picture cannot rule out skin cancer, and no probability here is a promise. Have a clinician examine a"
        + " spot within two weeks if it is new, changes, bleeds, itches, does not heal, is wider than 6 mm or looks unlike your"
        + " others. Examination, with a biopsy if needed, is the only way to know.",
      source: "NICE NG12 (suspected cancer); NHS, moles"),
    FollowUpIntent(
      id: "how-long",
      phrases: [
        "how long|soon|fast|quickly * last|take|heal|go|gone|away|better|disappear|clear|recover|stay|stays|work",
        "how long till|until|before",
        "when will|does|is|do|can * go|gone|heal~|better|away|over|clear~|disappear|stop", "go|goes|going away",
        "by itself", "on its own", "will|does|do it|this|they ever|heal|clear|go|disappear|last|vanish",
        "permanent|forever|lifelong|temporary|chronic|for_life", "how many days|weeks|months", "have * all my life",
        "gone by now",
      ],
      exceptions: [
        "how long * take|use|give|apply * @", "how many days * take|use|give|apply * @",
        "how long|soon * see|doctor|appointment|wait~|work|school|contagious|infectious|seen",
        "go away|on * holiday|trip|vacation|weekend", "go|goes back|to|out|swim~",
      ],
      general:
        "How long it lasts in one person cannot be told from a photo. If it is not clearly better within two weeks,"
        + " or gets worse at any time, have it examined.",
      byClass: [
        "psoriasis_lichen": "If it is psoriasis, it usually comes and goes for years; lichen planus often clears within"
          + " one to two years.",
        "dermatitis":
          "If it is eczema, it often comes and goes; contact dermatitis clears within weeks when its cause is"
          + " avoided.",
        "fungal":
          "If it is a fungal infection of the skin, it usually clears within weeks of treatment; nails take many"
          + " months.",
        "herpes": "If it is herpes or shingles, it usually heals within two to four weeks; pain after shingles can last"
          + " longer.",
        "bacterial": "If it is a bacterial infection, it should get better within days of treatment; if not, go back.",
        "infestation_bites": "Bites usually settle within days to two weeks; itch after treated scabies can last some"
          + " weeks.",
        "urticaria": "If it is hives, each wheal fades within a day, and most attacks end within weeks.",
        "acne_rosacea": "If it is acne or rosacea, treatment takes weeks to months to show its effect.",
        "malignant": "A skin cancer or its early form does not go away by itself, so do not wait.",
        "melanoma_nevi": "A mole or melanoma does not go away by itself, so do not wait for that.",
        "benign_tumor": "Most benign growths stay unless they are removed.",
        "light": "Vitiligo and brown marks change slowly, over months to years.",
      ],
      source: "NHS and DermNet pages on each disease"),
    FollowUpIntent(
      id: "cure",
      phrases: [
        "cure~|curable|incurable",
        "it|this|keeps|keep|always|will|rash|why|does|they|and * come|comes|coming|came back !from|to|home|later",
        "recur~|relaps~|flare~", "will|does|can|could|it|this return|recur", "back again", "get rid of",
      ],
      exceptions: [
        "back to|from work|school|holiday|doctor", "rid of * itch~",
        "nail|nails|toenail|hair|colour|color * come|comes|grow|grows back", "procure~", "cure me of",
      ],
      general: "Whether it can be cured or may come back depends on what it is, which an examination must show. Ask the"
        + " clinician what treatment can reach and what to do if it returns.",
      byClass: [
        "psoriasis_lichen":
          "Psoriasis can be controlled well but comes back in most people; lichen planus often ends by"
          + " itself.",
        "dermatitis": "Eczema can usually be controlled well, and it may come back.",
        "fungal": "A fungal infection can usually be cured, and it can be caught again.",
        "infestation_bites": "Scabies can be cured when everybody in the house is treated together.",
        "malignant": "Most skin cancers can be cured when they are found early.",
        "melanoma_nevi": "Melanoma can usually be cured when it is found early.",
        "herpes": "Herpes sores heal, but the virus stays in the body and can come back.",
        "acne_rosacea": "Acne and rosacea can be controlled; rosacea often comes back.",
      ],
      source: "NHS and DermNet pages on each disease"),
    FollowUpIntent(
      id: "spreading",
      phrases: [
        "spread~ * body|face|arm~|leg~|elsewhere|further|scratch~|parts|places|over|neck|scalp|hands|feet",
        "scratch~|touching|rubbing|shaving * spread~|worse",
        "is it|this|that spreading|growing", "is it going to spread|get",
        "does|will|can|could it|this|they|that travel",
        "will|does|can|could it|this|they spread|grow|multiply",
        "will|does|can|could it|this|they get * worse|bigger|over", "getting bigger|worse",
        "move|moves|travel to other", "stop it spreading|growing",
      ],
      exceptions: [
        "grow|grows back|again", "spread~ * others|people|family|kids|child~|partner|person",
        "spread~ by|through|from * touch|towel~",
      ],
      general:
        "Whether it will spread on the body cannot be told from a photo. Mark its edge with a pen or take a photo"
        + " each day; if it grows within hours or days, hurts or comes with fever, be seen without delay.",
      byClass: [
        "herpes": "If it is herpes, touching it can carry it to other places, also to the eye: wash hands.",
        "bacterial": "If it is a bacterial infection, it can spread by scratching, and redness that grows needs care"
          + " quickly.",
        "fungal": "If it is a fungal infection, it spreads by scratching and shared towels.",
        "psoriasis_lichen": "Psoriasis does not spread by touch, but scratched or hurt skin can bring out new patches.",
        "dermatitis": "Eczema does not spread by touch, but scratching makes it worse.",
      ],
      source: "Mayo Clinic, contact dermatitis, questions for your appointment; DermNet"),
    FollowUpIntent(
      id: "scars",
      phrases: [
        "scar|scars|scarring", "leave~|left * trace~|mark~|scar~|stain~",
        "mark|marks|stain|stains|patch~ * fade|fades|stay|permanent|left|behind|remain~|forever|go|lighter",
        "discolo~|pigment~ * stay|permanent|fade|go", "darker where * was|rash",
        "went|gone|turned dark|darker|pale * rash|was|fade",
      ],
      exceptions: [
        "birth mark~", "birthmark~", "stretch mark~", "burn scar",
      ],
      general:
        "Whether a mark will stay cannot be told from a photo. Less scratching and picking, and protection from sun,"
        + " make lasting marks less likely; dark skin shows dark or pale marks for longer.",
      source: "DermNet, postinflammatory pigmentation; AAD, scars"),
    FollowUpIntent(
      id: "hair-regrowth",
      phrases: [
        "hair|hairs|beard|eyebrow~|lashes * grow~|regrow~|return|lose|losing|loss|fall~|thin~|come|comes|coming",
        "lose|losing|lost|losses|loss * hair", "bald~", "hairs|hair back !of",
      ],
      exceptions: [
        "ingrown hair~", "hair * grow~ out of",
      ],
      general:
        "Whether hair grows back depends on the cause, which an examination must show. Scaly, sore or scarred bald"
        + " patches should be seen soon, because some causes destroy the roots.",
      source: "NHS, hair loss; DermNet, alopecia"),
    FollowUpIntent(
      id: "tests",
      phrases: [
        "test|tests|testing|biops~|swab~|scraping~", "lab|laboratory test~|result~", "blood work", "allergy patch",
        "how|can|will|do|would * they|doctors|doctor|you|we|it|a confirm|diagnosed|diagnose",
      ],
      exceptions: [
        "test~ this|the|a cream|product", "glass|tumbler|pregnancy test~",
      ],
      general:
        "A clinician examines the skin first and may then take a scraping, a swab, a blood test or a small piece of"
        + " skin. Ask which test would change what is done.",
      byClass: [
        "fungal": "If a fungus is likely, a scraping is looked at before treatment by mouth.",
        "melanoma_nevi": "A suspicious mole is looked at with a dermatoscope and taken out whole for a test.",
        "malignant": "A suspicious spot is tested by a small piece of skin.",
        "dermatitis": "If a contact allergy is likely, patch tests can find what causes it.",
      ],
      source:
        "Mayo Clinic, contact dermatitis, questions for your appointment; Harvard Health, when you visit your doctor: rash"
    ),
  ]
}
