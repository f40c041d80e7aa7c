"""Makes test/fixtures/data/tokenizers/: tokenizer.json files and what the reference makes of a few texts (expected.json).

Made with tokenizers 0.23.3: pip install tokenizers==0.23.3
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

FOLDER = Path(__file__).parent.parent / "fixtures" / "data" / "tokenizers"
CORPUS = [
    "Ein kleines Mädchen klettert in ein Spielhaus aus Holz.",
    "Zwei junge weiße Männer sind im Freien in der Nähe vieler Büsche.",
    "A little girl climbing into a wooden playhouse, isn't she?",
    "Two young, white males are outside near many bushes.",
    "The man's dogs (three of them) aren't here!",
] * 3
TEXTS = [
    "Ein Mädchen klettert.",
    "Two girls aren't near the playhouse, are they?",
    "[CLS] is not special here <s>",
    "naïve 日本 \U0001f600 zebra",
    "",
]


def byte_level() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=["<s>", "<pad>", "</s>"], initial_alphabet=alphabet)
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def word_piece() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(vocab_size=200, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    expected = {}
    for name, tokenizer in {"byteLevel": byte_level(), "wordPiece": word_piece()}.items():
        tokenizer.save(str(FOLDER / f"{name}.json"), pretty=False)
        encodings = [tokenizer.encode(text, add_special_tokens=False) for text in TEXTS]
        expected[name] = [
            {"text": text, "tokens": encoding.tokens, "decoded": tokenizer.decode(encoding.ids, skip_special_tokens=False)}
            for text, encoding in zip(TEXTS, encodings)
        ]
    (FOLDER / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf8")


if __name__ == "__main__":
    main()
