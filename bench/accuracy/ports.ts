import type { LoadOptions } from '@spectrosim/models';
import { nodeRuntime } from '@spectrosim/runtime-node';
import {
  type ChoiceOptions,
  encoderFitter,
  type FitEncoder,
  graphEngine,
  LABEL_FREE_ENCODER,
  runOnRows,
} from '@spectrosim/training';

/** What parts compute with. */
export interface Ports {
  /** Of ONNX Runtime. */
  readonly threads: number;
  readonly run: ChoiceOptions['run'];
  /** As the ladder of the command fits them: with labels. */
  readonly fitEncoder: FitEncoder;
  readonly fitLabelFree: FitEncoder;
}

/** Ports on ONNX Runtime's cpu, as the command has them. */
export function nodePorts(threads: number): Ports {
  const runtime = nodeRuntime();
  const options: LoadOptions = { provider: 'cpu', threads };
  const engine = graphEngine(runtime, options);
  return {
    threads,
    run: (fn, rows, weights) => runOnRows(runtime, options, fn, rows, weights),
    fitEncoder: encoderFitter(engine),
    fitLabelFree: encoderFitter(engine, LABEL_FREE_ENCODER),
  };
}
