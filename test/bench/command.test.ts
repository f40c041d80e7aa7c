import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCli } from '../cli.ts';

test('bench refuses what it cannot measure, and says what it can', async () => {
  for (const [args, message] of [
    [['--workload', 'caption-lst'], /there is no workload caption-lst\n {2}Did you mean `caption-lstm`\?/],
    [['--workload', 'nothing-near'], /Known are: caption-lstm, attention-lstm, transformer\./],
    [['--device', 'tpu'], /there is no device tpu/],
    [['--repetitions', '0'], /--repetitions is 0/],
    [['--steps', 'many'], /--steps is many/],
    [
      ['--methods', '--only', 'ls,seq-hamming-Vbach'],
      /there is no preset seq-hamming-Vbach\n {2}Did you mean `seq-hamming-Vbatch`/,
    ],
    [['--methods', '--pytorch', 'python3'], /--pytorch does not go with --methods/],
    [['--only', 'ls'], /--only names presets.*\n {2}Add `--methods`/],
  ] as const) {
    const { code, stderr } = await runCli(['bench', ...args]);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, message);
  }
});
