package import SkinSafety

/// Line drawings for people who read little, as inline SVG: no file, no font.
package enum SimplePictures {
  /// All pictures as symbols `icon-NAME`, 48 x 48, drawn in the text's colour.
  package static let sprite =
    "<svg class=\"sprite\" aria-hidden=\"true\" width=\"0\" height=\"0\">"
    + [
      ("emergency", "<path d='M16 3h16l13 13v16L32 45H16L3 32V16z'/><path d='M24 12v15M24 34v2' class='thick'/>"),
      ("within-24-hours", "<circle cx='24' cy='24' r='20'/><path d='M24 11v13l9 6' class='thick'/>"),
      (
        "within-2-weeks",
        "<rect x='5' y='8' width='38' height='35' rx='4'/><path d='M5 18h38M15 3v9M33 3v9'/>"
          + "<path d='M12 26h5M21 26h5M30 26h5M12 35h5M21 35h5M30 35h5' class='thick'/>"
      ),
      (
        "routine",
        "<circle cx='24' cy='13' r='8'/><path d='M8 45c0-12 6-19 16-19s16 7 16 19zM24 31v9M19.5 35.5h9'/>"
      ),
      (
        "not-assessed",
        "<circle cx='24' cy='24' r='20'/><path d='M17 18c1-10 16-8 14 1-1 4-7 5-7 10M24 35v2' class='thick'/>"
      ),
      (
        "no-photo",
        "<rect x='4' y='13' width='40' height='28' rx='4'/><path d='M16 13l3-6h10l3 6M5 45L43 5'/><circle cx='24' cy='27' r='8'/>"
      ),
      (
        "clinician",
        "<circle cx='24' cy='13' r='8'/><path d='M8 45c0-12 6-19 16-19s16 7 16 19zM24 31v9M19.5 35.5h9'/>"
      ),
      ("medicine", "<rect x='12' y='14' width='24' height='31' rx='4'/><path d='M16 14V5h16v9M24 22v14M17 29h14'/>"),
      ("blade", "<path d='M42 4L22 26l5 5L44 12zM22 26L5 40c-1 4 1 6 4 4l18-13'/>"),
      ("wait", "<path d='M11 4h26M11 44h26M14 4c0 12 8 14 8 20s-8 8-8 20M34 4c0 12-8 14-8 20s8 8 8 20'/>"),
    ].map {
      "<symbol id=\"icon-\($0.0)\" viewBox=\"0 0 48 48\"><g fill=\"none\" stroke=\"currentColor\" stroke-width=\"3\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\($0.1)</g></symbol>"
    }.joined() + "</svg>"

  /// A picture by its name.
  package static func icon(_ name: String) -> String {
    "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#icon-\(name)\"/></svg>"
  }

  /// A body from the front with the reported sites of the skin disease marked; a site has the class `at-CODE`.
  package static func body(_ sites: Set<History.Site>) -> String {
    let marked = sites.map { " on-\($0.rawValue)" }.sorted().joined()
    return "<svg class=\"body\(marked)\" viewBox=\"0 0 100 200\" role=\"img\">" + parts + "</svg>"
  }

  /// The style of a body: a place is red where the whole has the class of its mark.
  package static let marks =
    ".body .outline{fill:#eee;stroke:#000;stroke-width:1.5}.body [class^=at-],.body [class^=at-] *{fill:none}"
    + History.Site.allCases.map {
      ".on-\($0.rawValue) .at-\($0.rawValue),.on-\($0.rawValue) .at-\($0.rawValue) *{fill:#c62828!important}"
    }
    .joined()

  /// The body's parts, outline first.
  private static let parts =
    "<path class=\"outline\" d=\"M50 6c9 0 14 7 14 16s-5 15-9 18v5c12 2 19 6 21 16l11 50-7 2-13-41-2 30c2 12 2 20 1 32l-3 52H52l-2-62-2 62H37l-3-52c-1-12-1-20 1-32l-2-30-13 41-7-2 11-50c2-10 9-14 21-16v-5c-4-3-9-9-9-18S41 6 50 6z\"/>"
    + "<ellipse class=\"at-scalp\" cx=\"50\" cy=\"10\" rx=\"10\" ry=\"5\"/><ellipse class=\"at-face\" cx=\"50\" cy=\"24\" rx=\"9\" ry=\"11\"/>"
    + "<rect class=\"at-trunk\" x=\"38\" y=\"52\" width=\"24\" height=\"46\" rx=\"8\"/>"
    + "<circle class=\"at-elbowsKnees\" cx=\"24\" cy=\"84\" r=\"6\"/><circle class=\"at-elbowsKnees\" cx=\"76\" cy=\"84\" r=\"6\"/>"
    + "<circle class=\"at-elbowsKnees\" cx=\"41\" cy=\"150\" r=\"6\"/><circle class=\"at-elbowsKnees\" cx=\"59\" cy=\"150\" r=\"6\"/>"
    + "<g class=\"at-hands at-fingerWebs\"><circle cx=\"16\" cy=\"112\" r=\"7\"/><circle cx=\"84\" cy=\"112\" r=\"7\"/></g>"
    + "<g class=\"at-feet\"><ellipse cx=\"42\" cy=\"192\" rx=\"8\" ry=\"5\"/><ellipse cx=\"58\" cy=\"192\" rx=\"8\" ry=\"5\"/></g>"
    + "<g class=\"at-nails\"><circle cx=\"15\" cy=\"117\" r=\"4\"/><circle cx=\"85\" cy=\"117\" r=\"4\"/><circle cx=\"41\" cy=\"195\" r=\"4\"/><circle cx=\"59\" cy=\"195\" r=\"4\"/></g>"
    + "<g class=\"at-folds\"><circle cx=\"33\" cy=\"58\" r=\"5\"/><circle cx=\"67\" cy=\"58\" r=\"5\"/><ellipse cx=\"50\" cy=\"112\" rx=\"12\" ry=\"4\"/></g>"
    + "<ellipse class=\"at-genitals\" cx=\"50\" cy=\"116\" rx=\"7\" ry=\"6\"/>"
}
