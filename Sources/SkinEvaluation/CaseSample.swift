/// Photos drawn for a trial: a number of each class of the paper, each from a different group.
package struct CaseSample: Hashable, Sendable {
  /// What was drawn of a class.
  package struct ClassCount: Hashable, Sendable, Codable {
    /// The paper's name.
    package var paperClass: String
    /// The slug of the model's class.
    package var `class`: String
    /// Photos that the table has of it.
    package var photos: Int
    /// Groups of photos that belong together.
    package var groups: Int
    /// Photos drawn.
    package var drawn: Int

    private enum CodingKeys: String, CodingKey {
      case paperClass = "paper_class"
      case `class`, photos, groups, drawn
    }
  }

  /// The photos, class by class in the paper's order.
  package let photos: [LabelledPhoto]
  /// What was drawn of each class.
  package let counts: [ClassCount]

  /// Draws.
  ///
  /// - Parameters:
  ///   - photos: their order does not matter.
  ///   - perClass: photos of each class; fewer if the table has fewer groups.
  ///   - seed: the same photos for the same seed.
  package init(
    _ photos: [LabelledPhoto], classes: [PaperClass] = PaperClass.all, perClass: Int, seed: UInt64
  ) {
    var drawn: [LabelledPhoto] = []
    var counts: [ClassCount] = []
    // A group whose photos have two labels is drawn once.
    var taken: Set<String> = []
    for found in classes {
      let own = photos.filter { $0.label == found.slug }
      let members = Dictionary(grouping: own, by: \.group)
      var groups = members.keys.sorted()
      let groupCount = groups.count
      var draw = SeededDraw(seed: seed, name: found.slug)
      var chosen = 0
      while chosen < perClass, !groups.isEmpty {
        let group = groups.remove(at: draw.next(groups.count))
        guard taken.insert(group).inserted, let files = members[group]?.sorted(by: { $0.file < $1.file }) else {
          continue
        }
        drawn.append(files[draw.next(files.count)])
        chosen += 1
      }
      counts.append(
        ClassCount(
          paperClass: found.name, class: found.slug, photos: own.count, groups: groupCount, drawn: chosen))
    }
    self.photos = drawn
    self.counts = counts
  }
}
