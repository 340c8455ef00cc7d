import {
  type ExperimentPorts,
  encoderFitter,
  graphEngine,
  REPLICATE_ENCODER,
  runOnRows,
  type VerifierEvaluationOptions,
} from '@spectrosim/training';

/** Settings of the encoder that the ladder fits: groups are known, so that noise is how replicates differ. */
export const LADDER_ENCODER = REPLICATE_ENCODER;

/** What the ladder computes with: traced functions of rows, and encoders trained by the graph engine, on the same runtime. */
export function ladderPorts({
  runtime,
  options,
}: Pick<ExperimentPorts, 'runtime' | 'options'>): Required<Pick<VerifierEvaluationOptions, 'run' | 'fitEncoder'>> {
  return {
    run: (fn, rows, weights) => runOnRows(runtime, options, fn, rows, weights),
    fitEncoder: encoderFitter(graphEngine(runtime, options), LADDER_ENCODER),
  };
}
