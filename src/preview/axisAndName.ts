/** The parts of a name that an objective's schedules and constants have: `inputs/goldProbability`. */
export function axisAndName(name: string): { axis: string; name: string } {
  const [axis = '', ...rest] = name.split('/');
  return { axis, name: rest.join('/') };
}
