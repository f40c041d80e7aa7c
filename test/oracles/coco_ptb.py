"""The PTB tokenizer of pycocoevalcap 1.2 (Stanford CoreNLP 3.4.1), a line at a time."""

import subprocess
import tempfile
from pathlib import Path

import pycocoevalcap.tokenizer.ptbtokenizer as ptbtokenizer

JAR = Path(ptbtokenizer.__file__).parent / ptbtokenizer.STANFORD_CORENLP_3_4_1_JAR
# The program looks beyond the end of a line: a capital there makes `in row B.` a sentence's end.
BETWEEN = 'zzz'


def ptb_lines(lines):
    """What the program makes of each line by itself, before punctuation is taken out. Lines hold no line ends."""
    with tempfile.NamedTemporaryFile('w', suffix='.txt', encoding='utf-8', newline='', delete=False) as file:
        file.writelines(f'{line}\n{BETWEEN}\n' for line in lines)
    command = ['java', '-Dfile.encoding=UTF-8', '-cp', JAR, 'edu.stanford.nlp.process.PTBTokenizer', '-preserveLines', '-lowerCase']
    done = subprocess.run([*command, file.name], capture_output=True, check=True)
    Path(file.name).unlink()
    tokens = done.stdout.decode('utf-8').split('\n')
    assert tokens[1 : 2 * len(lines) : 2] == [BETWEEN] * len(lines), 'a line ended too early'
    return tokens[0 : 2 * len(lines) : 2]


def without_punctuation(line):
    """As PTBTokenizer.tokenize of pycocoevalcap goes on with a line."""
    return ' '.join(word for word in line.rstrip().split(' ') if word not in ptbtokenizer.PUNCTUATIONS)
