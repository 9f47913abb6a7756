import SkinSafety
import Testing

struct FixedRepliesTests {
  @Test(arguments: [
    ("How much ibuprofen can I give my 4-year-old?", "no amount"), ("What dose of prednisone?", "no amount"),
    ("How many tablets a day?", "no amount"), ("how often should I take it", "no amount"),
    ("Should I worry about my mole?", "cannot rule out"), ("Is it cancer?", "cannot rule out"),
    ("is this melanoma??", "cannot rule out"), ("Is my spot harmless?", "cannot rule out"),
    ("Do I need to see a doctor?", "cannot rule out"), ("Is it contagious?", "share no towels"),
    ("Can my children catch it from me?", "share no towels"), ("May I go to school?", "share no towels"),
    ("Can I stop taking methotrexate?", "Do not stop"), ("I want to come off my steroid cream.", "Do not stop"),
    ("I am pregnant, which cream?", "In pregnancy"), ("Is it safe while breastfeeding?", "In pregnancy"),
  ])
  func `questions that the model must not answer have fixed answers`(question: String, part: String) throws {
    #expect(try #require(FixedReplies.reply(to: question, topClasses: ["dermatitis"])).contains(part))
  }

  @Test(arguments: [
    "Could you describe the skin disease in this image for me?",
    "Please provide a paragraph listing additional features you observed in the image.",
    "Based on the previous information, please provide a detailed explanation of the cause of this skin disease.",
    "What treatment and medication should be recommended for this case?",
    "What else could it be?", "Which colours do you see?", "Does sunlight make it worse?",
  ])
  func `other questions are the model's`(question: String) {
    #expect(FixedReplies.reply(to: question, topClasses: ["dermatitis"]) == nil)
  }

  @Test func `whether it is contagious is answered for each class with doubt`() throws {
    let slugs = [
      "acne_rosacea", "bacterial", "benign_tumor", "bullous", "connective_tissue", "dermatitis", "fungal", "herpes",
      "infestation_bites", "light", "malignant", "melanoma_nevi", "nonskin", "normal_skin", "others",
      "psoriasis_lichen", "urticaria", "vascular_tumor",
    ]
    var replies: Set<String> = []
    for slug in slugs {
      let reply = try #require(FixedReplies.reply(to: "Is it contagious?", topClasses: [slug]))
      #expect(reply.contains("The picture cannot decide which it is"))
      replies.insert(reply)
    }
    #expect(replies.count == slugs.count)
  }

  @Test func `two topics get two answers`() throws {
    let reply = try #require(FixedReplies.reply(to: "Is it cancer, and is it contagious?", topClasses: []))
    #expect(reply.contains("cannot rule out") && reply.contains("share no towels"))
  }
}
