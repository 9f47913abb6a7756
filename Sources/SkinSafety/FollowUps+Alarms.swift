/// Words that several signs share.
enum SignWords {
  static let swollen =
    "swell~|swollen|swole|puffy|puffed|blown_up|balloon~|baloon~|huge|twice_the_size|fat|thick|gone_big|all_big|too_big|to_big"
  static let eye = "eye|eyeball|eyelid~|eye_lid"
  static let blisters = "blister~|ulcer~|sores|raw|bullae|erosions"
  static let genitals = "genital~|private~|down_below|down_there|vagina~|penis|vulva|willy|groin|foreskin|labia"
  static let rash = "rash~|spots|hives|welts|wheals|blotch~|bumps|itch~|blister~|red|peel~|ulcers|burning_skin|skin"
  static let weak =
    "chemo~|transplant~|leukaem~|leukem~|lymphoma|methotrexate|azathioprine|ciclosporin|cyclosporin~|mycophenolate"
    + "|biologic|biologics|adalimumab|humira|infliximab|etanercept|rituximab|tacrolimus_tablets|immunosup~|immunocom~"
    + "|immunodef~|immune_suppress~|weak_immune|low_immun~|no_immunity|poor_immun~|weakened_immune|immune_system_is_weak"
    + "|immune_system_is_low|hiv|aids|neutrop~|no_spleen|splenectomy|prednisolone|prednisone|steroid_tablets|dialysis"
  static let pregnant =
    "pregnan~|preggers|expecting|trimester|midwife|antenatal|weeks_gone|weeks_along|months_gone|months_along|baby_bump|carrying_a_baby"
    + "|due_date|unborn"
  static let newborn = "newborn~|new_born|neonat~|%young"
}

