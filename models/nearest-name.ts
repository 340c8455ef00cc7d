/**
 * The choice most like what was typed, for "did you mean": fewest edits, letter case aside; `undefined` when none is near.
 */
export function nearestName(typed: string, choices: Iterable<string>): string | undefined {
  let best: string | undefined;
  // More edits than this and it is another word.
  let fewest = Math.max(2, Math.ceil(typed.length / 3)) + 1;
  for (const choice of choices) {
    const distance = edits(typed.toLowerCase(), choice.toLowerCase());
    // A name of which nothing is left is another name.
    if (distance < fewest && distance < typed.length) {
      fewest = distance;
      best = choice;
    }
  }
  return best;
}

/** Levenshtein's distance with swapped neighbours as one edit, one row of the table at a time. */
function edits(a: string, b: string): number {
  let before: readonly number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          replaced,
          (above[j] as number) + 1,
          (row[j - 1] as number) + 1,
          swapped ? (before[j - 2] as number) + 1 : replaced,
        ),
      );
    }
    [before, above] = [above, row];
  }
  return above[b.length] as number;
}
