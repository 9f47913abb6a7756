extension FollowUps {
  /// Questions about a treatment that somebody has, or may have.
  static let treatment: [FollowUpIntent] = [
    FollowUpIntent(
      id: "side-effects",
      phrases: [
        "side effect~|effects", "interact~ with", "mix|together|combine~ * tablets|medicine~|pills",
        "long term * safe|harm~|use", "safe * long term",
      ],
      exceptions: ["drink~|alcohol|beer|wine"],
      general:
        "The leaflet of a medicine says which effects it can have and what must not be taken with it; a pharmacist or"
        + " whoever prescribed it can explain it. Tell them about every other medicine, herb and illness. Do not stop a"
        + " prescribed medicine on your own. A new rash, yellow eyes, fever, sores in the mouth or hard breathing after a"
        + " medicine need care today.",
      source: "NHS, medicines information; WHO, medication without harm"),
    FollowUpIntent(
      id: "not-working",
      phrases: [
        "not|isnt|doesnt|didnt|dont|never work|working|help|helping|worked|helped",
        "came|come|comes|coming back after * cream|treatment|tablets|medicine~|lotion",
        "still * after * cream|treatment|tablets|medicine~|lotion",
      ],
      exceptions: ["photo|picture|app|program|camera|link|page"],
      general:
        "If a treatment does not help, or it comes back afterwards, go back to whoever prescribed it, with everything that"
        + " was used: it may be another disease, the medicine may need longer or another way of use, or others at home may"
        + " pass it back. Add no other medicine meanwhile, and do not take more than was prescribed.",
      byClass: [
        "infestation_bites":
          "After a treatment against scabies the itch can go on for some weeks; new spots after that time need a clinician.",
        "fungal": "If it is a fungal infection, treatment often must go on after the skin looks well.",
      ],
      source: "NHS, scabies, ringworm; NICE CKS, scabies"),
    FollowUpIntent(
      id: "household",
      phrases: [
        "treat~ * whole|entire|everybody|everyone|family|household|all|husband|wife|partner|children|kids",
        "everybody|everyone|all|whole|family|household * treated|treatment|medicine|lotion|cream",
      ],
      exceptions: ["all over|day|night|the time"],
      general:
        "Whether others at home need treatment too depends on what it is, so a clinician must say that first. Against"
        + " scabies, everybody at home and every close contact is treated on the same day, also who does not itch; against"
        + " head lice, those who have living lice; against ringworm, those who have signs of it. A baby or a pregnant woman"
        + " is treated only as a clinician says.",
      source: "NHS, scabies, head lice, ringworm; WHO, scabies"),
    FollowUpIntent(
      id: "procedure",
      phrases: [
        "operation|surgery|stitches|injection|injections|freezing|laser|biopsy * hurt~|painful|pain|scar|safe|after|back|again|worse|spread~",
        "cut|cutting|taken|take|remove~ it out|off|away * grow|come|back|again|hurt~|spread~|scar",
      ],
      exceptions: ["myself|yourself|home|knife|scissors|razor"],
      general:
        "Whoever would do an operation, a laser treatment, a freezing or an injection explains whether it helps, how much it"
        + " hurts, what scar it leaves, and what happens if nothing is done. Cutting does not make a cancer spread; what may"
        + " be cancer is taken out and tested. A keloid that is only cut often grows again. Say beforehand if you take blood"
        + " thinners, are pregnant, scar badly, or bear a medicine badly.",
      source: "NHS, skin cancer and keloid scars; DermNet, keloid; Cancer Research UK, myths"),
  ]
}
