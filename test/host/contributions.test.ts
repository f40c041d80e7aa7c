import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { samplesScheme } from '../../src/samples/samplesPlace.ts';

interface Contributed {
  command: string;
  when?: string;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const texts: Record<string, string> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const { commands, menus, keybindings, configuration, viewsWelcome, walkthroughs } = manifest.contributes;
const contributed: string[] = commands.map(({ command }: Contributed) => command);
const hidden: string[] = menus.commandPalette.flatMap(({ command, when }: Contributed) =>
  when === 'false' ? [command] : [],
);

/** All code that runs in the host, where commands are registered, and all that may name one. */
const source = (folders: string[]): string =>
  folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(name, 'utf8'))
    .join('\n');
const host = source(['src/host']);

/** The names in the objects that registerCommands is given: `run: (...)`, `async compare(...)`. */
const registered = host
  .split('registerCommands(lab, {')
  .slice(1)
  .flatMap((text) => namesOfFirstLevel(text))
  .map((name) => `smoothing-lab.${name}`);

/** The keys of an object literal whose opening brace stands before the text. */
function namesOfFirstLevel(text: string): string[] {
  let depth = 0;
  let level = '';
  for (const character of text) {
    if ('}])'.includes(character)) depth -= 1;
    if (depth < 0) break;
    if (depth === 0) level += character;
    if ('{[('.includes(character)) depth += 1;
  }
  // What is left of `run: (...args) => run(lab), async compare(...args) {...}` is `run: () => run(), async compare() {}`.
  return [...level.matchAll(/(?:^|,|\})\s*(?:async )?(\w+)(?:: |\(\) \{\})/g)].map(([, name]) => name!);
}

test('every command of package.json is registered, and every registered one is in package.json', () => {
  assert.deepEqual([...registered].sort(), [...contributed].sort());
});

test('every command that code or a text speaks of exists', () => {
  const everything = source(['src']) + JSON.stringify(manifest.contributes) + JSON.stringify(texts);
  const named = [
    ...everything.matchAll(
      /(?:executeCommand\(|command: |command:|onCommand:|"command":\s?")['"]?(smoothing-lab\.[\w.]+)/g,
    ),
  ];
  const unknown = new Set(named.map(([, name]) => name!).filter((name) => !contributed.includes(name)));
  // VS Code makes a command of each view.
  unknown.delete('smoothing-lab.runs.focus');
  assert.deepEqual([...unknown], []);
  assert.ok(named.length > 40, `${named.length} found`);
});

test('whatever a menu, a lens or a page offers can be had from the palette', () => {
  // These two do for one variant what `run` and `compare` do for those that one picks.
  assert.deepEqual(hidden.sort(), ['smoothing-lab.compareWithFirst', 'smoothing-lab.runVariant']);
  const actions = readFileSync('src/host/pageActions.ts', 'utf8');
  const intents = [...actions.matchAll(/command\('(\w+)'\)|smoothing-lab\.(\w+)/g)].map(([, a, b]) => a ?? b);
  for (const name of intents.filter((each) => each !== undefined)) {
    assert.ok(contributed.includes(`smoothing-lab.${name}`), name);
    assert.ok(!hidden.includes(`smoothing-lab.${name}`), name);
  }
});

test('what acts on a page of samples is offered where one is open', () => {
  const { when } = menus.commandPalette.find(({ command }: Contributed) => command === 'smoothing-lab.goToSamplesPage');
  assert.equal(when, `resourceScheme == ${samplesScheme}`);
  assert.ok(manifest.activationEvents.includes(`onFileSystem:${samplesScheme}`));
});

test('every text of package.json is there, and none is left over', () => {
  const keys = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!);
  assert.deepEqual([...new Set(keys)].sort(), Object.keys(texts).sort());
});

test('what cannot be undone or starts a process is asked for by name or by its own key, not by a plain letter', () => {
  for (const { key, when } of keybindings) {
    assert.ok(key.includes('+') || /focusedView == /.test(when), key);
  }
});

