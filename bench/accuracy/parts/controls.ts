import {
  type ControlOptions,
  createProtocol,
  type Dataset,
  shuffledLabels,
  shuffledTraining,
} from '@spectrosim/training';
import { z } from 'zod';
import { differenceSchema, measuredSchema } from '../measured.js';
import type { Part } from '../part.js';
import type { Ports } from '../ports.js';

const labelsSchema = z.object({
  shuffles: z.number(),
  shipped: measuredSchema,
  learned: measuredSchema,
  passed: z.boolean(),
});

const trainingSchema = z.object({
  shuffles: z.number(),
  interval: z.string(),
  learned: measuredSchema,
  whitened: measuredSchema,
  difference: differenceSchema,
  passed: z.boolean(),
});

/** What came of shuffling all labels. */
export type LabelsControl = z.infer<typeof labelsSchema>;

/** What came of shuffling those of training. */
export type TrainingControl = z.infer<typeof trainingSchema>;

/** `evaluate --control shuffled-labels` on a set. */
export function labelsControlPart(
  name: string,
  load: () => Promise<Dataset>,
  shuffles: number,
  cost: number,
  ports: Ports,
): Part<LabelsControl> {
  return {
    name: `all labels shuffled ${name}`,
    cost,
    settings: { shuffles },
    schema: labelsSchema,
    run: async (progress) =>
      shuffledLabels(await load(), (of) => createProtocol('groups', of), options(ports, shuffles, progress)),
  };
}

/** `evaluate --control shuffled-training` on a set. */
export function trainingControlPart(
  name: string,
  load: () => Promise<Dataset>,
  shuffles: number,
  cost: number,
  ports: Ports,
): Part<TrainingControl> {
  return {
    name: `training labels shuffled ${name}`,
    cost,
    settings: { shuffles },
    schema: trainingSchema,
    async run(progress) {
      const dataset = await load();
      return shuffledTraining(dataset, createProtocol('groups', dataset), options(ports, shuffles, progress));
    },
  };
}

function options({ run }: Ports, shuffles: number, progress: (share: number) => void): ControlOptions {
  return { seed: 1, run, shuffles, onFold: (done, of) => progress(done / of) };
}
