"""Remakes what BLEU and chrF are tested against, with sacreBLEU itself, and the character tables of its tokenizer intl.

    pip install sacrebleu==2.6.0 regex==2026.11.19
    python test/oracles/sacrebleu_fixture.py

Written with Python 3.11.7 (str.lower of Unicode 14), sacreBLEU 2.6.0, regex 2026.11.19. It writes
  test/fixtures/metrics/sacrebleu.json.gz           texts, and scores of them under every kind of options
  test/fixtures/metrics/lowercase.json              what str.lower makes of texts whose case is hard
  src/metrics/tokenizers/unicodeCategories.ts       the categories P, S and N as the package regex knows them
"""

import gzip
import itertools
import json
import random
from pathlib import Path

import regex
import sacrebleu
from sacrebleu.metrics import BLEU, CHRF

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / 'test/fixtures/metrics'
SMOOTHINGS = [('exp', None), ('none', None), ('floor', None), ('floor', 0.01), ('add-k', None), ('add-k', 0.5)]

WORDS = """the a man woman two dogs is are playing running in on with of red blue shirt street water young people
standing near ball children sitting grass large black white group through front field holding wearing jumping
Das Mädchen läuft über die Straße großes Schloß Überall naïve café œuvre Ærø fiancée señor İstanbul ılık
ΟΔΥΣΣΕΥΣ Σίσυφος ΣΑΣ λόγος Привет мир Ёлка don't it's we'll O'Neil mother-in-law well-known e-mail U.S.A. Mr. e.g.
""".split()
NUMBERS = ['3.14', '1,000', '1,000,000.50', '2016', '12-13', '10:30', '50%', '$5', '€20', '-7', '.5', '5.', '1/2', '½', '²', '٣٫١٤', '४२', 'Ⅳ', '第3回', '007-', 'A4-B2']
PUNCTUATION = list('.,!?;:-()[]{}"\'/\\&*@#%^_~`+=<>|$') + ['...', '--', '?!', '«', '»', '„', '“', '”', '’', '–', '—', '…', '¿', '、', '。', '「', '」', '・', '§', '©', '°', '×', '·', '…,', '.,', ',.', '".', '-.']
ENTITIES = ['&quot;', '&amp;', '&lt;', '&gt;', '&apos;', '&amp;quot;', '&amp;lt;', '&', '&&', '<skipped>', 'x<skipped>y', '<skip', '&QUOT;', '&quot;Hi&quot;,', 'AT&amp;T']
EASTERN = list('猫犬人山水上下大小日本語中国文字東京漢') + ['ひらがな', 'カタカナ', '한국어', '사람', 'ＡＢＣ', '１２３', '𠀋', '𩸽']
EMOJI = ['😀', '👍🏽', '👨‍👩‍👧', '🇫🇷', '❤️', '☃', '🫠', '🦊.', '1️⃣', '\U0001fae9', 'x\u0301', 'e\u0301\u0308', '\u20c0', '\u2e5d', '\u20c2', 'a\u2e60b', '3\U00012550.', '\u0000', '\ufeff', '\u200b', '\u00ad', '\ufffd', '\U0001d7d8', '\U0001d49c']
SPACES = [' ', ' ', ' ', '  ', '\t', '\u00a0', '\u3000', '\u2003', ' \t ', '\u2028', '\u0085', '\u001c', '\u001f', '\u205f', '\u1680', '\r', '\n', '-\n', '\u200b', '\u180e', '\ufeff']


def segment(rng, pools, most, spaces):
    parts = [rng.choice(rng.choice(pools)) for _ in range(rng.randint(0 if rng.random() < 0.1 else 1, most))]
    return ''.join(part + ('' if rng.random() < 0.08 else rng.choice(spaces)) for part in parts)


def corrupt(rng, text, pools, share):
    """A hypothesis: the reference with words lost, changed, doubled, swapped and their case changed."""
    words = []
    for word in text.split(' '):
        action = rng.random()
        if action < share:
            word = rng.choice([[], [rng.choice(rng.choice(pools))], [word, word], [word.upper()], [word.capitalize()], [word[::-1]]])
            words.extend(word)
        else:
            words.append(word)
    if len(words) > 1 and rng.random() < share:
        i = rng.randrange(len(words) - 1)
        words[i], words[i + 1] = words[i + 1], words[i]
    return ' '.join(words)


