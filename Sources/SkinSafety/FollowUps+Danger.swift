extension FollowUps {
  /// Descriptions of possible emergencies.
  static let dangerSign = FollowUpIntent(
    id: "danger-sign",
    phrases: [
      "trouble|hard|difficult~|cannot|cant|hardly|struggl~|short * breath~|swallow~", "short of breath",
      "throat * tight~|swell~|swollen|closing",
      "lips|lip|tongue|face|throat|eyelids * swell~|swollen|puffy", "swell~|swollen * lips|lip|tongue|face|throat",
      "peeling|peels|peel|coming|comes off", "blister~ * everywhere|over|whole|mouth|eye~|body",
      "sores|blisters * mouth|eye~|genital~",
      "not|dont|doesnt|wont|didnt|never fade|disappear|vanish|blanch", "stay|stays|remain~ * press~|glass",
      "purple|red spots|dots * fever|glass",
      "fever|temperature|shiver~|chills", "confused|unconscious|faint~|drowsy|floppy|collapse~",
      "pain|hurts * worse|terribl~|unbearabl~|extreme~", "spread~ * fast|quickly|rapidly|hour~", "crackl~|dusky",
      "whole|entire|nearly|almost * body|skin * red", "punched out",
      "spot~|dot~|mark~|rash|red|purple * glass", "glass * spot~|dot~|mark~|rash", "press~|push~|roll~|put * glass",
      "glass|tumbler test", "very|so|really|unusually sleepy",
      "hard|hard to|cannot|cant wake", "stop~ bleeding", "bleed~ * stop~", "temp # #", "temp #", "rigors",
      "spread~ * since|this morning|yesterday|today|overnight", "black|dead skin|toe~|area|patch * smell~|stink~",
      "feel|feels|feeling|am|is very|really|extremely|so ill|sick|unwell|bad",
    ],
    exceptions: [
      "shingles * fever", "scarlet fever", "hay fever", "fever blister~",
      "can|could|does|will it|this * cause|give * fever",
    ],
    general: "What you describe can be a danger sign. Seek emergency care now if breathing or swallowing is hard, lips,"
      + " tongue or face swell, spots do not fade under a glass, skin blisters or peels, pain is far worse than it looks,"
      + " or the person is very ill or confused. Answer the questions about the person here too: the level follows from"
      + " them. Press on a place that bleeds for ten minutes; if it still bleeds then, go to emergency care.",
    source: "NICE CG134, NG240, NG141, NG143; BAD guideline on SJS/TEN in adults 2016")

  /// Descriptions of what needs care the same day.
  static let sameDaySign = FollowUpIntent(
    id: "same-day-sign",
    phrases: [
      "eye|eyes|eyelid~ * grow~|bigger|sight|vision|see", "eyesight|sight|vision",
      "past|over|beyond|outside * line|pen",
      "a e|er|emergency|hospital|casualty * wait|monday|weekend|tomorrow",
      "wait * monday|weekend|tomorrow|morning|week",
      "methotrexate|azathioprine|ciclosporin|biologic~|adalimumab|tacrolimus tablets",
      "eye|eyes|eyelid~ * red|pain~|hurts|sore|swollen|rash|blister~", "red|painful|sore|swollen eye|eyes|eyelid~",
      "rash|blister~|sores|spots|it|redness * near|next|around|into|close|by * eye|eyes|nose",
      "burn~|hurt~|pain~|blister~ * one|left|right side", "one|left|right side * burn~|hurt~|pain~|blister~",
      "band|belt|stripe * blister~|pain~|burn~", "blister~|pain~|burn~ * band|belt|stripe",
      "diabet~ * foot|feet|toe~|sore|ulcer|wound", "foot|feet|toe~|sore|ulcer|wound * diabet~",
      "chemo|chemotherapy|hiv|transplant~|immunosuppress~", "weak immune", "immune system is|s weak",
    ],
    exceptions: ["eye cream|drops|shadow|brows|liner|makeup"],
    general:
      "Some things need a clinician within 24 hours whatever the picture shows: a rash or redness near an eye or on"
      + " the nose, pain or blisters in a band on one side, a sore foot in diabetes, and a new rash in somebody with a weak"
      + " immune system. Answer the questions about the person here too: the level follows from them.",
    source: "NICE CKS shingles; NICE NG19 (diabetic foot); NICE NG141")
}
