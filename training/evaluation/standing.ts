/** How one system stands to another, by the interval of their paired difference: beyond a tie only when it leaves out 0. */
export type Standing = 'beats' | 'tie' | 'loses';

/**
 * The standing that a paired difference with its interval comes to.
 *
 * @param better which way the measure is better @default 'higher'
 */
export function standingOf(
  { lo, hi }: { readonly lo: number; readonly hi: number },
  better: 'higher' | 'lower' = 'higher',
): Standing {
  const [above, below] = better === 'higher' ? (['beats', 'loses'] as const) : (['loses', 'beats'] as const);
  if (lo > 0) {
    return above;
  }
  return hi < 0 ? below : 'tie';
}
