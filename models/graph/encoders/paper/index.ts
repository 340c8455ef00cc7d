/**
 * The encoders of the SpectroSim papers as they were published.
 *
 * @module
 */
export { paperCnn } from './cnn.js';
export { paperEnsemble } from './ensemble.js';
export { paperKan } from './kan.js';
export { paperLstm } from './lstm.js';
export { paperMamba } from './mamba.js';
export { paperMoe } from './moe.js';
export { paperRcnn } from './rcnn.js';
export { paperResnet } from './resnet.js';
export { paperTransformer } from './transformer.js';
export { paperVae } from './vae.js';
