import { CodeLens, type Command, EventEmitter, l10n, languages, Range, type TextDocument, workspace } from 'vscode';
import { type Lens, lensesOf, type VariantResult } from '../authoring/lenses.ts';
import { metrics } from '../metrics/registry.ts';
import { atMostEvery } from './atMostEvery.ts';
import type { Followed, Lab } from './lab.ts';
import { describeFailure } from './log.ts';
import { experimentSelector, type ParsedExperiments } from './parsedExperiments.ts';
import { labelText } from './plainText.ts';

/** Every look takes the text apart, and figures of a run under way change all the time. */
const pauseMilliseconds = 1_000;

/** What can be run stands over the file and over each variant, with how it went. */
export function registerCodeLenses(lab: Lab, parsed: ParsedExperiments): void {
  const changed = new EventEmitter<void>();
  const shown = new Map<string, string>();
  let followed: Followed | undefined;

  const lensesIn = (document: TextDocument): Lens[] => {
    const spec = parsed.latest(document.uri)?.lastSpec;
    return lensesOf(document.getText(), {
      file: document.uri.fsPath,
      ...(spec && { spec }),
      runs: followed?.index.runs() ?? [],
      jobs: followed?.queue.jobs() ?? [],
    });
  };
  /** Only what reads otherwise than before is asked for anew, so that nothing flickers while runs go on. */
  const refresh = (): void => {
    const open = workspace.textDocuments.filter(({ uri }) => shown.has(uri.toString()));
    if (open.some((document) => shown.get(document.uri.toString()) !== JSON.stringify(lensesIn(document))))
      changed.fire();
  };
  const follow = atMostEvery<Followed>(pauseMilliseconds, (all) => {
    followed = all;
    refresh();
  });
  const provider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document: TextDocument): CodeLens[] {
      if (!workspace.getConfiguration('smoothing-lab', document.uri).get('codeLens', true)) return [];
      const lenses = lensesIn(document);
      shown.set(document.uri.toString(), JSON.stringify(lenses));
      return lenses.map((lens) => {
        const range = new Range(document.positionAt(lens.start), document.positionAt(lens.end));
        return new CodeLens(range, commandOf(lens, document.uri.toString()));
      });
    },
  };
  lab.context.subscriptions.push(
    changed,
    languages.registerCodeLensProvider({ ...experimentSelector, scheme: 'file' }, provider),
    follow,
    lab.onChange(follow.call),
    parsed.onDidParse(refresh),
    parsed.onDidForget((uri) => shown.delete(uri.toString())),
    workspace.onDidChangeConfiguration(
      (event) => event.affectsConfiguration('smoothing-lab.codeLens') && changed.fire(),
    ),
  );
  lab.followed().then(follow.call, (error) => void describeFailure(lab.log, error));
}

function commandOf(lens: Lens, uri: string): Command {
  const command = (name: string, title: string, argument: object): Command => ({
    command: name === '' ? '' : `smoothing-lab.${name}`,
    title,
    arguments: [argument],
  });
  switch (lens.kind) {
    case 'runAll':
      return command('runAll', runAllTitle(lens.runs), { uri });
    case 'compareAll':
      return command('compare', l10n.t('Compare'), { uri });
    case 'run':
      return command('runVariant', l10n.t('Run'), { uri, variant: lens.variant });
    case 'preview':
      return command('preview', previewTitle(lens.member), { uri, variant: lens.variant });
    case 'compareWithFirst':
      return command('compareWithFirst', l10n.t('Compare with {0}', labelText(lens.first)), {
        uri,
        variant: lens.variant,
      });
    case 'result': {
      const { runs } = lens.result;
      const title = resultTitle(lens.result);
      return runs.length === 1 ? command('openRun', title, { run: runs[0] }) : command('compare', title, { runs });
    }
    case 'running': {
      // A job of this variant alone is stopped as a whole; of one that goes on with others, only the run.
      const [job] = lens.jobs;
      return command('stop', runningTitle(lens.percent), job === undefined ? { runs: lens.runs } : { job });
    }
    case 'queued':
      return command('', l10n.t('Queued'), {});
  }
}

function runAllTitle(runs: number | undefined): string {
  if (runs === undefined) return l10n.t('Run all');
  return runs === 1 ? l10n.t('Run all (1 run)') : l10n.t('Run all ({0} runs)', runs);
}

/** Of a grid, the first member is shown: its name says with which values. */
const previewTitle = (member: string | undefined): string =>
  member === undefined ? l10n.t('Preview') : l10n.t('Preview of {0}', labelText(member));

const runningTitle = (percent: number | undefined): string =>
  percent === undefined ? l10n.t('Starting · stop') : l10n.t('Running {0} % · stop', percent);

function resultTitle({ metric, mean, halfWidth, n, split, outdated }: VariantResult): string {
  const digits = metric === 'nll' ? 3 : 1;
  const title: string = Object.hasOwn(metrics, metric) ? metrics[metric as keyof typeof metrics].title : 'NLL';
  const interval = halfWidth === null ? '' : ` ± ${halfWidth.toFixed(digits)}`;
  const seeds = n === 1 ? l10n.t('1 seed') : l10n.t('{0} seeds', n);
  const notes = [
    ...(split === 'valid' ? [l10n.t('validation')] : []),
    ...(outdated ? [l10n.t('before the last change')] : []),
  ];
  return [`${title} ${mean.toFixed(digits)}${interval}`, seeds, ...notes].join(' · ');
}
