import { freemem } from 'node:os';
import { platform } from 'node:process';
import { SpectroSimError } from '@spectrosim/models';
import { trainingConfigSchema } from '@spectrosim/training';
import { pytorchPeer } from '../peer.js';
import { BENCHED_ENCODER } from '../whole-training.js';
import { createWorkload, type TrainedEncoder } from '../workload.js';
import { trainByCommand } from './command.js';

/** One training with the peak of memory that it took. */
export interface MemoryRow {
  readonly encoder: string;
  readonly who: 'spectrosim' | 'pytorch';
  readonly batch: number;
  readonly steps: number;
  /** Numbers trained, the head's left out; null for the peer, whose are the same. */
  readonly parameters: number | null;
  /** The most resident memory of its process, MB of 10⁶ bytes; null when skipped. */
  readonly peakMb: number | null;
  /** From the last step, when its checkpoint is kept, to the end of the process; null for the peer, which writes no model. */
  readonly secondsAfter: number | null;
  /** What it may take at most; null where nothing is demanded. */
  readonly atMostMb: number | null;
  readonly skipped: string | null;
}

interface MemoryCase {
  readonly name: string;
  readonly encoder: TrainedEncoder;
  readonly batch: number;
  readonly steps: number;
  readonly atMostMb: number | null;
  /** Whether the peer has this encoder. */
  readonly peer: boolean;
}

const CASES: readonly MemoryCase[] = [
  {
    name: 'default',
    encoder: trainingConfigSchema.parse({}).encoder,
    ...{ batch: 64, steps: 20, atMostMb: null, peer: false },
  },
  {
    name: 'transformer',
    encoder: BENCHED_ENCODER,
    ...{ batch: 64, steps: 20, atMostMb: null, peer: true },
  },
  {
    name: 'paper/transformer',
    encoder: { name: 'paper/transformer', config: {} },
    ...{ batch: 16, steps: 4, atMostMb: 6000, peer: false },
  },
];

/**
 * Peaks of memory of whole trainings, each a process of its own: `spectrosim train --contrastive`, from reading a CSV file to the model
 * that it measured and wrote. PyTorch does the steps of the same network, and nothing else.
 *
 * @throws SpectroSimError `usage` for an encoder that is none of the cases
 */
export async function benchMemory(
  { encoder, threads }: { readonly encoder: string | undefined; readonly threads: number },
  onRow: (row: MemoryRow) => void,
): Promise<readonly MemoryRow[]> {
  const cases = CASES.filter(({ name }) => encoder === undefined || name === encoder);
  if (cases.length === 0) {
    const names = CASES.map(({ name }) => name).join(', ');
    throw new SpectroSimError('usage', `--encoder is ${encoder}. Expected one of ${names}.`);
  }
  const rows: MemoryRow[] = [];
  const add = (row: MemoryRow) => {
    rows.push(row);
    onRow(row);
  };
  for (const one of cases) {
    add(ownRow(one, threads));
    if (one.peer) {
      add(await peerRow(one, threads));
    }
  }
  return rows;
}

function ownRow({ name, encoder, batch, steps, atMostMb }: MemoryCase, threads: number): MemoryRow {
  const own = { encoder: name, who: 'spectrosim', batch, steps, atMostMb } as const;
  // Elsewhere what is free leaves out what the system would give up, and says nothing.
  if (platform === 'linux' && atMostMb !== null && freemem() < atMostMb * 1e6) {
    const free = `${(freemem() / 1e9).toFixed(1)} GB are free, ${atMostMb / 1000} are wanted`;
    return { ...own, parameters: null, peakMb: null, secondsAfter: null, skipped: free };
  }
  return { ...own, ...trainByCommand({ encoder, batch, steps, threads }), skipped: null };
}

async function peerRow({ name, encoder, batch, steps }: MemoryCase, threads: number): Promise<MemoryRow> {
  const peer = await pytorchPeer(createWorkload(batch, undefined, encoder), threads, steps);
  const theirs = {
    encoder: name,
    who: 'pytorch',
    batch,
    steps,
    parameters: null,
    secondsAfter: null,
    atMostMb: null,
  } as const;
  if ('skipped' in peer) {
    return { ...theirs, peakMb: null, skipped: peer.skipped };
  }
  await peer.run(steps);
  const peakMb = await peer.peakMb();
  await peer.dispose();
  return { ...theirs, peakMb, skipped: null };
}

/** Peaks for a reader. */
export function memoryText(rows: readonly MemoryRow[]): string {
  return [
    'The most memory that the process of a whole training ever had, and the seconds from its last step to its end',
    ...rows.map(({ encoder, who, batch, steps, parameters, peakMb, secondsAfter, atMostMb, skipped }) => {
      const what = `  ${encoder}${parameters === null ? '' : `, ${(parameters / 1e6).toFixed(1)} M weights`}, batch ${batch}, ${steps} steps, ${who}`;
      return peakMb === null
        ? `${what}: SKIPPED, ${skipped}`
        : `${what}: ${peakMb.toFixed(0)} MB${atMostMb === null ? '' : peakMb <= atMostMb ? `, at most ${atMostMb}` : `, MORE than ${atMostMb}`}${secondsAfter === null ? '' : `; ${secondsAfter.toFixed(0)} s`}`;
    }),
  ].join('\n');
}

/** Whether a training took more memory than it may. */
export function exceeds({ peakMb, atMostMb }: MemoryRow): boolean {
  return peakMb !== null && atMostMb !== null && peakMb > atMostMb;
}
