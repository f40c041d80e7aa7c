import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibilityViolations } from './axe.ts';
import { openPage } from './pageHarness.ts';
import { recordedComparison, recordedRuns } from './recordedComparison.ts';
import { themes } from './themes.ts';

const script = 'webview/compare';
const messages = await recordedComparison({ runs: recordedRuns() });

for (const theme of themes) {
  for (const width of [1280, 400]) {
    test(`${theme}, ${width} px: nothing is wrong, neither for axe nor for the content security policy`, async () => {
      const opened = await openPage({ script, theme, width, height: 900, messages });
      await opened.page.getByRole('rowheader', { name: 'mle', exact: true }).waitFor();
      await opened.page.getByText('Boston Terrier').first().waitFor();
      await opened.page.waitForTimeout(300);
      const scrollWidth = await opened.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(scrollWidth <= width, `${scrollWidth} px wide`);
      await opened.page.setViewportSize({ width, height: 1400 });
      await opened.page.screenshot({ path: `/tmp/shotsE/${theme}-${width}.png` });
      assert.deepEqual(await accessibilityViolations(opened.page), []);
      assert.deepEqual(await opened.problems(), []);
      await opened.close();
    });
  }
}
