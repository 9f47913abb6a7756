/// Whether the phrases that were found explain a question, so that a word or two of a long sentence do not decide it.
///
/// Words of a skin report, people, time and place are neutral. A word of another world stays unexplained: too many of
/// them, and the question is declined.
enum QuestionCoverage {
  /// Words up to which nothing may stay unexplained.
  private static let shortCount = 9
  /// Words up to which one word may stay unexplained; beyond, a question has a point that no phrase knows.
  private static let middleCount = 16

  /// Whether so few words stay unexplained that an answer on the subject of the phrases is one to the question.
  static func explains(_ phrases: [Phrase], _ question: Words) -> Bool {
    let found = phrases.filter { $0.occurs(in: question) }
    let open = question.tokens.filter { token in
      !isNeutral(token) && !found.contains { $0.names(token) }
    }
    let count = question.tokens.count
    let allowed = count <= shortCount ? 0 : count <= middleCount ? 1 : 2
    return Set(open).count <= allowed
  }

  /// Whether enough words are plain English, for a reader that knows no other language.
  static func isEnglish(_ question: Words) -> Bool {
    let letters = question.tokens.filter { !Words.isNumber($0) }
    let known = letters.count {
      words.contains($0) || $0.unicodeScalars.count == 1 && $0.unicodeScalars.allSatisfy(\.isASCII)
    }
    return 3 * known > letters.count
  }

  private static func isNeutral(_ token: String) -> Bool {
    token.unicodeScalars.count <= 1 || Words.isNumber(token) || token.unicodeScalars.contains { $0.value > 0x24F }
      || words.contains(token) || beginnings.contains { token.hasPrefix($0) }
  }

  private static let words = set(
    """
    the and an on can to do this in have for what with of that has how does from should now are me im be you at will go
    out he like after all when back there up since got could its over use get or need one off am they take put if by
    was two tell her his too just dont no see which she we because ago only why would gone going ive much getting shes
    some wait under safe come away any as doesnt himself herself want myself about theres did still who look thing next
    same every here its well went between hes than then again where bit mean stay without never really often anything
    way try them their theyre theyve these those it is my not so but say says said told into your yours our ours us him
    hers id ill youre youve weve wed theyd shed hed hell yes ok okay please think know means meant matter matters used
    using uses uses makes made making make help helps helping helped better worse best good bad right wrong sure normal
    give gave given giving keep keeps kept let lets start starts started starting begin begins began begun stop stops
    stopped try tries tried trying seems seem look looks looked looking feel feels feeling felt happen happens happened
    happening want wants wanted need needs needed may might must shall ought cannot cant wont isnt arent wasnt werent
    hasnt havent hadnt didnt doesnt couldnt shouldnt wouldnt being been having doing does done goes comes came coming
    ever always sometimes often usually maybe perhaps even also another other others else something anything everything
    nothing thing things stuff lot lots more most less least many few little bit very quite rather pretty really enough
    each both either neither own such first second third last next new old already yet once twice ever soon later before
    after during while until till since ago now then today tonight tomorrow yesterday morning evening afternoon night
    day days week weeks month months year years yr yrs hour hours minute minutes wk wks time times long short big
    bigger small smaller large larger tiny huge size high low left middle edge top bottom inside outside near
    around above below behind beside along across through onto upon against per than though although however whether
    whats thats whos wheres hows theres heres gonna wanna gotta cos cause cuz coz u r ur pls plz thx hi hello hey oh
    well so anyway actually properly thick thin shiny holes fine bath program app blackheads seborrheic seborrhoeic keratosis keratoses verruca tinea candida pal mate dear pin needle live families top blood nurse wearing stand drive close completely certain possible able allowed proper different similar
    easy hard quick quickly fast slow slowly gently strong mild plain usual regular daily nightly constantly every
    people person someone somebody anyone anybody everyone everybody nobody man woman men women lady guy wife husband
    mother father mum mom dad mama papa son daughter child children kid kids boy girl baby toddler sister brother
    family parents grandma grandpa gran grandson granddaughter uncle aunt cousin partner friend teenager adult teen
    patient home house
    skin face head scalp ear ears eye eyes eyelid nose lip lips mouth tongue cheek cheeks chin jaw neck throat chest
    breast breasts back belly tummy stomach side arm arms elbow elbows hand hands wrist finger fingers thumb palm
    palms nail nails leg legs thigh thighs knee knees shin shins calf ankle ankles foot feet heel heels toe toes sole
    soles groin armpit armpits bum buttock body skins forehead shoulder shoulders hair area place spot spots rash
    rashes red redness pink brown black white yellow purple dark light lighter darker pale grey gray colour color
    bump bumps lump lumps patch patches mark marks dot dots ring rings sore sores scab scabs crust crusts crusty scale
    scales scaly flaky dry itchy itch itches itching scratch scratching burning burns stings hurts hurt hurting pain
    painful tender warm hot swollen swelling wet open closed flat raised round hole lesion growth cyst boil boils
    blister blisters pus wound cut bite bites mole moles wart warts freckle acne pimple pimples zit zits eczema
    dermatitis psoriasis rosacea ringworm fungus fungal yeast thrush scabies lice mites mite impetigo herpes shingles
    chickenpox measles hives urticaria lichen vitiligo lupus molluscum cellulitis cancer melanoma infection infected
    virus bacteria disease condition problem illness issue allergy allergic cold diagnosis doctor doctors dr
    dermatologist clinician cream creams ointment lotion medicine medication tablet tablets pill pills treatment
    treatments treat treated treating treats remedy photo picture image pic show shows shown appear appears appeared
    describe description explain explained explanation detail detailed details provide paragraph listing additional
    features observed based previous information case recommended recommend could list symptoms signs cause causes
    caused reason grow grows growing grew spread spreads spreading spreaded heal heals healing healed clear clears clearing
    disappear fade fades stay stays change changed changes touch touches touching everywhere somewhere anywhere whole
    entire half part parts bits forever gets gotten found find kind type sort
    serious dangerous worried worry worrying normal bothers bother nasty horrible ugly weird strange funny ta
    """)

  private static let beginnings = ["itch", "rash", "blotch", "flak", "scratch", "redd", "pimpl"]

  private static func set(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
