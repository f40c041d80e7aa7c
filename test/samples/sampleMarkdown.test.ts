import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SampledToken, SampleRecord } from '../../src/runs/events.ts';
import { describeSequence, describeToken } from '../../src/samples/describeSample.ts';
import type { Translate } from '../../src/samples/names.ts';
import { escaped, sequenceMarkdown, tokenMarkdown } from '../../src/samples/sampleMarkdown.ts';

const t: Translate = (english, ...values) =>
  english.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));

const token: SampledToken = {
  ...{ text: 'dog', id: 7, probability: 0.25, rank: 2, entropy: 1.5 },
  runnersUp: [
    { text: 'cat', probability: 0.5 },
    { text: 'dog', probability: 0.25 },
  ],
  target: [{ text: 'dog', mass: 0.90001 }],
};

const sample: SampleRecord = {
  ...{ step: 1200, split: 'train', example: 3, origin: 'hamming', source: 's', reference: 'r', text: 'x', tokens: [] },
  ...{ logProbability: -12.345678, distance: 2, reward: 0.135, weight: 0.00001, scores: { bleu: 33.333333 } },
};

/** Without the marks of isolation, which are there and not to be seen. */
const plain = (markdown: string) => markdown.replaceAll(/[\u2068\u2069]/g, '');

test('a token is told with its probability, rank, entropy, rivals and target', () => {
  assert.equal(
    plain(tokenMarkdown(describeToken(token), t)),
    [
      '**dog**\n',
      '| | |\n| :-- | --: |\n| Probability | 25 % |\n| Rank | 2 |\n| Entropy | 1.5 nats |\n',
      '| Most probable | |\n| :-- | --: |\n| cat | 50 % |\n| dog | 25 % |\n',
      '| Trained towards | |\n| :-- | --: |\n| dog | 90 % |\n| All others | 9.999 % |',
    ].join('\n'),
  );
});

test('a sequence is told with its origin, distance, reward, weight, scores, step and seed', () => {
  const lines = plain(sequenceMarkdown(describeSequence(sample, 3), t))
    .split('\n')
    .slice(2);
  assert.deepEqual(lines, [
    ...['| Origin | Hamming sample |', '| Example | 4 |', '| Step | 1,200 |', '| Seed | 3 |'],
    ...['| Log-probability | -12.35 |', '| Distance to the reference | 2 |', '| Reward | 0.135 |'],
    ...['| Importance weight | 1.00e-5 |', '| bleu | 33.33 |'],
  ]);
});

test('only what is there is told, whatever the file says', () => {
  assert.equal(plain(tokenMarkdown(describeToken({ text: '', id: 1 }), t)), '****');
  const odd = {
    ...{ text: 'a', id: 1, probability: null, rank: '1', entropy: Number.NaN },
    ...{ runnersUp: 'none', target: [null, { text: 5, mass: 1 }, { text: 'b' }, { text: 'c', mass: 1 }] },
  } as unknown as SampledToken;
  assert.equal(
    plain(tokenMarkdown(describeToken(odd), t)),
    '**a**\n\n| Trained towards | |\n| :-- | --: |\n| c | 100 % |',
  );
  const { logProbability: _, distance: _d, reward: _r, weight: _w, scores: _s, ...bare } = sample;
  const broken = { ...bare, scores: 'high', weight: {}, reward: null } as unknown as SampleRecord;
  assert.equal(plain(sequenceMarkdown(describeSequence(broken), t)).split('\n').length, 2 + 3);
});

test('no text is Markdown, HTML, an entity, a link, an icon or a table cell of its own', () => {
  const hostile = [
    ...['[click](command:workbench.action.quit)', '<img src=x onerror=alert(1)>', '&lt;b&gt;', '**bold** _it_ `code`'],
    ...[
      'a | b\n| c | d |',
      '$(zap)',
      'https://example.org www.example.org someone@example.org',
      '# h\n\n- list\n1. one',
    ],
    ...[
      '```\nfence',
      '\u202eevil\u202c',
      '\u2069\u2068out of isolation',
      '![](http://x)',
      '~~gone~~',
      '\\[x\\](y)',
      '\\',
    ],
  ];
  for (const text of hostile) {
    const markdown = escaped(text);
    assert.ok(markdown.startsWith('\u2068') && markdown.endsWith('\u2069'), text);
    const inside = markdown.slice(1, -1);
    assert.doesNotMatch(inside, /[\n\r\u2066-\u2069\u202a-\u202e]/, text);
    // Each punctuation character has a backslash of its own, so none has a meaning (CommonMark, backslash escapes).
    assert.equal(inside.replaceAll(/\\[!-/:-@[-`{-~]/g, '').search(/[!-/:-@[-`{-~]/), -1, text);
    const token = tokenMarkdown(describeToken({ text, id: 1, runnersUp: [{ text, probability: 1 }] }), t);
    assert.equal(token.split('\n').length, 1 + 1 + 3, text);
  }
  assert.equal(escaped('x'.repeat(1_000_000)).length, 103);
  const scores = { ...sample, scores: { '| <b> |': 1 }, origin: '[a](b)' } as unknown as SampleRecord;
  const markdown = plain(sequenceMarkdown(describeSequence(scores), t));
  assert.ok(markdown.includes('\\| \\<b\\> \\|') && markdown.includes('\\[a\\]\\(b\\)'));
});
