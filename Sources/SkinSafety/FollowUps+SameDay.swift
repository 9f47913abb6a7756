extension FollowUps {
  /// Signs that need a clinician the same day.
  static let sameDay: [FollowUpIntent] = [
    FollowUpIntent(
      id: "newborn",
      exceptions: ["pets|puppy|kitten * old"],
      signs: [
        "\(SignWords.newborn) + fever~|hot|temperature|blister~|pus|pustul~|yellow|filled|crust~|whitehead~|feeding|feed|feeds|sleepy|red_belly|belly_button|navel|cord|umbilic~|jaundice|cold_sore|herpes|boil|boils|pimples|weeping|oozing|swollen|crying|peeling / 22",
        "month_old|months_old + blister~|pus|pustul~ / 12",
        "baby|infant~|babies|bub|babys + blister~|pus|pustul~|cold_sore|herpes|belly_button|navel|umbilic~ / 14",
        "baby|infant~|month_old|months_old|bub + hot|burning_up|feels_hot|feels_very_hot / 10",
        "kiss~|kissed + baby|babys|%young|newborn~|new_born + cold_sore|herpes|lip|lips|mouth|sore|blister~ / 24",
      ],
      general:
        "Get a clinician for the baby today: in the first three months, spots with pus, a red navel or yellow"
        + " skin can be a severe infection. Go to emergency care now if the baby has fever or blisters, is floppy,"
        + " cold or hard to wake, or feeds badly. Nobody with a cold sore should kiss or touch the baby's face.",
      source: "NICE NG195 (neonatal infection); NICE NG143"),
    FollowUpIntent(
      id: "breast-sores",
      signs: [
        "breast_feed~|breastfeed~|nursing|feeding_my|feed_my|feeding_her|feeding_him|nipple|breast + herpes|cold_sore|blister~|sores|shingles|chickenpox|chicken_pox / 16"
      ],
      general:
        "Do not feed from, or pump for the baby from, a breast with blisters or sores before a clinician has seen it"
        + " today: herpes can kill a newborn. Cover the place, wash hands before touching the baby, and do not kiss the baby"
        + " with a cold sore. Go to emergency care now if the baby has fever or blisters, is sleepy or feeds badly.",
      source: "CDC, breastfeeding and herpes; NHS, neonatal herpes"),
    FollowUpIntent(
      id: "pregnancy-danger",
      phrases: ["itch~|itching|blister~ * at # weeks|wks", "at # weeks|wks * itch~|itching|blister~"],
      exceptions: ["was|is|were|not expecting", "not pregnant", "pregnant last|before|ago"],
      signs: [
        "\(SignWords.pregnant) + chickenpox|chicken_pox|chickenpocks|varicella|shingles|zoster|measles|rubella|german_measles|slapped|parvo~|blister~|herpes|sores|fever~|zika|mpox|syphilis / 40",
        "\(SignWords.pregnant) + palms|soles|itch~|itching|all_over|whole_body|jaundice|yellow|bleed~|headache|swollen_hands / 24",
        "never_had + chickenpox|chicken_pox|measles + weeks|pregnan~|preg|expecting / 22",
        "weeks|wks + bump|gone|along|pregnant + itch~|blister~|rash~ / 20",
        "itch~ + at_term|last_trimester|last_month_of_pregnancy",
        "chickenpox|chicken_pox|measles|slapped_cheek + weeks + wife|she|shes|im|my|partner|sister / 18",
        "palms_and_soles|hands_and_feet|palms + itch~|itches|itching + weeks|midwife|baby / 20",
      ],
      general: "Call the midwife or doctor today, by phone before you go there: in pregnancy, blisters, contact with"
        + " chickenpox or measles, strong itch, above all of palms and soles, or a rash with fever can endanger you or the"
        + " child, and some help works only if it begins early. Go to the maternity unit now with bleeding, a bad headache,"
        + " or fewer movements of the child.",
      source: "UKHSA viral rash in pregnancy; RCOG Green-top Guidelines 13 and 43; NICE NG201"),
    FollowUpIntent(
      id: "weak-immunity",
      exceptions: ["hiv|aids test", "could|is|be|sign|signs|symptom|from|of hiv|aids", "get|got|catch|give hiv|aids"],
      signs: [
        "\(SignWords.weak) + shingles|zoster|chickenpox|chicken_pox|rash~|blister~|fever~|spots|sore|sores|pus|infect~|red|spread~|boil|boils|measles|cold_sore|herpes|mpox|now_this|new_spot|wound|contact / 30",
        "on_chemo|having_chemo|chemotherapy|during_chemo",
        "cancer_treatment|radiotherapy|immunotherapy|stem_cell|bone_marrow + rash~|blister~|fever~|shingles|sore|red / 24",
      ],
      general:
        "Call the team that treats you today, at night the emergency line: with a weak immune system (chemotherapy,"
        + " transplant, HIV, methotrexate, biologics, long use of steroid tablets) a new rash, blisters, shingles, or contact"
        + " with chickenpox or measles can become severe, and treatment must begin early. With fever go to emergency care now."
        + " Ask them what to do with your medicines; do not stop one by yourself.",
      source: "NICE CKS shingles, chickenpox; NICE CG151 (neutropenic sepsis); UKHSA guidance on exposure"),
    FollowUpIntent(
      id: "fever",
      exceptions: [
        "hay fever", "fever blister~", "room|water|wash|outside|oven|air|iron temperature",
        "temperature of|in the|a|my water|room|house|fridge", "yellow fever vaccin~", "temp agency|job|work",
        "wash * temperature",
      ],
      signs: [
        "fever~|febrile|temperature|temprature|temp|shiver~|rigor~|chills|burning_up|%temp|hot_and_cold",
        "feel~|felt + flu_like|fluish|fluey|flu|achy|aching_all_over / 4",
        "cannot_stop_shaking|cant_stop_shaking",
        "shaking_all_over|shivery|shaky|feverish|sweating_and_cold|running_hot",
        "son|daughter|child|kid|he|she + feels_hot|very_hot|boiling_hot|so_hot / 8",
        "back|returned|trip|holiday|visit~|came_from|flew + africa|ghana|nigeria|kenya|uganda|india|asia|tropic~|thailand|brazil|congo|jungle|abroad|malaria + shakes|shaking|headache|splitting|achy|ache|aches|sweat~|ill|sick / 30",
        "shakes|the_shivers|shakes_that|shaking_chills|sweats_and",
        "hot_and_shaky|shaking_with_cold|teeth_chatter~",
        "swollen_glands|glands_swollen + rash~|throat|red",
      ],
      general:
        "See a clinician today: fever together with a rash, pus or hot, red skin can be a severe infection. Go to"
        + " emergency care now if the person shivers and cannot stop, is a baby under three months, has a weak"
        + " immune system, feels very ill, is drowsy or confused, breathes fast, passes no urine, or has a stiff"
        + " neck or spots that do not fade under a pressed glass.",
      source: "NICE NG143, NG240, NG141; NICE NG253 (sepsis)"),
    FollowUpIntent(
      id: "new-medicine",
      phrases: [
        "rash~|spots|hives|itch~|welts|blister~|red * after|since|from * predni~|tablets|tablet|pills|pill|antibiotic~|medicine~|medication~|capsule~|injection|drip|meds|~cillin|~mycin|~cycline|~azole|~prim",
        "after|since * tablets|tablet|pills|pill|antibiotic~|medicine~|medication~|injection|meds|~cillin|~mycin|~cycline|~prim * rash~|spots|hives|itch~|red|blister~",
        "tablets|tablet|pills|pill|antibiotic~|medicine~|medication~|injection|~cillin|~mycin|~cycline|~prim * gave|caused|causing * rash~|this|hives|spots",
      ],
      exceptions: [
        "antihistamin~|cetirizin~|loratadin~|painkiller~", "how long|soon * after",
        "drink~|alcohol|beer|wine|sun * tablets|antibiotic~", "@|tablets|pills|antibiotic~ for * rash|spots|itch",
      ],
      signs: [
        "%drug + begin|began|begun|started|starting|new|newly|first_time|days_ago|weeks_ago|week_ago|month_ago|last_month|last_week|switched|changed + \(SignWords.rash) / 24",
        "began|begun|started|starting + tablets|pills|capsules|injections + went_wild|flared|flare~|broke_out|exploded|everywhere / 18",
        "reaction|allergic|allergy + new|my|the|to + tablet~|pill|pills|antibiotic~|medicine~|medication~|%drug / 8",
        "lamotr~|allopur~|carbamaz~|phenyt~|nevirap~|trimoxa~|sulfa~|sulpha~|abacavir|bactrim|septrin + rash~|itch~|spots|skin|sore|ulcers|red / 24",
      ],
      general:
        "Call the clinician who prescribed the medicine, or a pharmacist, today and before the next intake: a rash"
        + " after a medicine can be an allergy to it. Go to emergency care now if face, lips or throat swell, breathing is"
        + " hard, skin blisters, peels or hurts, there are sores in mouth or eyes, or fever; take all packets along.",
      source: "NICE CG183 (drug allergy); BAD guideline on SJS/TEN in adults 2016"),
    FollowUpIntent(
      id: "eye",
      exceptions: [
        "photo|picture|image|pic|camera|phone|screen|lens * blurry|blurred", "need * eyes looked|checked|tested",
        "blurry|blurred photo|picture|image|pic",
        "eye cream|drops|shadow|brow|brows|liner|makeup|colour|color|doctor", "an eye on|out", "dark circle~ * eye~",
        "bag|bags|wrinkle~|milia|circles * eye~", "red eye photo|effect", "before|in your eyes",
      ],
      signs: [
        "\(SignWords.eye) + red|pain~|hurt~|sore|swollen|swell~|rash~|blister~|sores|spots|crust~|pus|water~|gritty|blur~|burn~|stings|closed|shut|shingles|swelling|itchy_and|weeping|spread~|bump|lump|grow~ / 10",
        "\(SignWords.eye) + near|next|around|close|reached|into|corner|beside|towards / 5",
        "cant|cannot|wont + open + \(SignWords.eye) / 8",
        "cornea|conjunctiv~|pink_eye|eyeball~",
        "cant|cannot|not|barely|hardly + see + eye|eyes|anything|properly|since / 8",
        "gone_blind|blind_in|lost_sight|loss_of_sight|sight_in_one|curtain_over",
        "vision|eyesight|blurry|blurred|going_blind|losing_my_sight|losing_sight|my_sight|his_sight|her_sight",
        "tip|side|end + nose + blister~|shingles|rash~|spots|sores|red|hurts / 12",
        "forehead + blister~|shingles|zoster / 12",
      ],
      general:
        "Be seen today, not after a weekend: a rash, blisters or swelling at an eye or on the nose, or an eye that is"
        + " red or hurts, can cost sight. Go to an eye clinic or emergency care now if sight is worse, light hurts, or the eye"
        + " cannot be opened. Put in no old drops, and nothing with a steroid that was not prescribed for this.",
      source: "NICE CKS shingles, red eye; NICE NG141"),
    FollowUpIntent(
      id: "spreading-fast",
      exceptions: [
        "does|do|can|could|will|would|how|if|may|might * spread|spreads|grow|grows fast|quickly|rapidly",
        "how fast|quickly|rapidly", "lip|eye liner",
        "mole|spot|freckle|birthmark|nevus|naevus|nail|nails|toenail * black",
        "black * nail|nails|toenail|thumbnail|fingernail",
        "black skin|people|person|man|woman|tea|soap|cream|seed~|clothes|toenail", "finish|clothes|washing line",
        "dead skin cell~", "shingles * ago * pain * left|gone|stay~|going", "past|over * deadline", "dead sea",
      ],
      signs: [
        "spread~|redness|red|swelling|rash~|doubl~|climb~|creep~|moved|moving|reached|worse + by_the_hour|within_hours|each_hour|hourly|in_hours|in_an_hour|an_hour|hours_ago|every_hour|few_hours|couple_of_hours|since_this_morning|this_morning|since_lunch|before_lunch|overnight|since_last_night|so_fast|very_fast|as_big_as_my_hand|size_of_my_hand|really_fast|fast|quickly|rapidly|since_yesterday|by_the_minute / 10",
        "past|over|beyond|outside|crossed|passed|through|across + line|pen|biro|marker|marking|ink|circle|drawn|drew|outline|border_i / 10",
        "drew|drawn|marked + line|pen|biro|marker|circle|round|around|edge + red~|spread~|bigger|outside|past|over / 16",
        "red + streak|streaks|stripe|track|line|lines + arm|leg|up|wound|cut|hand|foot|bite / 9",
        "up_to_my|up_to_the|up_to_his|up_to_her + elbow|knee|shoulder|groin|armpit|thigh|wrist / 4",
        "pain|hurts|painful|hurt + worse_than|out_of_this_world|unbearabl~|excruciat~|terribl~|extreme~|worst|more_than_it_looks|far_more|cant_bear|cannot_bear|unreal|screaming|insane|out_of_proportion|cant_touch|so_bad|so_badly|so_severe|severe|intense / 9",
        "red~ + swollen|swelling + tender|hot|painful|throbb~|sore|warm / 10",
        "purple|black|grey|hard|blistered + pain|hurts|hurt|agony + scream~|unbearabl~|terribl~|awful / 18",
        "hurts_like_hell|10_out_of_10|crying_with_pain|pain_is_killing",
        "agony|agonising|agonizing|screams_in_pain|screaming_in_pain|cant_bear_the",
        "turned_black|gone_black|going_black|turning_black|went_black|black_and_smell~|turning_purple|turned_purple|turning_grey|turned_grey|going_purple|gone_purple|greyish_purple|black_and_stink~|black_scab|black_crust|black_sore|black_blister~|black_ulcer|black_centre|black_center|dusky|necro~|gangren~|eschar|flesh_eating|rotting|skin_is_dying|dead_flesh|gas_in|anthrax",
        "black|dead|purple|grey|dark + smell~|stink~|stinks|rotten / 8",
        "black|swollen|swelling|purple|pain~ + scrotum|testic~|balls|nuts / 7",
        "toe|toes|finger|fingers|foot|heel|heels|fingertips + black|blue|purple|dead|dusky / 5",
        "skin + crackl~|crunch~|crepit~ / 10",
        "pus + red~|spread~|hot|swollen|throb~|pain~|smell~|streak / 9", "abscess + face|spread~|swollen|hot|red",
      ],
      general:
        "Be seen today: redness that grows past a drawn line, a red streak, or pus with hot skin can be a"
        + " dangerous infection. Go to emergency care now if it spreads by the hour, hurts far more than it looks,"
        + " turns black, purple or numb, crackles, or comes with shivering or feeling ill. Mark the edge with a pen"
        + " and the time on the way.",
      source: "NICE NG141 (cellulitis); IDSA guideline on skin and soft tissue infections 2014; WHO, anthrax"),
    FollowUpIntent(
      id: "limb",
      exceptions: [
        "hot water|bath|shower|weather|day", "finger|fingers|knees|joints|hands * stiff", "both knees|hands|wrists",
      ],
      signs: [
        "leg|legs|calf|calves|thigh|shin|ankle|arm|limb|knee|hand|finger|foot|joint + swollen|swell~|swelled + hot|warm|red|redness|pain~|hurts|throbb~|tender|tight|one|only|flight / 14",
        "calf|leg|thigh|ankle|arm + fatter|fat|thicker|bigger|larger|tight + other|one|sore|flight|flew|plane / 16",
        "leg|calf|thigh|shin|ankle|arm|hand|foot|finger + hot|warm + red|redness|spread~ / 10",
        "blood_clot|dvt|thrombosis|deep_vein",
      ],
      general:
        "Be seen today: an arm or leg that is swollen, hot, red or painful can have an infection or a blood clot. Call"
        + " an ambulance if breath is short or the chest hurts. Go to emergency care now if it spreads by the hour, hurts far"
        + " more than it looks, or comes with fever.",
      source: "NICE NG141 (cellulitis); NICE NG158 (venous thromboembolism)"),
    FollowUpIntent(
      id: "eczema-sores",
      signs: [
        "eczema|dermatitis|excema|exzema|eczma|exema + sores|blister~|holes|punched|punched_out|ulcers|pits|craters + overnight|sudden~|last_night|last_nite|tonight|today|yesterday|hours|this_morning|new|fever|hot / 30",
        "eczema + cold_sore|cold_sores|coldsore|herpes + worse|spread~|spots|sores|blister~|kissed|hot|painful / 30",
      ],
      general:
        "Be seen today: many small round sores or blisters that come suddenly on eczema can be herpes, which needs"
        + " medicine against the virus at once. Put no steroid cream on the sores before a clinician has seen them. Go to"
        + " emergency care now if they are near an eye, in a baby, or with high fever, drowsiness or feeling very ill.",
      source: "NICE CG57 (eczema in under 12s), 1.5.1.20; BAD, eczema herpeticum"),
    FollowUpIntent(
      id: "shingles",
      exceptions: [
        "shingles vaccin~|jab|shot", "shingles contag~|infectious", "how long * shingles",
        "had shingles * ago|last|before|as", "itch~ * one side",
      ],
      signs: [
        "band|belt|stripe|strip|one_side|left_side|right_side|one_half|left_ribs|right_ribs|round_my_waist + blister~|shingles|burn~|pain~|hurts|sting~|rash~ / 14",
        "think|maybe|got|have|has|possibl~|looks_like|might|these_are|this_is|could|is_it|for|with|face|my|head + shingles|zoster / 6",
      ],
      general:
        "Be seen within 24 hours: pain or blisters in a band on one side can be shingles, and medicine against the"
        + " virus works best if it begins within three days. Go today if it is on forehead or nose or near an eye, in"
        + " pregnancy, or if the immune system is weak. Cover the blisters, and keep away from newborns and pregnant women.",
      source: "NICE CKS shingles"),
    FollowUpIntent(
      id: "diabetic-foot",
      signs: [
        "diabet~|have_sugar|got_sugar|has_sugar|sugar_disease|sugar_illness + toe|toes|foot|feet|heel|sole + throb~|hurts|pain~|dead|cold / 28",
        "diabet~ + sock|socks|shoe|slipper + pus|wet|blood|stain~|smell~ / 20",
        "diabet~ + foot|feet|toe~|heel|sole|ankle|shin|leg + sore|ulcer~|wound|blister~|black|red|cut|open|numb|pus|smell~|hole|crack~|swollen|heal~|burn~|colour|color|purple / 28",
      ],
      general:
        "Have the foot seen by a clinician or foot clinic today: with diabetes a sore, a blister or another colour of"
        + " the skin, also without pain, can quickly become dangerous for the leg. Do not walk on it. Go to emergency care now"
        + " if it is black, hot, swollen or smells, or with fever.",
      source: "NICE NG19 (diabetic foot)"),
    FollowUpIntent(
      id: "jaundice",
      exceptions: ["yellow crust~|scab~|pus|toenail~|nail~"],
      signs: [
        "froth~|foam~|bubbly|dark|brown|cola|bloody|red + pee|urine|wee|urinat~ / 8",
        "ankles|feet|legs|face|eyelid~ + swollen|swell~|puffy|fat|puffed + morning~|urine|pee|kidney~ / 14",
        "jaundice~|whites_of + yellow|jaundice~", "jaundice~", "eyes|eye + yellow / 5",
        "am_i_yellow|i_am_yellow|im_yellow",
        "skin|he|she|baby|body + turned_yellow|gone_yellow|going_yellow|turning_yellow|is_yellow|looks_yellow|all_yellow|yellow_skin / 6",
      ],
      general:
        "Be seen today: yellow skin or eyes can be a disease of liver, bile ducts or blood, and dark or frothy urine or"
        + " a swollen face and ankles one of the kidneys. Go to emergency care now for a newborn, in pregnancy, after a bite or"
        + " sting, or with fever, confusion, bleeding, hard breathing or pain in the belly.",
      source: "NHS, jaundice; NICE CG98 (neonatal jaundice)"),
    FollowUpIntent(
      id: "wound",
      exceptions: ["nail cutting|clipper~", "cut down|out|back|off"],
      signs: [
        "wound|operation|surgery|stitches|incision|c_section|caesarean|cesarean|piercing|cut|graze|op + pus|gaping|gape~|split|smell~|red_around|redness|spread~|hot|oozing|weeping|burst|infected|came_open|come_open|opened_up / 14",
        "slammed|crushed|trapped|squashed|caught_in + finger|toe|nail|hand|foot|thumb / 12",
        "finger|toe|thumb|bone|arm|leg|wrist + broken|wrong_way|sticking_out|bent_the / 8",
        "stepped|trod|stood + nail|thorn|glass / 6",
        "rusty|barbed_wire|manure + cut|wound|scratch~|nail|stab~|puncture / 10",
        "deep_cut|deep_wound|cut_to_the_bone|needs_stitches|need_stitches|tetanus",
      ],
      general:
        "Have the wound seen today: pus, a gaping edge, heat or redness that grows can be an infection, and a deep or"
        + " dirty wound may need closing and protection from tetanus. Go to emergency care now with fever, a red streak,"
        + " redness that spreads within hours, or pain far worse than it looks.",
      source: "NICE NG141, NG184; NHS, tetanus, cuts and grazes"),
    FollowUpIntent(
      id: "nerve",
      exceptions: ["nerve~ medicine|tablet~", "getting on my|the nerves"],
      signs: [
        "leprosy|hansen~|mdt + painful|hot|swollen|red|nerve~|weak~|drop~|worse|reaction / 20",
        "foot|hand|wrist|fingers|toes + drop~|drags|dragging|weak|clawed|claw|cannot_lift|cant_lift|no_strength / 10",
        "eye|eyelid + wont_close|cant_close|does_not_close|doesnt_close|not_close / 8",
        "elbow|nerve + electric|shooting|tender|thick / 10",
      ],
      general:
        "Be seen today: new weakness or numbness of a hand or foot, an eye that does not close, or painful nerves with"
        + " red, swollen patches can be a reaction of leprosy or another damage of nerves, and early treatment saves hand,"
        + " foot and sight. Go on with leprosy medicine unless the clinician stops it. If a face, arm or leg goes weak"
        + " suddenly, call an ambulance now.",
      source: "WHO guidelines on leprosy 2018; ILEP, leprosy reactions; NHS, stroke"),
    FollowUpIntent(
      id: "violence",
      // Words of what people do to each other: without one the reader must be surer, see `IntentCertainty`.
      fallback: [
        "hit|hits|beat|beats|beaten|beating|slap~|punch~|kick~|push~|shov~|shook|chok~|strangl~|pinch~|whip~|chained|tied",
        "belt~|rope~|cigarette~|iron|stick|buckle|heater|ligature|discipline|bruise~|welts|mark|marks|black_eye|split_lip",
        "abus~|rape|raped|forced|touched|touches|touching|did_things|secret|attack~|assault~|violen~|said_no|said_sorry",
        "afraid|scared|private|genital~|down_below|down_there|bottom|inner_thigh~|police|any_record|dont_tell|tell_my|hide",
        "he|she bites|bit",
      ],
      exceptions: ["hits|hit me in the wallet", "beat~ the|this heat|sun|itch"],
      signs: [
        "husband|boyfriend|partner|father|stepfather|uncle|teacher|boss|mother|someone|somebody + beat|beats|beaten|hits|hit|burned_me|burns_me|cigarette|belt|whip~|raped|rape|touch~_her|touches|forced|kicked / 14",
        "marks + belt|rope|cigarette|whip|beating / 8",
        "daughter|son|girl|boy|child + afraid_of|scared_of|genital|private_part~ + uncle|father|stepfather|man|teacher|warts / 24",
      ],
      general:
        "If somebody hurts you or a child, that is not your fault and not the child's: speak today with a nurse, a doctor or"
        + " another person whom you trust, and in danger call the emergency number now. Marks of a belt, a rope, a hand or a"
        + " cigarette, and warts or sores at the genitals of a child, are to be seen by a clinician today. After a rape, go"
        + " within hours: some protection works only if it begins early.",
      source: "NICE NG76 (child abuse and neglect); WHO, responding to intimate partner violence 2013"),
  ]
}
