extension FollowUps {
  /// Questions about cancer and about the course of a disease.
  static let cancerAndCourse: [FollowUpIntent] = [
    FollowUpIntent(
      id: "cancer",
      phrases: [
        "cancer~|melanoma|malign~|carcinoma|tumor|tumour|krebs|metasta~",
        "should|must|need * worry|worried|concerned|afraid|scared|panic",
        "worry|worried|worrying|worrisome|concerning|sorgen|preocup~|scared|afraid|frightened",
        "harmless|dangerous|benign|serious|harmful|deadly|fatal|gefahrlich|harmlos|peligroso|grave|innocent|suspicious|precancer~",
        "is|are|my|the * mole|nevus|naevus|spot|lump|freckle|birthmark * ok|okay|fine|normal|safe|bad|healthy|change~|changing|grow~|bleed~|darker|bigger",
        "mole|moles|nevus|naevus|lump|freckle|birthmark|muttermal|lunar",
        "need|have|should|must * see|visit|consult|go|biopsy * doctor~|dermatolog~|clinician|hospital|specialist|emergency|biopsy",
        "can|may|could|should i|we|it wait|ignore",
        "is it|this|that|everything|he|she ok|okay|fine|normal|safe|bad|urgent|healthy|alright",
        "am i ok|okay|fine|safe|healthy|dying", "going to die", "life threatening", "urgent|emergency", "wait and see",
        "how soon", "it|that|spot|place|mark bleed~|bled",
        "not|never|hasnt|wont|doesnt|didnt|isnt * heal~ * week~|month~|year~", "wont|not|never heal|healed|healing",
      ],
      exceptions: [
        "dangerous|harmful|safe for|to|around others|people|family", "spread~ * others",
        "which|what kind|type of doctor~|specialist",
      ],
      general: "A picture cannot rule out skin cancer, and no probability here is a promise. Have a clinician examine a"
        + " spot soon if it is new, changes, bleeds, itches, does not heal, is wider than 6 mm or looks unlike your others."
        + " Examination, with a biopsy if needed, is the only way to know. How soon to be seen stands at the top.",
      source: "NICE NG12 (suspected cancer); NHS, moles"),
    FollowUpIntent(
      id: "how-long",
      phrases: [
        "how long|soon|fast|quickly * last|take|heal|go|gone|away|better|disappear|clear|recover|stay|stays|until|have",
        "when will|does|is|do|can * go|gone|heal~|better|away|over|clear~|disappear|stop",
        "go|goes|going away", "by itself", "will|does|do it|this|they ever|heal|clear|go|disappear|last",
        "permanent|forever|lifelong|temporary|chronic",
        "how many days|weeks|months",
      ],
      exceptions: [
        "how long * take|use|give|apply * @", "how many days * take|use|give|apply * @",
        "how long|soon * see|doctor|appointment|wait~|work|school|contagious|infectious",
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
        "cure~|curable|incurable", "come|comes|coming|came back|again", "recur~|relaps~|flare~|return",
        "get rid of",
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
        "spread~ * body|face|arm~|leg~|skin|elsewhere|further|more|scratch~|parts|places",
        "scratch~|touching|rubbing|shaving * spread~|worse",
        "will|does|can|could it|this|they spread|grow|get worse|bigger|multiply", "getting bigger|worse",
        "move|moves to other",
      ],
      exceptions: ["spread~ * others|people|family|kids|child~|partner"],
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
        "scar|scars|scarring|mark|marks|stain|stains", "leave~ * trace~|mark~|scar~",
        "discolo~|pigment~ * stay|permanent",
      ],
      exceptions: ["birth mark~", "birthmark~", "stretch mark~"],
      general:
        "Whether a mark will stay cannot be told from a photo. Less scratching and picking, and protection from sun,"
        + " make lasting marks less likely; dark skin shows dark or pale marks for longer.",
      source: "DermNet, postinflammatory pigmentation; AAD, scars"),
    FollowUpIntent(
      id: "hair-regrowth",
      phrases: ["hair|hairs * grow~|regrow~|back|return|lose|losing|loss|fall~", "bald~"],
      exceptions: ["ingrown hair~"],
      general:
        "Whether hair grows back depends on the cause, which an examination must show. Scaly, sore or scarred bald"
        + " patches should be seen soon, because some causes destroy the roots.",
      source: "NHS, hair loss; DermNet, alopecia"),
    FollowUpIntent(
      id: "tests",
      phrases: [
        "test|tests|testing|biops~|swab~|scraping~|lab", "blood work", "allergy patch",
        "how|can|will|do they|doctors|you|we|it confirm|diagnosed|diagnose",
      ],
      exceptions: ["test~ this cream|product"],
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
