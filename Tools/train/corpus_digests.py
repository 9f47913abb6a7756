"""Writes the digests of the corpus' sentences as Swift, so that the answer guard knows them again.

    python Tools/train/corpus_digests.py > Sources/SkinSafety/CorpusDigests.swift

A sentence counts by its ASCII letters and digits in lower case, as FNV-1a with 64 bits; so spaces and marks do not
matter. Run it again when the corpus changes; sentences that are missing are only judged more strictly.
"""
import pathlib
import re


def digest(sentence: str) -> int:
    value = 0xCBF29CE484222325
    for byte in sentence.lower().encode():
        if chr(byte).isascii() and chr(byte).isalnum():
            value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def sentences():
    folder = pathlib.Path(__file__).parent / "corpus"
    for path in sorted(folder.glob("*.toml")):
        for text in re.findall(r'"([^"]+\.)"', path.read_text(encoding="utf-8")):
            yield from re.split(r"(?<=[.!?]) ", text)


def main():
    # Short ones ("No.") mean nothing alone, so they are judged like any other.
    digests = sorted({digest(sentence) for sentence in sentences() if len(sentence.split()) > 3})
    print("/// Digests of the sentences of `Tools/train/corpus`, written by `Tools/train/corpus_digests.py`.")
    print("///")
    print("/// A sentence of the model that is one of these was written by people of this project; no clinician has")
    print("/// reviewed them yet.")
    print("enum CorpusDigests {")
    print("  /// Whether a text is one of the corpus' sentences, but for spaces, marks and case.")
    print("  static func contains(_ text: some StringProtocol) -> Bool {")
    print("    var digest: UInt64 = 0xCBF2_9CE4_8422_2325")
    print("    for byte in text.lowercased().utf8 where byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39 {")
    print("      digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3")
    print("    }")
    print("    return digests.contains(digest)")
    print("  }")
    print()
    print("  private static let digests: Set<UInt64> = Set(")
    print("    text.split(whereSeparator: \\.isWhitespace).compactMap { UInt64($0, radix: 36) })")
    print()
    print('  private static let text = """')
    line = "   "
    for value in digests:
        word = ""
        while value:
            value, rest = divmod(value, 36)
            word = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + word
        if len(line) + 1 + len(word) > 119:
            print(line)
            line = "   "
        line += " " + word
    print(line)
    print('    """')
    print("}")


if __name__ == "__main__":
    main()