test('each empty state of the tree has its own text, and only one at a time', () => {
  const states = [
    { folders: 0, experiments: false, runs: false, trusted: true, virtual: false, filtered: false },
    { folders: 1, experiments: false, runs: false, trusted: true, virtual: false, filtered: false },
    { folders: 1, experiments: true, runs: false, trusted: true, virtual: false, filtered: false },
    { folders: 1, experiments: true, runs: false, trusted: false, virtual: false, filtered: false },
    { folders: 1, experiments: true, runs: false, trusted: true, virtual: true, filtered: false },
    { folders: 1, experiments: true, runs: true, trusted: true, virtual: false, filtered: true },
  ];
  const shown = states.map((state) => viewsWelcome.filter(({ when }: { when: string }) => holds(when, state)));
  for (const found of shown) assert.equal(found.length, 1);
  assert.equal(new Set(shown.map(([found]) => found.contents)).size, states.length);
});

/** A `when` clause of terms joined by `&&`. */
function holds(when: string, state: Record<string, boolean | number>): boolean {
  const values: Record<string, boolean | number> = {
    workspaceFolderCount: state.folders!,
    'smoothing-lab.hasExperiments': state.experiments!,
    'smoothing-lab.hasRuns': state.runs!,
    'smoothing-lab.filtered': state.filtered!,
    isWorkspaceTrusted: state.trusted!,
    virtualWorkspace: state.virtual!,
  };
  return when.split(' && ').every((term) => {
    const [, negated, name, comparison, number] = /^(!?)([\w.-]+)(?: (==|!=) (\d+))?$/.exec(term)!;
    assert.ok(name! in values, name);
    if (comparison) return (values[name!] === Number(number)) === (comparison === '==');
    return Boolean(values[name!]) !== (negated === '!');
  });
}

test('settings say their scope and what they mean; those that choose a program, or folders to search, need trust', () => {
  const settings: Record<string, { scope?: string; markdownDescription?: string }> = configuration.properties;
  for (const [name, { scope, markdownDescription }] of Object.entries(settings)) {
    assert.ok(scope && markdownDescription, name);
    const read = name.replace('smoothing-lab.', '');
    assert.match(host, new RegExp(`get(<[^>]*>+)?\\('${read}'|'${name}'`), `${name} is read`);
  }
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
    'smoothing-lab.nodePath',
    'smoothing-lab.pythonPath',
    // It could name the root of the disk, or another machine's share.
    'smoothing-lab.runsFolders',
  ]);
});

test('pictures are there, and take their colours from the theme', () => {
  for (const { media } of walkthroughs[0].steps) {
    const picture = readFileSync(media.svg, 'utf8');
    assert.ok(!/#[0-9a-f]{3}|<script|href/i.test(picture), media.svg);
  }
  const icon = readFileSync(manifest.icon);
  assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [128, 128]);
  assert.ok(existsSync(manifest.contributes.viewsContainers.activitybar[0].icon));
});

test('what executes asks for trust in the handler itself', () => {
  // Each of these leads to a process; whoever adds another one names it here.
  const executing = ['run', 'preview', 'stop', 'stopAll', 'goOn', 'start'];
  for (const name of executing) {
    const body = new RegExp(
      `async function ${name}\\b[^]*?\\n\\): Promise<void> \\{\\n|async function ${name}\\(.*\\{\\n`,
    );
    const found = body.exec(host);
    assert.ok(found, name);
    assert.match(host.slice(found.index + found[0].length).split('\n')[0]!, /if \(!mayExecute\(\)\) return;/, name);
  }
  for (const name of ['installEngine', 'engineDoctor']) {
    assert.match(host, new RegExp(`async ${name}\\(\\) \\{\\n\\s+if \\(!mayExecute\\(\\)\\) return;`), name);
  }
});
