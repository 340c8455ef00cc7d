import { RUNGS, type SimulatorPreset } from '@spectrosim/training';
import { heldTo, type Part } from './part.js';
import { partStore } from './part-store.js';
import { type LabelsControl, labelsControlPart, type TrainingControl, trainingControlPart } from './parts/controls.js';
import { type Evaluated, evaluatePart } from './parts/evaluate.js';
import { type LabelFree, labelFreePart } from './parts/label-free.js';
import { TIMED_AXES, type Timing, timingPart } from './parts/timing.js';
import { nodePorts } from './ports.js';
import { type ProgressOutput, partRunner } from './run-parts.js';
import { DIFFICULTIES, findSets, hashSet, REAL_SETS, type RealSet, readSet, simulatedSet } from './sets.js';

/** What `npm run bench -- accuracy` is asked. */
export interface AccuracyOptions {
  /** One real set and one simulated, one partition or seed of each: to see that all works. */
  readonly quick: boolean;
  /** The folder of the real sets. */
  readonly data: string;
  /** The folder of results of parts, to go on from. */
  readonly resume: string;
  readonly threads: number;
}

/** What came of it; maps are in the order of their tables. */
export interface AccuracyReport {
  readonly quick: boolean;
  /** Real sets that are not there. */
  readonly missing: readonly RealSet[];
  readonly real: ReadonlyMap<string, Evaluated>;
  /** By difficulty, a set a seed. */
  readonly simulated: ReadonlyMap<string, readonly Evaluated[]>;
  /** By difficulty, with the rung of encoders. */
  readonly encoded: ReadonlyMap<string, Evaluated>;
  readonly labelFree: ReadonlyMap<string, LabelFree>;
  readonly controls: ReadonlyMap<string, { readonly labels: LabelsControl; readonly training: TrainingControl }>;
  /** By kind of axis; empty where nothing was timed. */
  readonly timing: ReadonlyMap<string, Timing>;
}

/** How much is run. */
interface Plan {
  readonly sets: readonly RealSet[];
  readonly difficulties: readonly SimulatorPreset[];
  readonly seeds: number;
  readonly partitions: number;
  readonly shuffles: number;
  readonly timing: boolean;
}

const FULL: Plan = {
  sets: REAL_SETS,
  difficulties: DIFFICULTIES,
  seeds: 5,
  partitions: 3,
  shuffles: 20,
  timing: true,
};
const QUICK: Plan = {
  sets: ['oliveoil-ftir'],
  difficulties: ['default'],
  seeds: 1,
  partitions: 1,
  // Fewer give no interval.
  shuffles: 10,
  timing: false,
};

/** Rungs without encoders, which take more than all others together: what simulated sets are evaluated by but for the first seed. */
const LINEAR = RUNGS.filter((rung) => rung !== 'encoder');

/** Real sets that a run would need and that are not there. */
export function missingSets({ quick, data }: Pick<AccuracyOptions, 'quick' | 'data'>): readonly RealSet[] {
  return findSets(data, (quick ? QUICK : FULL).sets).missing;
}

/** Runs the benchmark, or what is left of it. */
export async function benchAccuracy(
  { quick, data, resume, threads }: AccuracyOptions,
  output: ProgressOutput,
): Promise<AccuracyReport> {
  const { difficulties, seeds, partitions, shuffles, ...plan } = quick ? QUICK : FULL;
  const { found, missing } = findSets(data, plan.sets);
  for (const set of missing) {
    output.note(`SKIPPED: ${set} is not in ${data}.`);
  }
  const ports = nodePorts(threads);
  const hashes = new Map(found.map((set) => [set, hashSet(data, set)]));
  const parts: Part<unknown>[] = [];
  /** Whatever else a part is asked, its result is of these threads and, where it reads files, of what is in them. */
  const part = <T>(one: Part<T>, set?: RealSet): Part<T> => {
    const whole = heldTo(one, { threads, ...(set && { data: hashes.get(set) }) });
    parts.push(whole as Part<unknown>);
    return whole;
  };
  const everySeed = Array.from({ length: seeds }, (_, i) => i + 1);
  const perSet = <T>(make: (set: RealSet) => T) => found.map((set) => [set as string, make(set)] as const);
  const perDifficulty = <T>(make: (preset: SimulatorPreset) => T) =>
    difficulties.map((preset) => [`simulated (${preset})`, make(preset)] as const);
  // First, while the machine has done nothing yet.
  const timing = (plan.timing ? TIMED_AXES : []).map(
    (axis) => [axis as string, part(timingPart(axis, partitions, 150, ports))] as const,
  );
  const real = perSet((set) =>
    part(
      evaluatePart(set, () => readSet(data, set), { partitions, candidates: RUNGS }, 100 * partitions, ports),
      set,
    ),
  );
  const simulated = perDifficulty((preset) =>
    everySeed.map((seed) => {
      const settings = { partitions: 1, candidates: LINEAR };
      return part(evaluatePart(`${preset} ${seed}`, () => simulatedSet(preset, seed), settings, 8, ports));
    }),
  );
  const encoded = perDifficulty((preset) => {
    const settings = { partitions: 1, candidates: RUNGS };
    return part(evaluatePart(`${preset} with encoders`, () => simulatedSet(preset, 1), settings, 60, ports));
  });
  const labelFree = [
    ...perSet((set) => {
      const once = readSet(data, set);
      return part(
        labelFreePart(set, () => once, seeds, 15 * seeds, ports),
        set,
      );
    }),
    ...perDifficulty((preset) =>
      part(labelFreePart(preset, (seed) => simulatedSet(preset, seed), seeds, 10 * seeds, ports)),
    ),
  ];
  const controls = perSet((set) => ({
    labels: part(
      labelsControlPart(set, () => readSet(data, set), shuffles, 5 * shuffles, ports),
      set,
    ),
    training: part(
      trainingControlPart(set, () => readSet(data, set), shuffles, 5 * shuffles, ports),
      set,
    ),
  }));

  const run = partRunner(parts, partStore(resume), output);
  const all = async <P, T>(planned: readonly (readonly [string, P])[], result: (one: P) => Promise<T>) => {
    const done = new Map<string, T>();
    for (const [name, one] of planned) {
      done.set(name, await result(one));
    }
    return done;
  };
  return {
    quick,
    missing,
    timing: await all(timing, run),
    real: await all(real, run),
    simulated: await all(simulated, async (ofSeeds) => {
      const done: Evaluated[] = [];
      for (const one of ofSeeds) {
        done.push(await run(one));
      }
      return done;
    }),
    encoded: await all(encoded, run),
    labelFree: await all(labelFree, run),
    controls: await all(controls, async ({ labels, training }) => ({
      labels: await run(labels),
      training: await run(training),
    })),
  };
}
