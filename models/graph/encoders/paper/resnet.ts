import type { EncoderDefinition } from '../encoder.js';
import { type PaperCnnConfig, paperCnn } from './cnn.js';

/**
 * The "ResNet" of the papers' cost table: its code is the CNN's, letter by letter, without one residual path, so that here
 * it is the CNN under another name. The residual network of the accuracy table is `paper/rcnn`.
 */
export const paperResnet: EncoderDefinition<PaperCnnConfig> = {
  ...paperCnn,
  name: 'paper/resnet',
  title: 'the cost table’s "ResNet": the CNN again, without a residual path',
};
