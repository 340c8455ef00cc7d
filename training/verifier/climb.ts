import type { Rung } from './rungs.js';
import { best, type TriedVerifier } from './tried-verifier.js';

/** A rung that was climbed, for a report. */
export interface ClimbedRung {
  readonly rung: Rung;
  /** How many verifiers were tried on it. */
  readonly tried: number;
  /** The one of the lowest Cllr on it, inside the training side; absent where there was nothing to try. */
  readonly best?: { readonly name: string; readonly cllr: number };
  /** Seconds of wall clock that it took. */
  readonly seconds: number;
}

/** What watches a ladder being climbed, and may end it between rungs. */
export interface ClimbOptions {
  /** Called after each rung. */
  readonly onRung?: (climbed: ClimbedRung) => void;
  /** Asked before each rung but the first, with those climbed so far. @default always */
  readonly goOn?: (climbed: readonly ClimbedRung[]) => boolean;
  /** A clock, in milliseconds. @default performance.now */
  readonly now?: () => number;
}

/**
 * Climbs rungs one after the other.
 *
 * @param rungs each with what tries its verifiers, given all that were tried before
 * @returns all that was tried, and the rungs that were climbed before it was ended
 */
export async function climb(
  rungs: readonly (readonly [Rung, (tried: readonly TriedVerifier[]) => Promise<readonly TriedVerifier[]>])[],
  { onRung, goOn = () => true, now = () => performance.now() }: ClimbOptions,
): Promise<{ readonly tried: readonly TriedVerifier[]; readonly climbed: readonly ClimbedRung[] }> {
  const tried: TriedVerifier[] = [];
  const climbed: ClimbedRung[] = [];
  for (const [rung, tryRung] of rungs) {
    if (climbed.length > 0 && !goOn(climbed)) {
      break;
    }
    const started = now();
    const rows = await tryRung(tried);
    const seconds = (now() - started) / 1000;
    tried.push(...rows);
    const { name, cllr } = rows.length === 0 ? {} : best(rows);
    const report = {
      rung,
      tried: rows.length,
      ...(name === undefined || cllr === undefined ? {} : { best: { name, cllr } }),
      seconds,
    };
    climbed.push(report);
    onRung?.(report);
  }
  return { tried, climbed };
}

/**
 * Whether to climb on within a time budget: what the rungs so far took, times the ladders that are still to be climbed the same
 * way, has to fit. What a rung takes is known only once it was climbed, so that the last one may go beyond the budget.
 *
 * @param ladders this one among them
 */
export function withinBudget(budgetSeconds: number, ladders: number): Required<ClimbOptions>['goOn'] {
  return (climbed) => ladders * climbed.reduce((sum, { seconds }) => sum + seconds, 0) <= budgetSeconds;
}
