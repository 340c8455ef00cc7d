import { z } from 'zod';

/** When training ends before its last step, and which of its states is kept. */
export const earlyStoppingSchema = z.strictObject({
  /** Share of the training groups that are set aside to look at. @default 0.2 */
  holdOut: z.number().gt(0).max(0.5).default(0.2),
  /**
   * What is looked at: `auc`, the ROC AUC of the cosines of all pairs of the spectra set aside, which reads their groups; `loss`, the
   * training's own objective on them, with draws that stay the same, which reads no label where the objective reads none. @default 'auc'
   */
  criterion: z.enum(['auc', 'loss']).default('auc'),
  /** Steps between two looks. @default 20 */
  every: z.int().min(1).default(20),
  /** Looks without a better one after which training ends. @default 5 */
  patience: z.int().min(1).default(5),
});

/** Settings of early stopping, resolved. */
export type EarlyStoppingSettings = z.infer<typeof earlyStoppingSchema>;