def corpus(rng, size, pools, most, spaces, share=0.25):
    references = [[segment(rng, pools, most, spaces) for _ in range(size)]]
    references.append([corrupt(rng, text, pools, 0.5) for text in references[0]])
    references.append([rng.choice([None, '', segment(rng, pools, most, spaces)]) for _ in range(size)])
    hypotheses = [corrupt(rng, text, pools, share) if rng.random() < 0.96 else '' for text in references[0]]
    return hypotheses, references


def corpora():
    rng = random.Random(20260)
    plain = [' ']
    everything = [WORDS, NUMBERS, PUNCTUATION, ENTITIES, EASTERN, EMOJI]
    return {
        'small': corpus(rng, 40, [WORDS, WORDS, PUNCTUATION, NUMBERS, EASTERN], 9, plain, 0.4),
        'words': corpus(rng, 400, [WORDS], 25, plain),
        'punctuation': corpus(rng, 400, [WORDS, NUMBERS, PUNCTUATION], 20, plain),
        'entities': corpus(rng, 300, [WORDS, ENTITIES, PUNCTUATION], 14, plain),
        'eastern': corpus(rng, 300, [EASTERN, EASTERN, WORDS], 14, ['', '', ' ']),
        'emoji': corpus(rng, 300, [EMOJI, WORDS, PUNCTUATION], 12, plain),
        'whitespace': corpus(rng, 300, everything, 10, SPACES),
        'short': corpus(rng, 200, [WORDS], 3, plain, 0.6),
        'tiny': corpus(rng, 3, [WORDS], 4, plain, 0.7),
        'unrelated': ([f'{a}x' for a in WORDS[:30]], [[f'y{a}' for a in WORDS[30:60]]] * 2 + [[None, ''] * 15]),
        'empty': ([''] * 5, [['a b', '', 'c', '', 'd e f']] * 2 + [[None, '', 'x', None, '']]),
    }


# Which of a corpus's lists of references are used: one, one other, two, and two with some missing.
REFERENCES = [[0], [1], [0, 1], [0, 2]]


def chosen(references, which):
    return [references[i] for i in which]


def bleu_options():
    for tokenize, lowercase, which in itertools.product(['13a', 'intl', 'char', 'none'], [False, True], REFERENCES):
        yield {'tokenize': tokenize, 'lowercase': lowercase}, which


def smoothing_options():
    for (method, value), effective in itertools.product(SMOOTHINGS, [False, True]):
        yield {'smooth_method': method, 'smooth_value': value, 'effective_order': effective}


def score_bleu(hypotheses, references, options):
    metric = BLEU(force=True, **options)
    score = metric.corpus_score(hypotheses, references)
    text = score.format(width=10, signature=str(metric.get_signature()))
    return score, text


def bleu_cases(rng, name, hypotheses, references):
    combinations = list(itertools.product(bleu_options(), smoothing_options()))
    if name != 'small':
        combinations = rng.sample(combinations, 28)
    for (options, which), smoothing in combinations:
        options = {**options, **smoothing}
        score, text = score_bleu(hypotheses, chosen(references, which), options)
        yield {
            'corpus': name, 'references': which, 'options': options, 'score': score.score, 'text': text,
            'details': [score.counts, score.totals, score.precisions, score.bp, score.sys_len, score.ref_len, score.ratio],
        }


def chrf_options():
    names = ['char_order', 'word_order', 'beta', 'lowercase', 'whitespace', 'eps_smoothing']
    for values in itertools.product([6, 3], [0, 1, 2], [2, 1, 3], [False, True], [False, True], [False, True]):
        yield dict(zip(names, values))


def chrf_cases(rng, name, hypotheses, references):
    combinations = list(itertools.product(chrf_options(), REFERENCES))
    for options, which in rng.sample(combinations, 300 if name == 'small' else 24):
        metric = CHRF(**options)
        score = metric.corpus_score(hypotheses, chosen(references, which))
        text = score.format(width=10, signature=str(metric.get_signature()))
        yield {'corpus': name, 'references': which, 'options': options, 'score': score.score, 'text': text}


