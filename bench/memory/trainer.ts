/**
 * A process that trains one encoder and says how much memory that took. Run by `memory.ts`.
 *
 * @module
 */
import { argv, stdout } from 'node:process';
import { trainWhole, type WholeTraining } from '../whole-training.js';
import { peakMb } from './peak.js';

/** What the process prints, as JSON. */
export interface TrainerAnswer {
  readonly peakMb: number;
  /** Numbers trained, the head's left out. */
  readonly parameters: number;
}

const { parameters } = await trainWhole(JSON.parse(argv[2] as string) as WholeTraining);
const answer: TrainerAnswer = { peakMb: peakMb(), parameters };
stdout.write(JSON.stringify(answer));
