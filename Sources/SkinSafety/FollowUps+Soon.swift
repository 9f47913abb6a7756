extension FollowUps {
  /// Signs that need an examination within two weeks, so that nothing may calm after them.
  static let soon: [FollowUpIntent] = [
    FollowUpIntent(
      id: "changing-nail",
      exceptions: ["nail polish|varnish"],
      signs: [
        "nail|thumbnail|toenail|fingernail|nails + dark|black|brown + line|streak~|stripe~|band|spot|wider|grow~|patch|mark / 12",
        "under|beneath + nail|toenail|thumbnail|fingernail|nails + black|dark|brown|grow~|spot / 9",
      ],
      general:
        "Have a clinician examine the nail within two weeks: a dark line or spot in one nail that is new, widens or"
        + " reaches the skin can be melanoma, with or without an injury, and no photo can tell it from a bruise.",
      source: "NICE NG12; DermNet, subungual melanoma"),
    FollowUpIntent(
      id: "numb-patch",
      exceptions: ["numb~ cream|gel|spray", "numbing"],
      signs: [
        "patch~|skin|spot|mark|area|rash~|it|place + numb~|no_feeling|feel_nothing|cant_feel|cannot_feel|doesnt_feel|lost_feeling|dont_feel|not_feel|without_feeling|no_sensation / 12",
        "leprosy|hansen~", "pale|white|light + numb~|no_feeling / 10",
      ],
      general:
        "Have a clinician test the feeling of the skin within two weeks: a patch without feeling can be leprosy, which"
        + " treatment cures and which harms nerves, hands, feet and eyes if it is left. Sudden numbness or weakness of face,"
        + " arm or leg needs an ambulance now.",
      source: "WHO, leprosy; DermNet, leprosy"),
    FollowUpIntent(
      id: "from-inside",
      signs: [
        "lost|losing|loss|dropped + weight|kilo~|kg|pounds|stone / 6", "weight_loss|night_sweat~|drenching",
        "trousers|clothes|belt|skirt + loose|fall|falling|fell|hang|hanging|big / 6",
        "cant|cannot|dont|no|lost|little + appetite|finish_a_meal|finish_my|feel_like_eating / 6",
        "thinner|skinny|wasting + spots|itch~|rash~|lump|month~|week~ / 20",
        "itch~|rash~ + swollen_glands|lumps_in_my_neck|tired_all_the_time|exhausted / 20",
        "sweat~ + night|nights + drench~|soak~ / 8",
      ],
      general:
        "Have a clinician examine the whole person within two weeks: itch or a rash together with loss of weight,"
        + " drenching sweats at night, swollen glands or great tiredness can come from blood, liver, kidneys or glands, and"
        + " needs blood tests.",
      source: "NICE NG12; DermNet, pruritus"),
    FollowUpIntent(
      id: "changing-spot",
      exceptions: [
        "does|do|can|could|will|would|how|if * spread|spreads|grow|grows|change|bleed|itch", "bleed~ gums|nose",
        "hair~ * grow~",
        "bumps", "grow|grows|colour|color back", "hair|hairs|nail|nails|colour|color * come|comes back",
        "leave|leaves|left|leaving * mark|marks", "in|into lumps",
        "blood|bleed~ donor|donate",
      ],
      signs: [
        "mole|moles|freckle~|nevus|naevus|birthmark~|birth_mark|beauty_spot|spot|growth|lump|bump|lesion|mark|wart|nodule|tag + grow~|grew|grown|bigger|larger|taller|chang~|darker|black|bleed~|bled|itch~|colour~|color~|different|new|crust~|scab~|shape|spread~|asymmet~|uneven|jagged|raised|two_colours|sore / 12",
        "mole|melanoma|cancer + lump|lumps|pea|node|gland~|marble + arm|armpit|groin|neck / 22",
        "lump|growth|nodule + stone|harder|doubled|golf_ball|plum|as_an_egg / 22",
        "wart|spot|lump|growth|mole + bleeds|bled|bleeding / 20",
        "lump|growth|nodule + hard|weeks|month~|under_the_skin|came|appeared|neck|breast|armpit / 12",
        "sore|spot|ulcer|scab|wound|patch|it|place|lesion|cut + wont_heal|not_heal~|doesnt_heal|never_heal~|hasnt_healed|not_healed|isnt_healing|not_healing|wont_close|never_closes|hasnt_closed|doesnt_close|wont_go_away_for|heals_then|keeps_opening|keeps_coming_back_in_the_same / 12",
        "bleeds|bleed|bled|bleeding + heals|again|every_time|keeps|shave|by_itself|for_no_reason|touch|towel|easily|over_and_over / 12",
        "scab~|crust~ + comes_back|come_back|again_and_again|never_heals|same_place|same_spot / 12",
        "patch~|mark + brown|dark|black|pigmented + darker|bigger|grow~|wider|chang~ / 12",
        "mouth|lip|tongue|gum + ulcer|sore|white_patch|red_patch|lump + week~|month~ / 10",
        "breast + red|scaly|rash~|patch|crust~ + month~|week~|cream~|one / 16",
        "nipple + crust~|scal~|itch~|flak~|bleed~|oozing|eczema|red|one_side|discharge|inverted / 12",
        "breast + lump|dimpl~|orange_peel|pucker~ / 8",
        "crust~|scab~|scaly + wont_go|year|years|months|never_goes / 14",
        "sore|ulcer|wound + month~|year~ / 9",
        "different|odd_one_out|unlike + all_my|my_other|the_others|all_the_other|the_rest / 8",
        "ugly_duckling|changing_mole|looks_different_from_my_other|unlike_my_other",
        "scar|scars|burn|burnt + opened|reopened|opens|broke_open|breaks_open|sore|ulcer~|stinks|oozes / 16",
        "sore|sores|spot|spots|wound|ulcer~|place|hole|bite|bites|bitten + will_not_close|does_not_close|will_not_heal|does_not_heal|dont_close|wont_close|not_close|not_clos~|dont_heal|never_close|still_open / 10",
        "lip|lips|ear|nose|eyelid + horn|crusty|crust~|scaly|sore|ulcer~|lump + week~|month~|year~|smoke~|pipe|tender|gland~|bleed~|grow~|hard / 16",
        "horn|keratoacanthoma + skin|lip|ear|face|hand|grow~ / 8",
        "heel|sole|toe|palm|instep + dark|black|brown|bruise|spot|stain + month~|year~|season~|grow~|bigger|thought|never|still / 18",
        "dome|shiny|pearly|lump|bump|nodule|growth + taller|growing|getting|grown|popped + week~|month~ / 18",
        "old|burn + scar + sore|ulcer~|open|grow~|lump|heal~ / 14",
        "not|never|hasnt|wont|doesnt|didnt|isnt + heal~|healing|healed + week~|month~|year~|easter|christmas|summer|winter|spring / 12",
      ],
      general:
        "Have a clinician examine it within two weeks: a spot, mole or lump that is new, grows, changes, itches or"
        + " bleeds, or a sore that does not heal, can be cancer, and no photo can rule that out. Do not wait for it to go, and"
        + " do not let anybody cut, freeze, burn or laser it off before it was examined.",
      source: "NICE NG12 (suspected cancer); NHS, moles; AAD, skin cancer"),
  ]
}
