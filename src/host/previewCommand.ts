import { l10n, window } from 'vscode';
import { readTarget, type Target } from '../tree/target.ts';
import { mayExecute, registerCommands } from './commands.ts';
import { chooseExperiment, readExperiment } from './experimentFile.ts';
import type { Lab } from './lab.ts';
import { labelText } from './plainText.ts';
import type { PreviewPanels } from './previewPanels.ts';

/** The command that shows what a variant makes of its data before it is trained. */
export function registerPreview(lab: Lab, panels: PreviewPanels): void {
  registerCommands(lab, { preview: (...args) => preview(lab, readTarget(args), panels) });
}

async function preview(lab: Lab, target: Target, panels: PreviewPanels): Promise<void> {
  if (!mayExecute()) return;
  const uri = await chooseExperiment(target.uri);
  const spec = uri && (await readExperiment(lab, uri, { running: false }));
  if (!spec) return;
  const variant = target.variants?.[0] ?? (await chooseVariant(Object.keys(spec.variants)));
  if (variant !== undefined) panels.show({ file: uri.toString(), variant });
}

async function chooseVariant(variants: readonly string[]): Promise<string | undefined> {
  if (variants.length === 1) return variants[0];
  const items = variants.map((variant) => ({ variant, label: labelText(variant) }));
  return (await window.showQuickPick(items, { title: l10n.t('Variant to Preview') }))?.variant;
}