def sentence_cases(rng, name, hypotheses, references):
    """Every fifth segment by itself, with two references, under options that change from one to the next."""
    for i in range(0, len(hypotheses), 5):
        options, _ = rng.choice(list(bleu_options()))
        method, value = rng.choice(SMOOTHINGS)
        options = {**options, 'smooth_method': method, 'smooth_value': value}
        lines = [references[0][i], references[1][i]]
        yield {
            'corpus': name, 'segment': i, 'options': options,
            'bleu': sacrebleu.sentence_bleu(hypotheses[i], lines, **options).score,
            'chrf': CHRF(word_order=2).sentence_score(hypotheses[i], lines).score,
        }


def lowercase_cases():
    words = ['Σ', 'ΑΣ', 'ΑΣ.', 'ΑΣΑ', 'ΣΣ', 'Α\u0301Σ', 'ΑΣ\u0301', 'ΑΣ\u0301Β', "ΑΣ'Σ", 'ΑΣ Σ', '1Σ', 'Σ1', 'Α:Σ', 'Α\u00adΣ', 'ΟΔΟΣ-ΟΔΟΣ',
             'İ', 'İİ', 'Iİ', 'I', 'ı', 'ẞ', 'ß', 'Ǆ', 'ǅ', 'Ω', 'K', 'Å', 'Ⅷ', 'Ⓐ', 'Ａ', 'Ɐ', 'Ꭰ', 'ꭰ', 'Ა', 'Ⴀ', '𐐀', '𞤀', 'Ϻ', 'ᾈ', 'ῼ', 'ŉ', 'ﬁ']
    return {word: word.lower() for word in words}


def ranges(pattern):
    matches = regex.compile(pattern).match
    codes = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000 and matches(chr(code))]
    for _, group in itertools.groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]):
        first, *_, last = [code for _, code in group] * 2
        yield f'{first:x}' if first == last else f'{first:x}-{last:x}'


def category(name, pattern):
    lines, line = [], ''
    for part in ranges(pattern):
        if len(line) + 1 + len(part) > 116:
            lines.append(line)
            line = part
        else:
            line = f'{line} {part}'.strip()
    body = '\n'.join([*lines, line])
    return f'export const {name} = characterClass(`\n{body}\n`);\n'


CATEGORIES_HEAD = '''// Made by test/oracles/sacrebleu_fixture.py from the Python package regex {version}; not to be edited.

/**
 * The general categories that sacreBLEU's tokenizer intl splits at, as ranges of code points. V8's own \\\\p{{P}}, \\\\p{{S}}
 * and \\\\p{{N}} follow the Unicode version that Node was built with, which is not the one that sacreBLEU scores by.
 */
const characterClass = (ranges: string): string =>
  ranges
    .trim()
    .replaceAll(/[0-9a-f]+/g, String.raw`\\u{{$&}}`)
    .replaceAll(/\\s/g, '');

'''


def write_categories():
    head = CATEGORIES_HEAD.format(version=regex.__version__).replace('\\\\', '\\')
    parts = [category('punctuation', r'\p{P}'), category('symbols', r'\p{S}'), category('numbers', r'\p{N}')]
    (ROOT / 'src/metrics/tokenizers/unicodeCategories.ts').write_text(head + '\n'.join(parts))


def main():
    assert sacrebleu.__version__ == '2.6.0', sacrebleu.__version__
    write_categories()
    rng = random.Random(7)
    texts = corpora()
    fixture = {'corpora': {name: {'hypotheses': h, 'references': r} for name, (h, r) in texts.items()}}
    for kind, cases in [('bleu', bleu_cases), ('chrf', chrf_cases), ('sentences', sentence_cases)]:
        fixture[kind] = [case for name, text in texts.items() for case in cases(rng, name, *text)]
    FIXTURES.mkdir(parents=True, exist_ok=True)
    data = json.dumps(fixture, separators=(',', ':'), ensure_ascii=False).encode()
    (FIXTURES / 'sacrebleu.json.gz').write_bytes(gzip.compress(data, 9, mtime=0))
    (FIXTURES / 'lowercase.json').write_text(json.dumps(lowercase_cases(), indent=2) + '\n')
    print({kind: len(fixture[kind]) for kind in ('bleu', 'chrf', 'sentences')}, sum(len(h) for h, _ in texts.values()), len(data))


main()
