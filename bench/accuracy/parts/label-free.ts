import {
  areaUnderRoc,
  type Dataset,
  holdOutGroups,
  type LabelFreeScores,
  type PooledPartition,
  scoreWithoutLabels,
  summariseEvaluation,
} from '@spectrosim/training';
import { z } from 'zod';
import { differenceSchema, measuredSchema, spreadOf } from '../measured.js';
import type { Part } from '../part.js';
import type { Ports } from '../ports.js';

/** The share of the groups that is held out. */
export const HELD_OUT = 1 / 3;

/** Rows that train nothing by gradients: the best cosine there is, with hindsight, and two that know no labels. */
export const TRAINING_FREE = ['best', 'cosine', 'whitening'] as const;

/** The two training-free rows that can be had without labels: what a contrastive row must be above to be progress. */
export const COMPARED = ['cosine', 'whitening'] as const;

/** Rows of a contrastive encoder. */
export const CONTRASTIVE = ['contrastive', 'contrastiveWhitening'] as const;

/** All rows, in the order of a table. */
export const LABEL_FREE_ROWS = [...TRAINING_FREE, ...CONTRASTIVE] as const;

type Row = (typeof LABEL_FREE_ROWS)[number];

const byRow = <T extends z.ZodType>(rows: readonly string[], one: T) =>
  z.object(Object.fromEntries(rows.map((row) => [row, one])) as Record<Row, T>);

const differences = byRow(TRAINING_FREE, differenceSchema).partial();

const schema = z.object({
  seeds: z.number(),
  /** The cosine that was best on the tested pairs. */
  best: z.string(),
  /** The cosine that was chosen without labels, seed by seed. */
  chosen: z.array(z.string()),
  rows: byRow(LABEL_FREE_ROWS, z.object({ auc: measuredSchema, eer: measuredSchema })),
  /** AUC of each contrastive row − that of each training-free one. */
  differences: z.object({ contrastive: differences, contrastiveWhitening: differences }),
});

/** What systems without labels come to on a set. */
export type LabelFree = z.infer<typeof schema>;

/**
 * Systems without labels on held-out groups, a split by group a seed.
 *
 * @param load the set of a seed: another one each time, or always the same
 */
export function labelFreePart(
  name: string,
  load: (seed: number) => Promise<Dataset>,
  seeds: number,
  cost: number,
  { run, fitLabelFree }: Ports,
): Part<LabelFree> {
  return {
    name: `without labels ${name}`,
    cost,
    settings: { seeds, heldOut: HELD_OUT },
    schema,
    async run(progress) {
      const splits: { readonly dataset: Dataset; readonly scores: LabelFreeScores }[] = [];
      for (let seed = 1; seed <= seeds; seed++) {
        const dataset = await load(seed);
        const split = holdOutGroups(dataset.groups, HELD_OUT, seed);
        splits.push({
          dataset,
          scores: await scoreWithoutLabels(dataset, split, { run, fitEncoder: fitLabelFree, seed }),
        });
        progress(seed / seeds);
      }
      const best = bestWithHindsight(splits.map(({ scores }) => scores));
      const compare = (model: Row, floor: Row) =>
        summarise(splits, (scores) => [of(scores, model, best), of(scores, floor, best)]);
      const measures = (row: Row) => {
        const { auc, eer } = compare(row, row).model;
        return { auc, eer };
      };
      const against = (row: Row) =>
        Object.fromEntries(TRAINING_FREE.map((other) => [other, compare(row, other).difference.auc]));
      return {
        seeds,
        best,
        chosen: splits.map(({ scores }) => scores.chosen),
        rows: Object.fromEntries(LABEL_FREE_ROWS.map((row) => [row, measures(row)])) as LabelFree['rows'],
        differences: { contrastive: against('contrastive'), contrastiveWhitening: against('contrastiveWhitening') },
      };
    },
  };
}

function of({ scores, cosines }: LabelFreeScores, row: Row, best: string): Float64Array {
  return row === 'best' ? (cosines[best] as Float64Array) : scores[row];
}

/** The cosine with the highest AUC on the tested pairs themselves, over all seeds. */
function bestWithHindsight(splits: readonly LabelFreeScores[]): string {
  const names = Object.keys(splits[0]?.cosines ?? {}).filter((name) => splits.every(({ cosines }) => name in cosines));
  const aucOf = (name: string) =>
    spreadOf(
      splits.map(({ cosines, pairs }) => areaUnderRoc({ scores: cosines[name] as Float64Array, same: pairs.same })),
    ).mean;
  const aucs = new Map(names.map((name) => [name, aucOf(name)]));
  return names.reduce((one, other) => ((aucs.get(other) as number) > (aucs.get(one) as number) ? other : one));
}

/** Two rows on the same pairs, seeds as partitions. Sets that differ from seed to seed bring groups of their own. */
function summarise(
  splits: readonly { readonly dataset: Dataset; readonly scores: LabelFreeScores }[],
  rows: (scores: LabelFreeScores) => readonly [Float64Array, Float64Array],
) {
  const groups: string[] = [];
  const starts = new Map<Dataset, number>();
  const partitions = splits.map(({ dataset, scores }): PooledPartition => {
    const start = starts.get(dataset) ?? groups.length;
    if (!starts.has(dataset)) {
      groups.push(...dataset.groups.map((group) => `${starts.size} ${group}`));
      starts.set(dataset, start);
    }
    const { a, b, same } = scores.pairs;
    const [model, floor] = rows(scores);
    const moved = (index: number) => index + start;
    return { pairs: { a: a.map(moved), b: b.map(moved), same }, model: { llrs: model }, floor: { llrs: floor } };
  });
  return summariseEvaluation(partitions, groups, 1);
}
