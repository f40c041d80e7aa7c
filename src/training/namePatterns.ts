import { nearestName } from '../nearestName.ts';
import { UserError } from '../userError.ts';

/**
 * The names that at least one pattern matches, in which `*` stands for any part of a name. Throws a UserError for a
 * pattern that matches none; `setting` is where it stands.
 */
export function namesMatching(patterns: readonly string[], names: readonly string[], setting: string): Set<string> {
  const found = patterns.flatMap((pattern) => {
    const expression = new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`);
    const matching = names.filter((name) => expression.test(name));
    if (matching.length === 0) throw noneMatches(pattern, names, setting);
    return matching;
  });
  return new Set(found);
}

const escaped = (text: string): string => text.replace(/[^\w]/g, '\\$&');

/** Most names of parameters that a message lists. */
const mostListed = 8;

function noneMatches(pattern: string, names: readonly string[], setting: string): UserError {
  const nearest = nearestName(pattern.replaceAll('*', ''), names);
  const beginnings = [...new Set(names.map((name) => name.replace(/[./].*$/, '')))].slice(0, mostListed);
  const known = beginnings.map((name) => `\`${name}\``).join(', ');
  return new UserError(`\`${setting}\` names parameters \`${pattern}\`, and the model has none such`, {
    fix: nearest ? `Did you mean \`${nearest}\`?` : `Names begin with ${known}; \`describe\` lists all.`,
  });
}
