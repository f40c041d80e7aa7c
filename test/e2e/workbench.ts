import type { Frame, Locator, Page } from 'playwright-core';
import { appears, until } from './until.ts';

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** VS Code's window, driven as a person does and found by roles and names alone. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async ready(): Promise<void> {
    await this.files.waitFor({ timeout: 60_000 });
  }

  get files(): Locator {
    return this.page.getByRole('tree', { name: 'Files Explorer' });
  }

  get editors(): Locator {
    return this.page.getByRole('main');
  }

  tab(name: string | RegExp): Locator {
    return this.editors.getByRole('tab', { name });
  }

  async openFile(name: string): Promise<void> {
    await this.files.getByRole('treeitem', { name, exact: true }).dblclick();
    await this.tab(name).waitFor();
  }

  /** A lens stands in the text as a button. */
  lens(name: string | RegExp): Locator {
    return this.editors.getByRole('button', { name });
  }

  /** Of `count` lenses of one name, the one over the line `index` places further down than the first. */
  async clickLens(name: string | RegExp, { index = 0, count = 1 } = {}): Promise<void> {
    const lens = await until(`there are ${count} lenses "${name}"`, 20_000, async () => {
      const found = await this.lens(name).all();
      if (found.length !== count) return undefined;
      // They are not in the document in the order in which they stand.
      const placed = await Promise.all(found.map(async (one) => ({ one, box: await one.boundingBox() })));
      return placed.sort((a, b) => (a.box?.y ?? 0) - (b.box?.y ?? 0))[index]?.one;
    });
    await lens.click();
  }

  /** The status bar's count of errors. */
  problems(errors: number): Locator {
    return this.page.getByRole('button', { name: errors === 0 ? /^No Problems/ : new RegExp(`Errors: ${errors}`) });
  }

  /** The same count, where there are warnings alone. */
  warnings(count: number): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Warnings: ${count}`) });
  }

  /** Gives the keyboard to a text editor that is open and visible. */
  async focusEditor(file: string): Promise<Locator> {
    await this.tab(file).click();
    const text = this.editors.getByRole('textbox', { name: new RegExp(`^${literal(file)}`) });
    await text.focus();
    await until(`${file} has the keyboard`, 5000, () => text.evaluate((element) => element === document.activeElement));
    return text;
  }

  /** Puts the cursor of the focused editor to a line and column, counted from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+g');
    const box = this.page
      .getByRole('textbox', { name: /line number/i })
      .or(this.page.getByRole('combobox', { name: /line number/i }));
    await box.fill(`:${line},${column}`);
    await box.press('Enter');
    await box.waitFor({ state: 'hidden' });
  }

  /** Opens the palette and offers its option of this name: once more if the command has not been registered yet. */
  async paletteOption(label: string): Promise<Locator> {
    const name = /^Type the name of a command to run/;
    const box = this.page.getByRole('textbox', { name }).or(this.page.getByRole('combobox', { name }));
    const option = this.page
      .getByRole('listbox', { name })
      .getByRole('option', { name: new RegExp(`^${literal(label)}(,|$)`) });
    return until(`the palette offers "${label}"`, 20_000, async () => {
      if (!(await box.isVisible())) {
        await this.page.keyboard.press('F1');
        await box.waitFor({ timeout: 2000 }).catch(() => undefined);
      }
      // The list is not renewed while it is open.
      await box.fill(`>${label}`, { timeout: 2000 }).catch(() => undefined);
      const offered = await appears(option, 1500);
      if (!offered) await this.page.keyboard.press('Escape');
      return offered ? option : undefined;
    });
  }

  async command(label: string): Promise<void> {
    const option = await this.paletteOption(label);
    await option.click();
    await option.waitFor({ state: 'hidden' });
  }

  /** Labels that the palette lists for a text, once it lists `witness`. */
  async paletteLabels(text: string, witness: string): Promise<string[]> {
    await this.paletteOption(witness);
    const name = /^Type the name of a command to run/;
    await this.page.getByRole('textbox', { name }).or(this.page.getByRole('combobox', { name })).fill(`>${text}`);
    const options = this.page.getByRole('listbox', { name }).getByRole('option');
    await options.first().waitFor();
    const labels = await options.evaluateAll((found) => found.map((option) => option.getAttribute('aria-label') ?? ''));
    await this.page.keyboard.press('Escape');
    return labels;
  }

  /** What the open panel of problems says of a file, row by row. */
  async problemRows(file: string): Promise<string[]> {
    const rows = this.page.getByRole('tree', { name: /problems/i }).getByRole('treeitem');
    // They are not in the document in the order in which they stand.
    const read = await rows.evaluateAll((found) =>
      found
        .map((row) => ({ row, top: row.getBoundingClientRect().top }))
        .sort((a, b) => a.top - b.top)
        .map(({ row }) => [row.getAttribute('aria-level'), row.getAttribute('aria-label')]),
    );
    const start = read.findIndex(([level, label]) => level === '1' && label?.includes(file));
    if (start < 0) return [];
    const below = read.slice(start + 1);
    const end = below.findIndex(([level]) => level === '1');
    return below.slice(0, end < 0 ? undefined : end).map(([, label]) => label ?? '');
  }

  /** An entry of the suggestions that stand at the cursor. */
  suggestion(name: string | RegExp): Locator {
    return this.page.getByRole('listbox', { name: /Suggest/ }).getByRole('option', { name });
  }

  /** Shows what is told of the word at the cursor. */
  async showHover(): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await this.page.keyboard.press('Control+i');
  }

  /** An entry of the open quick pick. */
  pick(name: string | RegExp): Locator {
    return this.page.getByRole('listbox').getByRole('option', { name });
  }

  /** Takes a quick fix at the cursor. Its menu does not open while what is wrong is being found anew: it is asked again. */
  async fix(name: string | RegExp): Promise<void> {
    const entry = this.pick(name);
    const opens = async () => {
      await this.page.keyboard.press('Control+.');
      return await appears(entry, 5_000);
    };
    for (let attempt = 1; attempt < 4 && !(await opens()); attempt++) await this.page.keyboard.press('Escape');
    await entry.click();
  }

  /** The frame of a webview's content; it is another after the window was loaded anew. */
  async webview(title: string | RegExp): Promise<Frame> {
    const matches = (found: string) => (typeof title === 'string' ? found === title : title.test(found));
    return until(`the page "${title}" is there`, 30_000, async () => {
      for (const frame of this.page.frames().filter((some) => /\/fake\.html\?/.test(some.url()))) {
        const identity = await frame
          .frameElement()
          .then((element) => element.evaluate((iframe) => [iframe.id, iframe.getAttribute('title') ?? '']))
          .catch(() => undefined);
        if (identity?.[0] === 'active-frame' && matches(identity[1] ?? '')) return frame;
      }
      return undefined;
    });
  }

  /** Notes that slide in at the corner. */
  notification(text: string | RegExp): Locator {
    return this.page.getByRole('dialog').or(this.page.getByRole('listitem')).filter({ hasText: text });
  }

  tree(name: string): Locator {
    return this.page.getByRole('tree', { name });
  }

  /** Brings a view container to the side bar. */
  async showView(name: string): Promise<void> {
    const tab = this.page.getByRole('tablist', { name: 'Active View Switcher' }).getByRole('tab', { name });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  async trustWorkspace(): Promise<void> {
    await this.command('Workspaces: Manage Workspace Trust');
    const trust = /^Trust$/;
    await this.page
      .getByRole('button', { name: trust })
      .or(this.page.getByRole('link', { name: trust }))
      .first()
      .click();
    await this.page.getByRole('button', { name: /Restricted Mode/ }).waitFor({ state: 'hidden' });
    await this.closeModal('Workspace Trust');
  }

  /** Some of VS Code's own pages are modal. */
  async closeModal(name: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name });
    await dialog.getByRole('button', { name: /^Close Modal Editor/ }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** `page.reload()` would lose what webviews saved last. */
  async reloadWindow(): Promise<void> {
    const marked = this.page.evaluate(() => Object.assign(window, { beforeReload: true }));
    await marked;
    await this.command('Developer: Reload Window');
    await this.page.waitForFunction(() => !('beforeReload' in window), undefined, { timeout: 30_000 });
    await this.page.getByRole('main').waitFor({ timeout: 60_000 });
  }
}
