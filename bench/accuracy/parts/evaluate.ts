import {
  ALTERNATIVE_RULES,
  type AlternativeScores,
  cllr,
  concatPairs,
  createProtocol,
  type Dataset,
  evaluateVerifier,
  type PooledScores,
  type Rung,
  type ScoredAlternatives,
  scoreAlternatives,
  summariseEvaluation,
} from '@spectrosim/training';
import { z } from 'zod';
import { differenceSchema, spreadOf, systemSchema } from '../measured.js';
import type { Part } from '../part.js';
import type { Ports } from '../ports.js';

const SEED = 1;

const sideSchema = systemSchema.extend({ inner: z.number() });

const schema = z.object({
  spectra: z.number(),
  bins: z.number(),
  groups: z.number(),
  partitions: z.number(),
  protocol: z.string(),
  hardPairs: z.string(),
  interval: z.string(),
  candidates: z.array(z.string()),
  model: systemSchema,
  labelFree: systemSchema.nullable(),
  floor: systemSchema,
  /** The model − the floor. */
  difference: differenceSchema,
  /** How many folds each rung won. */
  won: z.record(z.string(), z.number()),
  /** Outer Cllr of what other sizes of the ensemble and other rules would have shipped. */
  rules: z.array(
    z.object({
      size: z.string(),
      rule: z.enum(ALTERNATIVE_RULES),
      mean: z.number(),
      sd: z.number(),
      folds: z.number(),
    }),
  ),
  /** The best single back-end on preprocessed spectra, and on an encoder's embedding of them; null where a fold lacks either. */
  encoder: z
    .object({ linear: sideSchema, encoder: sideSchema, auc: differenceSchema, cllr: differenceSchema })
    .nullable(),
  /** In how many folds the ladder tried a single back-end of both kinds, of how many: fewer than all, and they are not compared. */
  encoderFolds: z.object({ both: z.number(), of: z.number() }),
  seconds: z.number(),
});

/** What `evaluate` comes to on a set, and what else its ladders tried. */
export type Evaluated = z.infer<typeof schema>;

/** Evaluates a set as `spectrosim evaluate` does, and scores in each fold what other rules would have shipped. */
export function evaluatePart(
  name: string,
  load: () => Promise<Dataset>,
  settings: { readonly partitions: number; readonly candidates: readonly Rung[] },
  cost: number,
  { run, fitEncoder }: Ports,
): Part<Evaluated> {
  return {
    name: `evaluate ${name}`,
    cost,
    settings,
    schema,
    async run(progress) {
      const started = performance.now();
      const dataset = await load();
      const scored = new Map<number, ScoredAlternatives[]>();
      const result = await evaluateVerifier(dataset, createProtocol('groups', dataset), {
        ...settings,
        seed: SEED,
        run,
        fitEncoder,
        onLadder: async (climbed) => {
          const folds = scored.get(climbed.partition) ?? [];
          scored.set(climbed.partition, [...folds, await scoreAlternatives(dataset, climbed, run)]);
        },
        onFold: (done, of) => progress(done / of),
      });
      const { model, floor, labelFree, difference, chosen, ...rest } = result;
      const rungs = chosen.map(({ rung }) => rung);
      const cuts = [...scored.values()];
      return {
        ...rest,
        spectra: dataset.names.length,
        bins: dataset.rows.bins,
        candidates: [...result.candidates],
        model,
        floor,
        labelFree: labelFree ?? null,
        difference: difference.cllr,
        won: Object.fromEntries([...new Set(rungs)].map((rung) => [rung, rungs.filter((one) => one === rung).length])),
        rules: rulesOf(
          cuts,
          chosen.map(({ name: shipped }) => shipped),
        ),
        encoder: encoderOf(cuts, dataset),
        encoderFolds: { both: cuts.flat().filter(hasBoth).length, of: cuts.flat().length },
        seconds: (performance.now() - started) / 1000,
      };
    },
  };
}

/** Cllr of every rule, and in how many folds it would have shipped the same as the ladder's. */
function rulesOf(cuts: readonly (readonly ScoredAlternatives[])[], shipped: readonly string[]): Evaluated['rules'] {
  const [first] = cuts.flat();
  return (first?.rules ?? []).map(({ size, rule }, number) => {
    const of = (fold: ScoredAlternatives) => fold.rules[number] as AlternativeScores;
    const costs = cuts.map((folds) => {
      const { bounded } = pooled(folds.map(of));
      return cllr({ scores: bounded, same: concatPairs(folds.map(({ pairs }) => pairs)).same });
    });
    const folds = cuts.flat().filter((fold, i) => of(fold).name === shipped[i]).length;
    return { size: Number.isFinite(size) ? `${size}` : 'all', rule, ...spreadOf(costs), folds };
  });
}

function encoderOf(cuts: readonly (readonly ScoredAlternatives[])[], { groups }: Dataset): Evaluated['encoder'] {
  const all = cuts.flat();
  const sides = (which: 'linear' | 'encoder') => all.flatMap((fold) => fold[which] ?? []);
  if (all.length === 0 || !all.every(hasBoth)) {
    return null;
  }
  const partitions = cuts.map((folds) => ({
    pairs: concatPairs(folds.map(({ pairs }) => pairs)),
    model: pooled(folds.map(({ encoder }) => encoder as AlternativeScores)),
    floor: pooled(folds.map(({ linear }) => linear as AlternativeScores)),
  }));
  const { model, floor, difference } = summariseEvaluation(partitions, groups, SEED);
  const inner = (which: 'linear' | 'encoder') => spreadOf(sides(which).map((side) => side.inner)).mean;
  return {
    linear: { ...floor, inner: inner('linear') },
    encoder: { ...model, inner: inner('encoder') },
    auc: difference.auc,
    cllr: difference.cllr,
  };
}

function hasBoth({ linear, encoder }: ScoredAlternatives): boolean {
  return linear !== undefined && encoder !== undefined;
}

function pooled(folds: readonly AlternativeScores[]): Required<Pick<PooledScores, 'llrs' | 'bounded'>> {
  const join = (key: 'llrs' | 'bounded') => Float64Array.from(folds.flatMap((fold) => Array.from(fold[key])));
  return { llrs: join('llrs'), bounded: join('bounded') };
}
