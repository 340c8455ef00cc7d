import type { ClimbedRung, Rung } from '@spectrosim/training';
import { table } from './output.js';
import type { StatusLine } from './progress.js';

/** A rung over all the ladders that climbed it. */
export interface RungSummary {
  readonly rung: Rung;
  /** Ladders that climbed it. */
  readonly ladders: number;
  /** Verifiers that were tried on it, in one ladder; the most where they differ. */
  readonly tried: number;
  /** Mean over ladders of the lowest Cllr inside the training side; absent where nothing was tried. */
  readonly cllr?: number;
  /** Of all ladders together. */
  readonly seconds: number;
}

/** Shows ladders on a status line as they are climbed, and keeps what is to be reported of them. */
export interface LadderLog {
  /** Shows what is under way; the rungs of the ladder come after it. */
  readonly show: (text: string) => void;
  readonly onRung: (climbed: ClimbedRung) => void;
  /** What the first ladder came to, rung by rung. */
  first(): readonly ClimbedRung[];
  /** All ladders, rung by rung. */
  summary(): readonly RungSummary[];
}

/** Makes a {@link LadderLog}. A ladder begins where the floor is reported. */
export function ladderLog({ show }: StatusLine): LadderLog {
  const ladders: ClimbedRung[][] = [];
  let heading = '';
  return {
    show(text) {
      heading = text;
      show(text);
    },
    onRung(climbed) {
      if (climbed.rung === 'floor') {
        ladders.push([]);
      }
      const ladder = ladders.at(-1) as ClimbedRung[];
      ladder.push(climbed);
      show(`${heading}: ${ladder.map(rungText).join(' → ')} → …`);
    },
    first: () => ladders[0] ?? [],
    summary() {
      const rungs = [...new Set(ladders.flat().map(({ rung }) => rung))];
      return rungs.map((rung) => {
        const all = ladders.flat().filter((one) => one.rung === rung);
        // Sorted: a sum of floats hangs on its order, and ladders that are climbed side by side end in any.
        const costs = all.flatMap(({ best }) => (best === undefined ? [] : [best.cllr])).sort((a, b) => a - b);
        return {
          rung,
          ladders: all.length,
          tried: Math.max(...all.map(({ tried }) => tried)),
          ...(costs.length === 0 ? {} : { cllr: costs.reduce((sum, cost) => sum + cost, 0) / costs.length }),
          seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
        };
      });
    },
  };
}

/** The ladder in which a verifier was chosen: what was tried, what was best, and how long all ladders took. */
export function ladderText(first: readonly ClimbedRung[], summary: readonly RungSummary[]): string {
  const [ladders = 1] = summary.map((one) => one.ladders);
  const several = ladders > 1;
  return table([
    ['ladder, all groups', 'tried', 'lowest Cllr', 'seconds', ...(several ? [`of all ${ladders}`] : []), 'best'],
    ...first.map(({ rung, tried, best, seconds }, i) => [
      rung,
      `${tried}`,
      best?.cllr.toFixed(3) ?? '–',
      seconds.toFixed(1),
      ...(several ? [(summary[i]?.seconds ?? 0).toFixed(1)] : []),
      shortened(best?.name ?? 'nothing to try'),
    ]),
  ]);
}

/** The ladders of a cross-validation, folds taken together. */
export function laddersText(summary: readonly RungSummary[]): string {
  const [ladders = 1] = summary.map((one) => one.ladders);
  return table([
    [`ladder, ${ladders === 1 ? 'one' : `mean of ${ladders}`}`, 'tried', 'lowest Cllr', 'seconds in all'],
    ...summary.map(({ rung, tried, cllr, seconds }) => [rung, `${tried}`, cllr?.toFixed(3) ?? '–', seconds.toFixed(1)]),
  ]);
}

/** Said where a budget ended the ladder; `''` where it did not. */
export function budgetText(budget: string | undefined, asked: readonly Rung[], climbed: readonly Rung[]): string {
  return budget === undefined || climbed.length === asked.length
    ? ''
    : `The budget of ${budget} ended the ladder before "${asked[climbed.length]}". The same without a clock: --candidates ${climbed.join(',')}`;
}

function rungText({ rung, best, seconds }: ClimbedRung): string {
  return `${rung} ${best === undefined ? 'nothing' : `Cllr ${best.cllr.toFixed(3)}`} (${seconds.toFixed(1)} s)`;
}

/** Letters of a name that a row of the table has room for. */
const LONGEST = 60;

function shortened(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}
