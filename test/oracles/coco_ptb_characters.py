"""Remakes the character tables of the PTB tokenizer by asking the Java program about every character by itself.

    pip install pycocoevalcap==1.2
    python test/oracles/coco_ptb_characters.py

Written with pycocoevalcap 1.2 (Stanford CoreNLP 3.4.1) and OpenJDK 17. It writes src/metrics/ptb/characters.ts. No
character is told from the program's source: each stands alone, between letters and between digits, and what comes out
says what it is.
"""

import itertools
import unicodedata
from pathlib import Path

from coco_ptb import ptb_lines

ROOT = Path(__file__).resolve().parents[2]
LINE_ENDS = {0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}


def ranges(codes):
    for _, group in itertools.groupby(enumerate(sorted(codes)), key=lambda pair: pair[1] - pair[0]):
        first, *_, last = [code for _, code in group] * 2
        yield f'{first:x}' if first == last else f'{first:x}-{last:x}'


def table(name, comment, codes):
    lines, line = [], ''
    for part in ranges(codes):
        if len(line) + 1 + len(part) > 116:
            lines.append(line)
            line = part
        else:
            line = f'{line} {part}'.strip()
    body = '\n'.join([*lines, line])
    return f'/** {comment} */\nexport const {name} = characterClass(`\n{body}\n`);\n'


def main():
    codes = [c for c in range(0x80, 0x10000) if not 0xD800 <= c <= 0xDFFF and c not in LINE_ENDS]
    alone = ptb_lines([chr(c) for c in codes])
    between_letters = ptb_lines([f'a{chr(c)}b' for c in codes])
    between_digits = ptb_lines([f'1{chr(c)}2' for c in codes])
    letters, digits, marks, signs = set(), set(), set(), set()
    for code, one, word, number in zip(codes, alone, between_letters, between_digits):
        own = chr(code).lower()
        if one != own:
            continue
        if word == f'a{own}b':
            kind = marks if number != f'1{own}2' else digits if unicodedata.category(chr(code)) == 'Nd' else letters
            kind.add(code)
        elif word == f'a {own} b':
            signs.add(code)
    head = '''// Made by test/oracles/coco_ptb_characters.py from Stanford CoreNLP 3.4.1; not to be edited.

/** Characters beyond ASCII as the tokenizer sees them, as ranges of code units. It knows none beyond U+FFFF. */
const characterClass = (ranges: string): string =>
  ranges
    .trim()
    .replaceAll(/[0-9a-f]+/g, (code) => String.raw`\\u${code.padStart(4, '0')}`)
    .replaceAll(/\\s/g, '');

'''
    parts = [
        table('otherLetters', 'Parts of words, with or without digits.', letters),
        table('otherDigits', 'Digits of other scripts.', digits),
        table('marks', 'Parts of words only: marks over letters, and signs that the program takes for such.', marks),
        table('otherSigns', 'Tokens by themselves, as they are.', signs),
    ]
    (ROOT / 'src/metrics/ptb/characters.ts').write_text(head + '\n'.join(parts))


if __name__ == '__main__':
    main()
