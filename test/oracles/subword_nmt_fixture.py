"""Makes test/fixtures/data/bpe/: text.txt, what subword-nmt learns from it (merges.txt), and what
that makes of other words (heldOut.txt, heldOutApplied.txt).

Made with subword-nmt 0.3.8: pip install subword-nmt==0.3.8
The text has many ties, letters above U+FFFF, marks, overlapping pairs (aaa) and a small alphabet, in which symbols come
about in several ways.
"""

import io
import random
from pathlib import Path

from subword_nmt.apply_bpe import BPE
from subword_nmt.learn_bpe import learn_bpe

FOLDER = Path(__file__).parent.parent / "fixtures" / "data" / "bpe"
MERGES = 1500
ALPHABETS = [
    "ab",
    "abc",
    "aeiourstlnmd",
    "äöüßeinrst",
    "αβγδεικ",
    "\U0001f600\U0001f680\U00010400\ufb01\uffedx",
    "日本語中文字",
    "e\u0301\u0308n\u0303o",
]


def make_text(seed: int, sentences: int) -> str:
    generator = random.Random(seed)
    words = [
        "".join(generator.choices(alphabet, k=generator.randint(1, 14)))
        for alphabet in ALPHABETS
        for _ in range(60)
    ]
    weights = [1 / (1 + generator.randrange(40)) for _ in words]
    lines = (" ".join(generator.choices(words, weights, k=generator.randint(3, 12))) for _ in range(sentences))
    return "".join(line + "\n" for line in lines)


def learn(text: str, merges: int, minimum: int = 2) -> str:
    codes = io.StringIO()
    learn_bpe(io.StringIO(text), codes, merges, min_frequency=minimum)
    return codes.getvalue()


def main() -> None:
    text = make_text(seed=1, sentences=250)
    codes = learn(text, MERGES)
    held_out = make_text(seed=2, sentences=60)
    bpe = BPE(io.StringIO(codes))
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "text.txt").write_text(text, "utf8")
    (FOLDER / "merges.txt").write_text(codes, "utf8")
    (FOLDER / "heldOut.txt").write_text(held_out, "utf8")
    applied = "".join(bpe.process_line(line + "\n") for line in held_out.splitlines())
    (FOLDER / "heldOutApplied.txt").write_text(applied, "utf8")


if __name__ == "__main__":
    main()
