import type { CostRecord, FailedRecord, MeasuredRecord, Timing } from '@spectrosim/training';

/** What of a record a test chooses. */
export interface RecordChoice {
  readonly row?: string;
  readonly kind?: MeasuredRecord['kind'];
  readonly data?: string;
  readonly seed?: number;
  readonly protocol?: MeasuredRecord['protocol'];
  readonly auc?: number;
  readonly floor?: number;
  readonly untrained?: number;
  readonly balancedAccuracy?: number;
  readonly encoder?: string;
  readonly parameters?: number;
  readonly losses?: { readonly first: number; readonly last: number; readonly chance?: number };
}

const measures = (auc: number, balancedAccuracy = auc) => ({
  auc,
  averagePrecision: auc,
  eer: 1 - auc,
  fnrAt1: 0.5,
  balancedAccuracy,
});

/** A run that was measured. Data called `real…` are no simulated ones. */
export function measured({
  row = 'a row',
  kind = 'contrastive',
  data = 'simulated',
  seed = 1,
  protocol = 'held-out',
  auc = 0.9,
  floor = 0.8,
  untrained,
  balancedAccuracy,
  encoder,
  parameters,
  losses,
}: RecordChoice): MeasuredRecord {
  const all = {
    model: measures(auc, balancedAccuracy),
    ...(untrained !== undefined && { untrained: measures(untrained) }),
    floor: measures(floor),
  };
  return {
    key: JSON.stringify([row, data, seed, protocol]),
    title: 'an experiment',
    row,
    kind,
    data: {
      name: data,
      simulated: !data.startsWith('real'),
      newEachSeed: !data.startsWith('real'),
      hash: 'abc',
      spectra: 72,
      groups: 24,
      bins: 2080,
    },
    protocol,
    split: 'a quarter of the groups held out',
    seed,
    settings: encoder === undefined ? {} : { config: { encoder: { name: encoder, config: {} } } },
    threads: 1,
    versions: {},
    seconds: 36,
    measures: all,
    folds: [{ trainSpectra: 54, testSpectra: 18, positivePairs: 18, negativePairs: 135, measures: all }],
    fitted: ['something'],
    ...(parameters !== undefined && { parameters }),
    ...(losses !== undefined && { training: { steps: 100, batch: 16, losses } }),
    hardPairs: 'some',
  };
}

/** The same row on several seeds, 1 and on, one AUC each; the floor is beside it. */
export function seeds(choice: RecordChoice, aucs: readonly number[], floors?: readonly number[]): MeasuredRecord[] {
  return aucs.map((auc, i) => {
    const floor = floors?.[i] ?? choice.floor;
    return measured({ ...choice, auc, seed: i + 1, ...(floor !== undefined && { floor }) });
  });
}

/** A run that failed. */
export function failed(row: string, why: string): FailedRecord {
  const { measures: _, folds: __, ...rest } = measured({ row });
  return { ...rest, failed: why };
}

/** A timing whose percentiles are a tenth off. */
export function timing(medianMs: number): Timing {
  return { medianMs, p5Ms: 0.9 * medianMs, p95Ms: 1.1 * medianMs, rounds: 20, repetitions: 1 };
}

/** What an encoder costs: a step of so many ms, inference a tenth and the same. */
export function cost(encoder: string, parameters: number, stepMs: number): CostRecord {
  const { measures: _, folds: __, protocol: ___, ...rest } = measured({ row: encoder });
  return {
    ...rest,
    kind: 'cost',
    cost: {
      encoder: { name: encoder, config: {} },
      bins: 2080,
      parameters,
      modelBytes: 4 * parameters,
      trainingStep: { batch: 16, ...timing(stepMs) },
      inference: [
        { spectra: 1, ...timing(stepMs / 10) },
        { spectra: 64, ...timing(stepMs) },
      ],
      provider: 'cpu',
      threads: 2,
    },
  };
}
