import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibilityViolations } from './axe.ts';
import { openPage } from './pageHarness.ts';
import { themes } from './themes.ts';

const script = 'test/chromium/probe.page';

test('a page is answered once it is ready, and what it sends comes back, buffers included', async () => {
  const probe = await openPage({
    script,
    messages: [
      { type: 'notice', severity: 'info', message: '<b>told</b>' },
      { type: 'series', run: 'r', column: 'nll', from: 0, values: new Float32Array([1, Number.NaN]).buffer },
    ],
  });
  await probe.page.getByRole('heading', { name: '<b>told</b>' }).waitFor();
  const { content } = await probe.sentOfType('save');
  assert.deepEqual(new Float32Array(content as ArrayBuffer), new Float32Array([1, Number.NaN]));
  assert.deepEqual(await probe.problems(), []);
  await probe.close();
});

test('what the content security policy forbids is a problem, and does not happen', async () => {
  const probe = await openPage({ script });
  const inline = await probe.page.evaluate(async () => {
    const inlineScript = document.createElement('script');
    inlineScript.textContent = 'window.evil = true;';
    document.body.append(inlineScript);
    const styled = document.createElement('p');
    styled.setAttribute('style', 'color: red');
    document.body.append(styled);
    await fetch('https://elsewhere.test/').catch(() => undefined);
    return { evil: 'evil' in window, color: getComputedStyle(styled).color };
  });
  assert.equal(inline.evil, false);
  assert.notEqual(inline.color, 'rgb(255, 0, 0)');
  const problems = (await probe.problems()).filter((problem) => problem.startsWith('policy: '));
  assert.equal(problems.length, 3, problems.join('\n'));
  await probe.close();
});

for (const theme of themes) {
  test(`${theme}: colours and classes are VS Code's`, async () => {
    const probe = await openPage({ script, theme });
    const { classes, contrast, color } = await probe.page.evaluate(() => ({
      classes: document.body.className,
      contrast: getComputedStyle(document.documentElement).getPropertyValue('--vscode-contrastBorder'),
      color: getComputedStyle(document.body).color,
    }));
    assert.equal(classes.includes('vscode-high-contrast'), theme.startsWith('hc-'));
    assert.equal(contrast !== '', theme.startsWith('hc-'));
    assert.notEqual(color, 'rgb(0, 0, 0)', 'the default style sheet is in force');
    await probe.close();
  });
}

test('axe finds what a screen reader cannot read', async () => {
  const probe = await openPage({ script });
  await probe.page.evaluate(() => document.body.append(document.createElement('button')));
  const found = (await accessibilityViolations(probe.page)).join('\n');
  assert.match(found, /button-name: .*\n {2}button {2}<button><\/button>/);
  await probe.close();
});