/// What needs an ambulance, emergency care or a clinician the same day.
///
/// Signs come before every other intent, and nothing that calms may stand after them. A sign too many costs a visit, one
/// too few may cost a life, so they are broad.
extension FollowUps {
  /// Signs of a threat to life.
  static let emergencies: [FollowUpIntent] = [
    FollowUpIntent(
      id: "self-harm",
      exceptions: ["cut myself shaving|cooking|gardening", "when * shaving|cooking|gardening"],
      signs: [
        "suicid~|kill_myself|killing_myself|end_my_life|ending_my_life|end_it_all|want_to_die|wanna_die|wants_to_die",
        "want_to_be_dead|better_off_dead|better_off_without_me|dont_want_to_live|not_want_to_live|no_reason_to_live",
        "dont_want_to_be_here|dont_wanna_be_here|dont_wanna_live|dont_wanna_be_alive|dont_want_to_be_alive|cant_go_on|cannot_go_on|cant_carry_on|harm_myself|harming_myself",
        "hurt_myself_on_purpose|hurting_myself|self_harm~|selfharm~|take_my_life|taking_my_life|worth_living",
        "no_point_in_living|no_point_living|wish_i_was_dead|wish_i_were_dead|unalive|kill_himself|kill_herself",
        "harming_himself|harming_herself|cuts_herself|cuts_himself|cutting_herself|cutting_himself|end_my_own",
        "cut_myself|cutting_myself|burn_myself|hurt_myself + sometimes|because|feel~|sad|relief|cope|again|hate|laugh~|cry",
        "think|thinking|thoughts|thought + dying|death|killing|jumping|hanging|overdose|ending / 6",
        "cries|crying|ugly|hates|lonely|hopeless + whats_the_point|what_is_the_point|what_s_the_point / 16",
        "sick_of_living|sick_of_life|sick_of_being_alive|pills_saved|tablets_saved",
        "pills|tablets + saved_up|saving_up|stockpil~|hoard~",
        "ending_it|end_it|hate_my_life|never_wake_up|better_if_i_was|not_be_around|give_up_on_life|disappear_forever|off_without_me",
        "point_of_going_on|point_in_going_on|point_going_on|point_to_going_on|point_of_living|point_of_life|going_on_living|give_up_living|dont_see_the_point_of_life|not_worth_it_anymore|without_me|finish_myself",
        "want|going|could|would|wanted|feel_like|thinking|ready + cut|slice|rip|tear|carve|scrape|burn + my_face|my_skin|my_arm|my_arms|my_wrist|my_wrists|my_own_skin / 10",
        "blade|knife|rope|gun|pills|razor + here|ready|next_to_me|in_my_hand|drawer + want|myself|face|life|wrist / 20",
        "dont_care_if_i|dont_care_whether_i|hope_i_dont|wish_i_could|want_to_not + wake|wake_up|live|die|disappear / 8",
        "point|reason + carrying_on|carry_on|going_on|living|being_here|being_alive / 5",
        "nobody_will_miss|noone_will_miss|no_one_will_miss|nobody_would_miss|miss_me_when|wont_miss_me|planned_how|plan_how|planned_it_all|how_to_do_it_so",
        "no_point_anymore|no_point_any_more|tired_of_living|tired_of_life|rather_be_dead|rather_die|not_be_here_anymore",
      ],
      general: "Please call your emergency number or a crisis helpline now, and do not stay alone: tell somebody near"
        + " you what you think of, and keep away from what you could hurt yourself with. Thoughts of dying or of hurting"
        + " yourself are an emergency, whatever the skin looks like, and people are there to help.",
      source: "NHS, help for suicidal thoughts; WHO, suicide prevention"),
    FollowUpIntent(
      id: "breathing",
      exceptions: [
        "boggy|spongy|soggy swelling|lump", "skin|it breathe", "let|lets|letting * breathe", "swell~ * after * filler~",
        "out of breath~ laughing",
      ],
      signs: [
        "\(SignWords.swollen) + lip|tongue|throat|mouth|uvula / 9",
        "swell~|swollen|puffy|puffed|blown_up|balloon~|baloon~|twice_the_size + face|eyes|eyelid~|cheeks|head / 9",
        "cant|cannot|trouble|hard|hardly|barely|difficult~|struggl~|short|shortness|unable|fight~|problem~|not + breath~|breathe|breathing|swallowing / 6",
        "cant|cannot|unable|hard_to|trouble|hurts_to + swallow|swallowing / 5",
        "wheez~|gasping|choking|stridor|short_of_breath|breathless~|out_of_breath|panting",
        "throat + tight~|closing|closes|close|shut|clearing|lump_in|itchy|funny / 7",
        "lip|lips|mouth|tongue|throat + tingl~|itches|numb|burning + ate|eaten|eating|nuts|peanut~|shellfish|fruit|sting|stung / 16",
        "stopped|stops|not|isnt|barely + breathing / 3",
        "hoarse|drooling|cant_get_air|noisy_breathing|breathing_fast|fast_breathing|breathes_fast|voice_has_gone",
        "tight_chest|chest_tight~|chest_is_tight|chest_feels_tight|tightness_in",
        "anaphyla~|epipen|epi_pen|adrenaline_pen|angioedema|angio_oedema|angiooedema",
        "nuts|nut|peanut~|prawn~|shrimp|shellfish|fish|egg|eggs|milk|meal|food|ate|eaten|eating|sting|stung|wasp|bee|tablet~|pill|pills|injection|jab|antibiotic~|minutes + spinning|spins|being_sick|throwing_up|threw_up|vomit~|dizz~|light_headed|lightheaded|woozy|faint|swimming_in_front|legs_gave / 25",
        "whistl~|inhaler|puffer + breath~|chest|hives|covered|rash~ / 14",
        "pass_out|going_to_pass|about_to_pass|black_out|blacking_out|nearly_passed|almost_passed",
        "sting|stung|bee|wasp|hornet|nuts|peanut~|prawn~|shrimp|shellfish + belly|stomach|tummy|cramps|cramp|itch~ + cramp~|vomit~|pass|faint|sick / 20",
        "fainted|fainting|faints|feel_faint|feels_faint|going_to_faint|passed_out|collaps~|blacked_out|keeled_over",
        "hives|welts|wheals|sting|stung|wasp|bee|hornet|peanut~|nuts|prawn~|shrimp|shellfish|injection + vomit~|dizz~|light_headed|lightheaded|woozy|belly_pain|hoarse|cough~ / 25",
      ],
      general:
        "Call an ambulance now: swelling of lips, tongue, face or throat, hard breathing or swallowing, or fainting"
        + " can be a severe allergic reaction, above all after food, a sting or a medicine. If an adrenaline pen was"
        + " prescribed for the person, use it at once. Lie down, or sit if breathing is hard, and do not stay alone.",
      source: "NICE CG134 (anaphylaxis); Resuscitation Council UK 2021"),
    FollowUpIntent(
      id: "danger-sign",
      exceptions: [
        "confused about|by|as|which|what|whether|if|how|because|over", "make|makes|making * drowsy|sleepy",
        "drowsy * tablet~|antihistamin~|medicine|medication", "non drowsy", "sick|tired of", "sick note|leave|pay|day",
        "feel~ awful|terrible about", "pee|urine|wee on|help~|good|cure~", "feel~ sick of", "dehydrated skin",
        "call~ in sick",
        "not|doesnt|dont|never drink~ alcohol|beer|wine",
      ],
      signs: [
        "cola|coke|coca|brown|dark|bloody|tea_coloured + urine|pee|wee / 8",
        "not|hasnt|havent|nothing + eaten|drunk + day~|yesterday / 8",
        "downhill|deteriorat~|off_his_food|off_her_food|not_himself|not_herself|cant_stand_up|too_weak|cold_hands_and_feet",
        "acting|acts|behaving + strange|weird|odd|funny / 4", "tampon + rash~|fever|faint|sick / 20",
        "confused|confusion|deliri~|nonsense|disoriented|muddled|makes_no_sense|not_making_sense|rambling",
        "drowsy|floppy|gone_limp|is_limp|lifeless|unrespons~|unconscious|letharg~|listless|barely_conscious|out_of_it",
        "wont_wake|cant_wake|cannot_wake|wont_properly_wake|hard_to_wake|difficult_to_wake|not_waking|doesnt_wake|unable_to_wake|cant_stay_awake|cannot_stay_awake|hardly_wakes|barely_wakes",
        "very_sleepy|so_sleepy|unusually_sleepy|really_sleepy|too_sleepy|strangely_sleepy|sleeps_all_day|sleeping_all_day",
        "no|not|hasnt|havent|cant|cannot|unable|stopped|hardly|barely|didnt + pee|peed|peeing|urine|urinat~|wee|weed|wet_nappy|wet_nappies|wet_diaper|pass_water|passed_water / 6",
        "not_drinking|wont_drink|stopped_drinking|not_feeding|wont_feed|stopped_feeding|refuses_to_drink|refusing_to_drink",
        "vomit~|throwing_up|being_sick|threw_up + rash~|spots|pox|chickenpox|strange|skin / 16",
        "dry_nappy|dry_nappies|dry_diaper|no_tears|sunken_eyes|sunken_fontanel~|soft_spot|dehydrat~",
        "sunken + eyes|fontanel~ / 5",
        "diarrh~|diarhea|diarhoea|loose_stool~|runny_stool~|watery_stool~ + eyes|sunken|dry_mouth|weak|days|baby|child|toddler|small_one|little_one / 16",
        "wont|not|stopped|refus~|cant|cannot|doesnt|isnt + drink~|feed~|feeding|breastfeed~|nurse|suck + baby|child|son|daughter|toddler|he|she|little|infant|boy|girl|grandson / 12",
        "seizure~|convuls~|having_a_fit|had_a_fit|fitting_and",
        "dizz~ + rash~|fever|fell|sick|vomit~|weak / 20",
        "chest_pain|pain_in_my_chest|pains_in_my_chest|pain_in_his_chest|heart_racing|heart_is_racing|heart_pounding|palpitations|heart_beats_fast|heart_is_pounding|racing_heart|chest_hurts_when_i_breathe",
        "like_im_dying|like_i_am_dying|im_dying|feels_like_dying|think_im_dying|impending_doom|sense_of_doom",
        "mottled|clammy|blue_lips|lips_blue|lips_are_blue|lips_turned_blue|turned_blue|gone_blue|grey_and|cold_and_blotchy|turning_blue|bluish_lips",
        "whole|entire|nearly_all|almost_all|90_percent|head_to_toe + body|skin|me + red|scarlet + cold|freezing|shiver~|flak~|peel~|shed~|hot|scal~ / 14",
        "whole_body_is_red|entire_body_is_red|red_all_over_and_shivering|red_from_head_to_toe",
        "very_ill|very_sick|really_ill|really_sick|so_ill|so_sick|very_unwell|really_unwell|seriously_ill|extremely_ill|extremely_sick|feel_awful|feels_awful|feel_terrible|feels_terrible|very_poorly|really_poorly|feel_dreadful|feel_rotten|feel_lousy|feel_so_bad|really_bad_in_myself|sepsis|septic|blood_poisoning",
        "face|arm|leg|mouth + drooping|droops|drooped|paralys~|cant_move|sudden_weakness / 6",
        "face|mouth|smile|eyelid|lip|cheek|eyebrow + droop~|lopsided|wonky|dropped|hangs|hanging|fallen|crooked|one_sided|numb_on_one / 8",
        "dribbl~|drool~|runs_out|spills_out|falls_out|leaks_out + mouth|lips|side|corner|tea|water|drink|soup / 12",
        "arm|hand|leg|foot|grip + droops|drops_things|dropping_things|dropping|drops|weak|weaker|weakness|wont_move|doesnt_move|dragging|drags|gives_way / 8",
        "double_vision|see_double|seeing_double|sees_double|two_of_everything|things_are_double|everything_is_double|everything_double|seeing_two|see_two",
        "cant|cannot|unable|hard|hardly|barely|struggl~|trouble + lift|raise|comb|climb|get_up|stand_up + arms|arm|head|hair|stairs|toilet|chair / 14",
        "food|drink|water|tea|swallow~ + wrong_way|wrong_pipe|down_the_wrong|gets_stuck|sticks|comes_back_through|through_my_nose / 12",
        "room_is_spinning|room_spins|everything_is_spinning|head_is_spinning|everything_is_swimming|everything_swims|spinning_and",
        "melanoma|cancer + headache~|fits|weak|seizure~|drops|double / 20",
        "doesnt_know_what|doesnt_know_where|doesnt_know_who|not_know_what_year|doesnt_recognise|doesnt_recognize|wandering|talks_rubbish|talking_rubbish|talking_nonsense",
        "hardly|barely|not|wont|stopped|isnt + taking|takes|take + bottle|breast|feeds|milk / 6",
        "cold_and_sweaty|cold_sweat~|sweaty_and_cold|pale_and_sweaty|grey_and_sweaty",
        "sunburn~|sun|sunshine + blister~ + sick|vomit~|dizz~|swimming|headache|shiver~|faint / 25",
        "cant|cannot|doesnt|not|forgot|forgets|forgotten + remember|recall|recognise|recognize|know|name + name|who|where|year|day|home|children / 8",
        "jaw + stiff|locked|locks|clenched|spasm~|cant_open|cannot_open / 10",
        "lockjaw|lock_jaw|cant_open_my_mouth|cannot_open_my_mouth|cant_open_his_mouth|cant_open_her_mouth",
        "slurred|slurring|cant_speak|cannot_speak",
        "blotchy|rash~|fever + hasnt_peed|no_urine|sleepy|vomiting|wont_eat|cries_when_touched|high_pitched",
      ],
      general:
        "Get emergency care now, by ambulance if need be: somebody who is confused, drowsy, hard to wake, floppy,"
        + " pale and mottled, passes no urine, cannot drink, has sunken eyes, or feels very ill can have a severe infection"
        + " (sepsis), lack of water or another emergency. Do not wait to see whether it passes, and do not leave the person alone.",
      source: "NICE NG253 to NG255 (sepsis); NICE NG143; WHO, integrated management of childhood illness"),
    FollowUpIntent(
      id: "non-fading",
      exceptions: ["glass of", "drinking glass", "purple * dye|paint|shampoo|gentian", "purple cream", "eye glass~"],
      signs: [
        "press~|push~|roll~|stretch~ + glass|tumbler / 10",
        "glass_test|tumbler_test|glass + fade|fades|disap~|vanish~|blanch~ / 12",
        "fade|fades|disap~|vanish~|blanch~|go_away|stay|stays|white + press~|push~|stretch~|pressure + spots|dots|dot|rash~|marks|red|purple / 16",
        "nonblanch~|petechi~|purpura~|purpuric|meningit~|meningoc~|menin~",
        "not|dont|doesnt|never|non|wont + blanch~ / 4",
        "purple|violet|blood|blackish|dark_red|bruise|bruise_like|pinprick|pin_prick + spots|dots|rash~|specks|pinpricks|blotch~ / 3",
        "bruise~ + rash~|tiny|little|spots|nosebleed~|gums / 8", "nosebleed~|nose_bleed~ + rash~|spots|bruis~",
        "bruis~ + no_reason|unexplained|everywhere|all_over|out_of_nowhere|for_nothing|without_a_knock|without_any|dont_know_why|easily",
        "looks_like_bruis~|look_like_bruis~|like_little_bruises",
        "stiff_neck|neck_is_stiff|neck_stiff|stiffness_in_the_neck",
        "headache|head_ache + rash~|spots|light / 16", "light + hurts|hurting + eyes|her|his / 6",
      ],
      general: "Go to emergency care now if new purple or dark red spots that do not fade under a pressed glass come"
        + " with fever, headache, a stiff neck, drowsiness or feeling ill: they can be an infection of the blood."
        + " Without these, such spots, or new bruises without a cause, need a clinician today in anybody.",
      source: "NICE NG240 (meningococcal disease); NICE NG143"),
    FollowUpIntent(
      id: "peeling",
      exceptions: ["cold sore~", "peel~ mask|off mask", "chemical peel~"],
      signs: [
        "skin|layer|sheets + coming_off|comes_off|came_off|falling_off|fell_off|falls_off|slough~|wet_paper|rubs_off|slides_off|comes_away|coming_away|shedding_in / 8",
        "peel~ + sheets|blister~|whole|everywhere|all_over|raw|painful|hurts|fever|mouth|eyes / 8",
        "\(SignWords.blisters) + mouth|eyes|lips|gums + %drug|tablet~|medicine~|medication~|rash~|body|skin|fever|also|as_well|too|spread~|started|\(SignWords.genitals) / 22",
        "\(SignWords.blisters) + \(SignWords.genitals) + %drug|mouth|lips|eyes|rash~|fever / 22",
        "\(SignWords.blisters) + in_my_mouth|in_his_mouth|in_her_mouth|in_the_mouth|inside_my_mouth|inside_his_mouth|inside_her_mouth / 5",
        "blister~ + everywhere|all_over|whole|body|widespread|spreading|arms_and_legs|giant|huge / 6",
        "skin + hurts_to_touch|painful_to_touch|hurts_when_touched|sore_to_touch|hurts_so_much|burns_all_over|tender_all_over / 6",
        "mouth|tongue|gums|throat|lips + sores|ulcer~|raw + blister~|peel~ / 24",
        "comes_off|slides_off|rubs_off|slips_off + wipe|wiping|rub|rubbing|touch~|wash / 5",
        "stevens_johnson|sjs|necroly~|staphylococcal_scalded|scalded_skin",
        "red|gritty|sore + eyes + mouth|lips|tongue / 12",
      ],
      general:
        "Go to emergency care now: skin that comes off, blisters widely or hurts to touch, or sores in mouth, eyes"
        + " or genitals, can be a severe reaction to a medicine or a severe infection. Take the packets of all medicines"
        + " along, and ask there before the next intake of anything begun in the last two months.",
      source: "BAD guideline on SJS/TEN in adults 2016; NICE CG183"),
    FollowUpIntent(
      id: "poison",
      exceptions: ["ice cream", "cream cheese|cake", "sour cream", "too much sun|water|sugar|salt|sweat|stress"],
      signs: [
        "swallowed|ate|eaten|drank|drunk|licked|sucked|ingest~ + cream|ointment|lotion|gel|tube|bleach|tablet~|pills|medicine~|bottle|poison~ + child|toddler|son|daughter|baby|boy|girl|kid|grandson|granddaughter|little|accident~|mistake|he|she / 14",
        "swallowed|drank|ingested + cream|ointment|lotion|bleach|antiseptic|poison~|bottle / 8",
        "took|taken|given|gave|swallowed|had + double|twice|too_many|too_much|whole_bottle|whole_packet|whole_pack|all_the_tablets|extra + tablet~|pill|pills|dose|doses|medicine~|medication~|capsule~|%drug|mistake / 10",
        "sprayed|deet|insecticide|pesticide|repellent|paint + vomit~|throwing_up|threw_up|drowsy|breath~|swallowed|fit / 14",
        "overdosed|took_an_overdose|taken_an_overdose|poisoned|poisoning",
        "spray~|insecticide|pesticide|weedkiller|herbicide + spit|saliva|drool~|mouth_water~|watering|pupils|sweat~|blur~|far_away|cramp~|headache / 30",
      ],
      general:
        "Call the poison centre or your emergency number now, also if there are no signs yet, and keep the packet"
        + " at hand. Do not make the person vomit. What is on the skin comes off: clothes away, and wash with much water. Call an"
        + " ambulance if the person is drowsy, breathes badly, has a fit or collapses, or the mouth or eyes run.",
      source: "NHS, poisoning; WHO, poison centres"),
    FollowUpIntent(
      id: "burn",
      exceptions: [
        "burn scar~", "old burn", "sun burn~|burnt", "razor burn~", "bleach bath~", "heat rash",
        "electric blanket|razor|shaver",
        "cream|lotion|ointment|gel|soap|it burn~",
      ],
      signs: [
        "boiling|hot_water|hot_tea|hot_oil|hot_milk|hot_soup|hot_fat|hot_coffee|steam|kettle|fire|flame~|petrol|stove|iron|exhaust|firework~|acid|caustic|lye|alkali|bleach|lime|cement|chemical~|oven|pan + burn~|burnt|spill~|spilt|splash~|poured|fell|touched|tipped / 12",
        "coffee|tea|soup|kettle|pan|pot|porridge|oil + pulled|spilled|spilt|knocked|tipped|poured|threw + himself|herself|over|him|her|himself|me / 12",
        "sunburn~|sunburnt + blister~|baby|infant|vomit~ / 10",
        "scald~|electrocut~|live_wire|electric_shock|electrical_burn~|electric_burn~|lightning|chemical_burn~|acid_burn~|caustic",
        "bad_burn|burned|burnt|a_burn|got_burn~|burn_on|burns_on|burn_mark|third_degree|second_degree|burn_blister~ + skin|hand|face|arm|leg|foot|chest|belly|back|finger~|neck|child|baby|son|daughter|toddler|cream|myself|himself|herself / 14",
        "splash~|squirted|sprayed|got + eye|face + chemical~|bleach|acid|lime|cement|powder|cleaner|ammonia|detergent / 12",
      ],
      general:
        "Cool a burn at once under cool running water for 20 minutes, take off rings and clothes that do not stick,"
        + " cover it with clean film or cloth, and put no ice, oil or cream on it. Go to emergency care now if it is larger"
        + " than the person's hand, deep, white or black, on face, hands, feet or genitals, from a chemical or electricity,"
        + " or if the person is a child, pregnant or old. Rinse an eye with much water at once. Who did not feel the burn can"
        + " have damaged nerves, as in leprosy or diabetes: have that examined too.",
      source: "NHS, burns and scalds; WHO, burns"),
    FollowUpIntent(
      id: "bite",
      exceptions: [
        "flea~|bug|bugs|insect~|mosquito~|tick|ticks|mite|mites|midge~ bite~|bit|bites|bitten", "bed bug~",
        "nail~ bit~",
        "cat|dog flea~", "dog|cat|puppy|kitten scratches|scratching",
        "cat|dog * sofa|furniture|itself|himself|herself|ears",
        "bite~ from|by * flea~|mosquito~|tick~|bug~|insect~", "bit by bit", "a bit",
      ],
      signs: [
        "snake~|viper|cobra|adder|mamba|scorpion~ + bit|bite|bitten|stung|struck|fang~|venom|holes|got_me / 12",
        "snakebite~|snake_bite|fang_marks|two_holes|puncture_marks|two_punctures",
        "dog|cat|bat|monkey~|fox|rat|animal~|horse|pig|camel|donkey|raccoon|jackal|squirrel|hyena|human|person|stray + bit|bite|bites|bitten|nipped|scratched|mauled|mouthed|broke_the_skin / 9",
        "bat|bats + hand|bedroom|touched|scratch~|caught / 9", "rabies|rabid",
        "dog|cat|fox|bat|cow|goat|animal + licked|saliva|drool~ + wound|cut|sore|weird|strange|mad / 16",
        "spider + bit|bite|bitten + black|spread~|fever|vomit~|purple|cramp~ / 16",
      ],
      general:
        "Go to emergency care now. After a bite of a snake keep the limb still and the person calm, take off rings,"
        + " and do not cut, suck, cool or tie it. After a bite or scratch of a dog, bat or other animal wash the place at once"
        + " with soap and running water for 15 minutes: rabies can be prevented only before it begins, so ask about the"
        + " vaccine today, and about tetanus.",
      source: "WHO, snakebite envenoming; WHO, rabies; NICE NG184 (bites)"),
    FollowUpIntent(
      id: "bleeding",
      signs: [
        "wont|cant|cannot|not|doesnt|didnt|hasnt|isnt|never|wouldnt + stop~|quit + bleed~|blood / 6",
        "bleed~|bled + wont_stop|doesnt_stop|not_stop~|cannot_stop|cant_stop|hasnt_stopped|wouldnt_stop|like_a_tap|like_tap / 16",
        "bleed~|bled + min|mins|minutes|hour + holding|pressing|pressed|pushing|cloth|towel|tissue~|pressure / 22",
        "gums + bleed~ / 6",
        "bleed~ + wont|wouldnt|doesnt|cant|not|hasnt|isnt + stop~|quit|stopping / 7",
        "bleed~|blood + spurt~|gush~|pouring|soak~|pumping|squirt~ / 8",
        "bleed~|bled|oozing_blood + half_an_hour|an_hour|hours|20_minutes|minutes|pressed|pressing / 12",
        "blood_thinner~|warfarin|anticoag~|apixaban|rivaroxaban|thinners + bleed~|bled|bruis~|nosebleed~|black_stool~",
      ],
      general:
        "Press firmly on the place with a clean cloth for ten minutes without lifting it, and hold the part high."
        + " Call an ambulance if blood spurts or soaks through, or if it still bleeds after that. Bleeding gums, or bleeding with"
        + " blood thinners such as warfarin, need a clinician today: other medicines, also a gel for the mouth, can make them"
        + " too strong. Take all packets along.",
      source: "NHS, first aid for bleeding; NICE NG12"),
  ]
}
