import SkinWords
import Testing

/// Questions as patients may type them; written with the phrases, so that they measure nothing but that none is lost.
enum ForeignQuestionSamples {
  /// A question and the intent or subject that it asks for.
  struct Sample: Hashable, Sendable, CustomTestStringConvertible {
    let language: Language
    let question: String
    let id: String
    var testDescription: String { "\(language.rawValue) \(id)" }
  }

  static let all: [Sample] =
    [
      samples(
        .spanish,
        [
          ("Mi hijo tiene fiebre y manchas", "fever"), ("Quiero morir", "self-harm"),
          ("Me mordió una serpiente", "bite"), ("Estoy embarazada y tengo ampollas", "pregnancy-danger"),
          ("El lunar ha crecido", "changing-spot"), ("¿Es grave?", "how-serious"),
          ("No puede respirar bien", "breathing"), ("Se le hinchan los labios", "breathing"),
          ("¿Es contagioso?", "contagion"), ("¿Se lo puedo pegar a mis hijos?", "contagion"),
          ("¿Cuántas pastillas tomo?", "dose"), ("¿Puedo dejar el tratamiento?", "stopping"),
          ("¿Es cáncer?", "cancer"), ("Estoy embarazada, ¿es peligroso?", "pregnancy"),
          ("Me pica mucho por la noche", "itch"), ("¿Qué es esto?", "about/name"),
          ("¿Por qué me salió?", "about/cause"),
          ("¿Qué tratamiento sirve?", "about/treatment"), ("¿Puedo ir a la escuela?", "school"),
          ("Tengo ampollas cerca del ojo", "eye"), ("¿Puedo usar la crema de mi vecina?", "others-medicine"),
        ]),
      samples(
        .french,
        [
          ("J'ai de la fièvre et des boutons", "fever"), ("Je veux mourir", "self-harm"),
          ("Mordu par un chien", "bite"), ("Enceinte, contact avec la varicelle", "pregnancy-danger"),
          ("Mon grain de beauté a grossi", "changing-spot"), ("Est-ce grave ?", "how-serious"),
          ("Il a du mal à respirer", "breathing"), ("Ses lèvres gonflent", "breathing"),
          ("Est-ce contagieux ?", "contagion"), ("Combien de comprimés dois-je prendre ?", "dose"),
          ("Puis-je arrêter le traitement ?", "stopping"), ("Est-ce un cancer ?", "cancer"),
          ("Je suis enceinte", "pregnancy"), ("Ça me démange la nuit", "itch"), ("Qu'est-ce que c'est ?", "about/name"),
          ("Pourquoi est-ce arrivé ?", "about/cause"), ("Quel traitement ?", "about/treatment"),
          ("Mon fils peut-il aller à l'école ?", "school"), ("Des cloques près de l'œil", "eye"),
          ("Combien de temps cela va durer ?", "how-long"),
        ]),
      samples(
        .portuguese,
        [
          ("Meu filho tem febre e manchas", "fever"), ("Quero morrer", "self-harm"),
          ("Uma cobra mordeu o meu pé", "bite"), ("Estou grávida e tenho bolhas", "pregnancy-danger"),
          ("A pinta cresceu", "changing-spot"), ("É grave?", "how-serious"),
          ("Ela não consegue respirar", "breathing"), ("Os lábios estão inchados", "breathing"),
          ("É contagioso?", "contagion"), ("Quantos comprimidos tomo?", "dose"),
          ("Posso parar o tratamento?", "stopping"),
          ("Isso é câncer?", "cancer"), ("Estou grávida", "pregnancy"), ("Coça muito à noite", "itch"),
          ("O que é isto?", "about/name"), ("Por que apareceu?", "about/cause"),
          ("Qual o tratamento?", "about/treatment"),
          ("Posso ir à escola?", "school"), ("Bolhas perto do olho", "eye"),
          ("Vai deixar cicatriz?", "scars"),
        ]),
      samples(
        .arabic,
        [
          ("ابني عنده حمى وطفح", "fever"), ("أريد أن أموت", "self-harm"), ("عضني كلب", "bite"),
          ("أنا حامل وعندي فقاعات", "pregnancy-danger"), ("الشامة تكبر", "changing-spot"),
          ("هل هو خطير؟", "how-serious"),
          ("لا يستطيع التنفس", "breathing"), ("تورمت شفتاه ووجهه", "breathing"), ("هل هو معدي؟", "contagion"),
          ("كم حبة آخذ؟", "dose"), ("هل أوقف العلاج؟", "stopping"), ("هل هذا سرطان؟", "cancer"),
          ("أنا حامل", "pregnancy"),
          ("عندي حكة شديدة", "itch"), ("ما هذا؟", "about/name"), ("لماذا ظهر؟", "about/cause"),
          ("ما العلاج؟", "about/treatment"), ("هل يذهب طفلي إلى المدرسة؟", "school"),
          ("فقاعات قرب العين", "eye"),
          ("هل ينتقل إلى الآخرين؟", "contagion"),
        ]),
      samples(
        .hindi,
        [
          ("बच्चे को बुखार और दाने हैं", "fever"), ("मैं मरना चाहता हूँ", "self-harm"), ("साँप ने काट लिया", "bite"),
          ("मैं गर्भवती हूँ और छाले हैं", "pregnancy-danger"), ("तिल बढ़ रहा है", "changing-spot"), ("क्या यह गंभीर है?", "how-serious"),
          ("साँस लेने में तकलीफ़ है", "breathing"), ("होंठ सूज गए हैं", "breathing"), ("क्या यह दूसरों में फैलता है?", "contagion"),
          ("कितनी गोली लूँ?", "dose"), ("क्या दवा बंद कर दूँ?", "stopping"), ("क्या यह कैंसर है?", "cancer"),
          ("मैं गर्भवती हूँ", "pregnancy"), ("रात में बहुत खुजली होती है", "itch"), ("यह क्या है?", "about/name"),
          ("यह क्यों हुआ?", "about/cause"), ("इसका इलाज क्या है?", "about/treatment"), ("क्या बच्चा स्कूल जा सकता है?", "school"),
          ("आँख के पास छाले हैं", "eye"), ("कितने दिन में ठीक होगा?", "how-long"),
        ]),
      samples(
        .swahili,
        [
          ("Mtoto ana homa na vipele", "fever"), ("Nataka kufa", "self-harm"), ("Nimeumwa na nyoka", "bite"),
          ("Nina mimba na malengelenge", "pregnancy-danger"), ("Doa linakua kubwa", "changing-spot"),
          ("Je, ni hatari?", "how-serious"),
          ("Hawezi kupumua vizuri", "breathing"), ("Midomo imevimba", "breathing"),
          ("Je, inaambukiza?", "contagion"),
          ("Ninywe vidonge vingapi?", "dose"), ("Je, niache dawa?", "stopping"), ("Je, ni saratani?", "cancer"),
          ("Nina mimba", "pregnancy"), ("Inawasha sana usiku", "itch"), ("Hii ni nini?", "about/name"),
          ("Kwa nini imetokea?", "about/cause"), ("Ni dawa gani inasaidia?", "about/treatment"),
          ("Mtoto anaweza kwenda shule?", "school"), ("Malengelenge karibu na jicho", "eye"),
          ("Itachukua muda gani?", "how-long"),
        ]),
    ].flatMap { $0 }

  private static func samples(_ language: Language, _ rows: [(String, String)]) -> [Sample] {
    rows.map { Sample(language: language, question: $0.0, id: $0.1) }
  }
}
