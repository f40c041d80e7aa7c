/** Lengths for a `style` attribute in JSX, which is set through the CSSOM. */
export function pixels<Name extends string>(lengths: Record<Name, number>): Record<Name, string> {
  return Object.fromEntries(Object.entries<number>(lengths).map(([name, length]) => [name, `${length}px`])) as Record<
    Name,
    string
  >;
}
