import type { MeasuredRecord } from '@spectrosim/training';

/** Tables of systems, by the name of their experiment, and how their rows are called beside those of others. */
const EXPERIMENTS = {
  classical: (row: string) => row,
  classification: (row: string) => `${row}, classifying differences`,
  contrastive: (row: string) => `${row}, NT-Xent`,
  methods: (row: string) => `transformer, ${row}`,
} as const;

/** An experiment whose rows are systems that compete. */
export type Competition = keyof typeof EXPERIMENTS;

/** Their names. */
export const COMPETITIONS = Object.keys(EXPERIMENTS) as readonly Competition[];

/** How much a system asks for, least first. */
const EFFORTS = ['floor', 'verifier', 'baseline', 'contrastive', 'classification'] as const;

/** A system on one set, with its runs under the honest protocol. */
export interface CompetingSystem {
  readonly name: string;
  readonly kind: MeasuredRecord['kind'];
  /** The encoder's name, where one is trained. */
  readonly encoder?: string;
  readonly parameters: number;
  readonly runs: readonly MeasuredRecord[];
}

/**
 * Systems of all experiments on a set, one split by group a seed. What several experiments have in common, the floor and the verifier, is
 * one system.
 */
export function competingSystems(
  records: ReadonlyMap<string, readonly MeasuredRecord[]>,
  data: string,
): CompetingSystem[] {
  const runsOf = new Map<string, MeasuredRecord[]>();
  const seen = new Set<string>();
  for (const experiment of COMPETITIONS) {
    for (const record of records.get(experiment) ?? []) {
      // The same settings have the same key, in whichever experiment.
      if (record.data.name === data && record.protocol === 'held-out' && !seen.has(record.key)) {
        seen.add(record.key);
        const trained = record.kind === 'contrastive' || record.kind === 'classification';
        const name = trained ? EXPERIMENTS[experiment](record.row) : record.row;
        runsOf.set(name, [...(runsOf.get(name) ?? []), record]);
      }
    }
  }
  return [...runsOf].map(([name, runs]) => {
    const [first] = runs as [MeasuredRecord, ...MeasuredRecord[]];
    const encoder = encoderOf(first);
    return {
      name,
      kind: first.kind,
      ...(encoder === undefined ? {} : { encoder }),
      parameters: first.parameters ?? 0,
      runs,
    };
  });
}

/** Less effort first: what trains nothing, what the program does by itself, classical classifiers, encoders by their parameters. */
export function byEffort(a: CompetingSystem, b: CompetingSystem): number {
  const effort = ({ kind }: CompetingSystem) => Math.min(EFFORTS.indexOf(kind), EFFORTS.indexOf('contrastive'));
  return effort(a) - effort(b) || a.parameters - b.parameters || a.name.localeCompare(b.name);
}

/** The name of the encoder that a run trained. */
export function encoderOf({ settings }: Pick<MeasuredRecord, 'settings'>): string | undefined {
  const { config } = settings as { readonly config?: { readonly encoder?: { readonly name?: string } } };
  return config?.encoder?.name;
}
