import { dirname } from 'node:path';
import { UserError } from '../../userError.ts';
import { captionText } from '../ptb/captionText.ts';
import { eachSegment } from '../segments.ts';
import { cocoSignature } from '../signature.ts';
import { LineProgram } from './lineProgram.ts';
import type { ProgramMetric } from './programMetric.ts';

/** As pycocoevalcap 1.2 starts it; the encoding is said, since Java's own depends on the locale. */
const jvm = ['-Dfile.encoding=UTF-8', '-Xmx2G', '-jar'];
const settings = ['-', '-', '-stdio', '-l', 'en', '-norm'];

/** METEOR 1.5 of PTB tokens, 0 to 1, by its own program and with pycocoevalcap's settings. */
export const meteor: ProgramMetric = {
  title: 'METEOR',
  reference: 'Denkowski and Lavie 2014, ACL W14-3348',
  over: ['text'],
  larger: true,
  decimals: 3,
  obtain:
    'meteor-1.5.jar is in the Python package pycocoevalcap (meteor/meteor-1.5.jar, with the folder data beside it), and at https://www.cs.cmu.edu/~alavie/METEOR/.',
  async score(hypotheses, references, { java, jar }, signal) {
    const segments = [...eachSegment(hypotheses, references)];
    const args = [...jvm, jar, ...settings];
    const program = new LineProgram('METEOR', java, args, { cwd: dirname(jar), ...(signal && { signal }) });
    try {
      const statistics = await program.ask(segments.map(questionOf), segments.length);
      const evaluation = `EVAL ||| ${statistics.map((line) => line.trim()).join(' ||| ')}`;
      // One score for each segment, and then that of all.
      const scores = (await program.ask([evaluation], segments.length + 1)).map(numberOf);
      const score = scores.pop() as number;
      const signature = cocoSignature(references, { meteor: '1.5', language: 'en', norm: 'yes' });
      return { name: 'METEOR', score, segments: scores, signature, details: {}, summary: '' };
    } finally {
      program.close();
    }
  },
};

function questionOf({ hypothesis, references }: { hypothesis: string; references: readonly string[] }): string {
  return ['SCORE', ...references.map(plain), plain(hypothesis)].join(' ||| ');
}

/** The program's own separator cannot be in a text. */
const plain = (text: string): string => captionText(text).replaceAll('|||', '').replaceAll('  ', ' ');

function numberOf(line: string): number {
  const value = Number(line);
  if (line.trim() !== '' && Number.isFinite(value)) return value;
  throw new UserError(`METEOR answered \`${line.slice(0, 100)}\` instead of a score`, {
    fix: 'Is this the jar of METEOR 1.5?',
  });
}
