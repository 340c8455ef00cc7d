/** Groups numbered from 0, in the order in which they first come. */
export function numberGroups(groups: readonly string[]): number[] {
  const numbers = new Map([...new Set(groups)].map((group, i) => [group, i]));
  return groups.map((group) => numbers.get(group) as number);
}
