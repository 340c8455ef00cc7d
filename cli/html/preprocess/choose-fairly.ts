/**
 * Chooses up to `count` of the members of groups, each group as often as another: in turn by group, and evenly along each
 * group's order. Of more groups than that, evenly many along their order, with one member each.
 *
 * @param groups the group of each candidate; candidates without one are one group
 * @returns indices of candidates, rising
 */
export function chooseFairly(groups: readonly string[], count: number): number[] {
  const members = new Map<string, number[]>();
  for (const [i, group] of groups.entries()) {
    const known = members.get(group);
    if (known === undefined) {
      members.set(group, [i]);
    } else {
      known.push(i);
    }
  }
  const all = [...members.values()];
  const served = all.length > count ? evenly(all, count) : all;
  const shares = served.map(() => 0);
  let left = Math.min(count, groups.length);
  while (left > 0) {
    for (const [i, group] of served.entries()) {
      if (left > 0 && (shares[i] as number) < group.length) {
        shares[i] = (shares[i] as number) + 1;
        left--;
      }
    }
    if (served.every((group, i) => shares[i] === group.length)) {
      break;
    }
  }
  return served.flatMap((group, i) => evenly(group, shares[i] as number)).sort((a, b) => a - b);
}

/** `count` of the items, evenly spread along them. */
function evenly<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)] as T);
}
