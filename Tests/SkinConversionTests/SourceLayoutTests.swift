import SkinConfiguration
import Testing

@testable import SkinConversion

/// The table of source names is whole: every tensor in every dialect of its file.
struct SourceLayoutTests {
  @Test func `every tensor of the container has one row`() {
    #expect(Set(SourceLayout.rows.map(\.tensor)) == Set(TensorSlot.all))
    #expect(SourceLayout.rows.count == TensorSlot.all.count)
  }

  @Test func `every row is spelled in every dialect of its file, and GGUF and folder have equally many terms`() {
    let dialects: [SourceFile: Set<SourceDialect>] = [
      .vision: [.eva, .blip2Folder, .siglip, .siglipGGUF], .query: [.blip2, .blip2Folder],
      .alignment: [.miniGPT4, .gemma3Projector, .gemma3ProjectorGGUF],
      .language: [.llama, .llamaGGUF, .gemma3, .gemma3GGUF],
    ]
    for row in SourceLayout.rows {
      let wanted: Set<SourceDialect>? =
        switch row.tensor {
        case .vision(.classToken): [.eva, .blip2Folder]
        case .vision(.outputNormWeight), .vision(.outputNormBias): [.blip2, .blip2Folder, .siglip, .siglipGGUF]
        case .query(.inputNormWeight): [.blip2, .blip2Folder, .gemma3Projector, .gemma3ProjectorGGUF]
        case .language(.embedding): [.llama, .llamaGGUF]
        case .languageLayer(let part) where part.isGemmas: [.gemma3, .gemma3GGUF]
        default: dialects[row.file]
        }
      #expect(Set(row.spellings.keys) == wanted, "\(row.tensor)")
      for (dialect, spellings) in row.spellings {
        #expect(spellings.allSatisfy { !$0.isEmpty }, "\(row.tensor), \(dialect)")
        for pattern in spellings.joined().compactMap(\.pattern) {
          #expect(pattern.contains("#") == row.tensor.isInLayer, "\(pattern)")
        }
      }
      #expect(row.spellings[.llama]?[0].count == row.spellings[.llamaGGUF]?[0].count)
      #expect(row.spellings[.gemma3]?[0].count == row.spellings[.gemma3GGUF]?[0].count)
      #expect(row.spellings[.siglip]?[0].count == row.spellings[.siglipGGUF]?[0].count)
      #expect(row.spellings[.gemma3Projector]?[0].count == row.spellings[.gemma3ProjectorGGUF]?[0].count)
    }
  }

  @Test func `no two tensors of a dialect have one name`() {
    for dialect in SourceDialect.allCases {
      let patterns = SourceLayout.rows.flatMap { $0.spellings[dialect] ?? [] }.joined().compactMap(\.pattern)
      #expect(Set(patterns).count == patterns.count, "\(dialect)")
    }
  }

  @Test func `the terms of a tensor fill it`() {
    for shape in PublishedShape.allCases {
      let configuration = shape.configuration
      for (row, _, entry) in SourceLayout.places(in: configuration) {
        for spellings in row.spellings.values {
          for terms in spellings {
            let counts = row.counts(entry, terms: terms.count, configuration.language)
            let total = entry.kind == .vector ? entry.columnCount : entry.rowCount
            #expect(counts.reduce(0, +) == total, "\(entry.name)")
          }
        }
      }
      #expect(SourceLayout.places(in: configuration).count == TensorCatalogue(configuration).entries.count)
    }
  }
}
