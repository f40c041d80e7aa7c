import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of the packages of which something is in a build, by its metafile's inputs. */
function packageFolders(inputs) {
  const pattern = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
  return [...new Set(inputs.flatMap((path) => pattern.exec(path)?.[0] ?? []))].sort();
}

/** What the licences of bundled packages ask for: each one's name, version and the text of its licence. */
export function licenceNotices(root, inputs) {
  const notices = packageFolders(inputs).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((found) => /^(licen[cs]e|copying)(\..*)?$/i.test(found));
    const text = file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8');
    return `${name} ${version} (${license ?? 'see below'})\n\n${text.trim()}\n`;
  });
  return `Smoothing Lab contains parts of these packages.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`;
}
