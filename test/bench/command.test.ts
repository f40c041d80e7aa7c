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
  ] as const) {
    const { code, stderr } = await runCli(['bench', ...args]);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, message);
  }
});
