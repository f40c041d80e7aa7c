import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { UserError } from '../../userError.ts';
import { captionText } from '../ptb/captionText.ts';
import { eachSegment } from '../segments.ts';
import { cocoSignature } from '../signature.ts';
import type { JavaProgram, ProgramMetric } from './programMetric.ts';

const run = promisify(execFile);

/** What the program writes; a figure that it cannot tell is no number. */
const results = z.array(z.object({ image_id: z.number(), scores: z.object({ All: z.object({ f: z.unknown() }) }) }));

/** SPICE 1.0 of PTB tokens, 0 to 1, by its own program and with pycocoevalcap's settings: F1 over scene graphs. */
export const spice: ProgramMetric = {
  title: 'SPICE',
  reference: 'Anderson et al. 2016, arXiv:1607.08822',
  over: ['text'],
  larger: true,
  decimals: 3,
  obtain:
    'spice-1.0.jar is in the Python package pycocoevalcap (spice/spice-1.0.jar, with the folder lib beside it), which also downloads the Stanford models that belong into lib when its Spice is first used; see https://github.com/peteanderson80/SPICE.',
  async score(hypotheses, references, program, signal) {
    const segments = [...eachSegment(hypotheses, references)];
    const input = segments.map(({ hypothesis, references: own }, image_id) => ({
      image_id,
      test: captionText(hypothesis),
      refs: own.map(captionText),
    }));
    const scores = inOrder(await readResults(program, input, signal), segments.length);
    const score = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    const signature = cocoSignature(references, { spice: '1.0' });
    return { name: 'SPICE', score, segments: scores, signature, details: {}, summary: '' };
  },
};

/** Files go there and back in a folder of their own, where its cache of parses is too. */
async function readResults({ java, jar }: JavaProgram, input: object[], signal: AbortSignal | undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'smoothing-lab-spice-'));
  const [given, made] = [join(folder, 'input.json'), join(folder, 'output.json')];
  try {
    await writeFile(given, JSON.stringify(input));
    const jvm = ['-Dfile.encoding=UTF-8', '-Xmx8G', '-jar', jar];
    const options = { cwd: dirname(jar), windowsHide: true, maxBuffer: 1 << 26, ...(signal && { signal }) };
    await run(java, [...jvm, given, '-cache', folder, '-out', made, '-subset', '-silent'], options);
    return results.parse(JSON.parse(await readFile(made, 'utf8')));
  } catch (error) {
    if (signal?.aborted) throw error;
    const reason = error instanceof Error ? error.message.trim().slice(-2000) : String(error);
    throw new UserError(`SPICE gave no scores: ${reason}`, {
      fix: 'Run it by itself to see what it lacks: are the Stanford models in the folder lib, and does the Java run it? It was made for Java 8.',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** F1 of each segment; NaN where the program tells none, as in pycocoevalcap. */
function inOrder(found: z.output<typeof results>, segments: number): number[] {
  const scores = new Array<number>(segments).fill(Number.NaN);
  for (const { image_id, scores: own } of found) {
    const { f } = own.All;
    scores[image_id] = typeof f === 'number' ? f : Number.NaN;
  }
  return scores;
}
