import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Manifest } from '../../src/runs/events.ts';
import { visibleText } from '../../src/samples/visibleText.ts';
import { PlainText } from '../components/longText.tsx';
import { TextField } from '../controls.ts';
import { t } from '../l10n.ts';
import { type SettingsGroup, settingsGroups } from './settingsGroups.ts';

/** The resolved settings beside the curves, with what they ran on. */
export function Configuration({ manifest }: { manifest: Manifest }): JSX.Element {
  const [filter, setFilter] = useState('');
  const sought = filter.trim().toLowerCase();
  const groups = [...settingsGroups(manifest.settings), environment(manifest)]
    .map(({ name, rows }) => ({
      name,
      rows: rows.filter(({ path, value }) => `${name}.${path} ${value}`.toLowerCase().includes(sought)),
    }))
    .filter(({ rows }) => rows.length > 0);
  return (
    <div class="configuration">
      <TextField label={t('Filter the configuration')} placeholder={t('Filter')} value={filter} onInput={setFilter} />
      {groups.length === 0 && <p class="quiet">{t('No setting matches.')}</p>}
      {groups.map((group) => (
        <Group key={group.name} group={group} />
      ))}
    </div>
  );
}

function Group({ group: { name, rows } }: { group: SettingsGroup }): JSX.Element {
  return (
    <section aria-label={name}>
      <h3>{visibleText(name)}</h3>
      <dl class="settings">
        {rows.map(({ path, value }) => (
          <div key={path}>
            {path !== '' && <dt>{visibleText(path)}</dt>}
            <dd>
              <PlainText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function environment(manifest: Manifest): SettingsGroup {
  const { engine, device, threads, compiled, deterministic, versions, gitCommit, host, createdAt, file, id, data } =
    manifest;
  const facts: Record<string, unknown> = {
    ...{ engine, device: device && `${device.kind}, ${device.name}`, threads, compiled, deterministic },
    ...{ host, created: createdAt && new Date(createdAt).toLocaleString(), commit: gitCommit },
    ...versions,
    ...{ file, run: id, data: data?.slice(0, 12) },
  };
  const rows = Object.entries(facts).flatMap(([path, value]) =>
    value === undefined ? [] : [{ path, value: typeof value === 'boolean' ? yesOrNo(value) : String(value) }],
  );
  return { name: t('environment'), rows };
}

const yesOrNo = (value: boolean): string => (value ? t('yes') : t('no'));
