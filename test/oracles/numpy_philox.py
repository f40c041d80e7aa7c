"""TensorFlow's StatelessRandomUniform in plain Python integers. Makes test/fixtures/ops/uniform.json.

Philox 4×32-10: Salmon et al. 2011, checked against the known answers of its authors' Random123 library. How the seed
becomes key and counter: tensorflow/core/kernels/stateless_random_ops.cc, GenerateKey.
Made with numpy 2.4.6: python test/oracles/numpy_philox.py
"""

import json
from pathlib import Path

import numpy as np

WORD = 0xFFFFFFFF


def philox(counter, key):
    a, b, c, d = counter
    k0, k1 = key
    for _ in range(10):
        first, third = a * 0xD2511F53, c * 0xCD9E8D57
        a, b, c, d = (third >> 32) ^ b ^ k0, third & WORD, (first >> 32) ^ d ^ k1, first & WORD
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return [a, b, c, d]


assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert philox([WORD] * 4, [WORD] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


def uniform_words(count, first, second):
    """The 23 random bits of each number: it is word / 2²³."""
    seed = [word for value in (first, second) for word in (value & WORD, (value >> 32) & WORD)]
    key0, key1, low, high = philox(seed, [0x3EC8F720, 0x02461E29])
    words = []
    for block in range((count + 3) // 4):
        words += philox([block, 0, low, high], [key0, key1])
    return [word & 0x7FFFFF for word in words[:count]]


def uniform(shape, first, second):
    words = uniform_words(int(np.prod(shape)), first, second)
    return (np.array(words, dtype=np.float64) / 2**23).reshape(shape)


if __name__ == "__main__":
    seeds = [(0, 0), (1, 3), (-1, 5), (2**31 - 1, -(2**31)), (123456789, -987654321)]
    cases = [{"seed": list(seed), "words": uniform_words(11, *seed)} for seed in seeds]
    Path("test/fixtures/ops/uniform.json").write_text("[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n")
