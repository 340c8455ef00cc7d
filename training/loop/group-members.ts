import { SpectroSimError } from '@spectrosim/models';

/** The rows of each group, in the order in which groups first come. */
export function groupMembers(groups: readonly number[]): number[][] {
  const members = new Map<number, number[]>();
  groups.forEach((group, row) => {
    const rows = members.get(group);
    if (rows === undefined) {
      members.set(group, [row]);
    } else {
      rows.push(row);
    }
  });
  return [...members.values()];
}

/**
 * The rows of each group of two and more.
 *
 * @param what what needs them, for the message
 * @throws SpectroSimError `input` when there is none.
 */
export function replicateMembers(groups: readonly number[], what: string): number[][] {
  const members = groupMembers(groups);
  const repeated = members.filter((rows) => rows.length > 1);
  if (repeated.length === 0) {
    throw new SpectroSimError(
      'input',
      `${what} needs training groups of two spectra and more, got ${members.length} of one. Name the column that says which spectra are of one source, or train without labels: objective "nt-xent", noise "none".`,
    );
  }
  return repeated;
}
