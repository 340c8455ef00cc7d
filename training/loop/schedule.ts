/**
 * The learning rate at a step: rising linearly over the warm-up, then falling as half a cosine towards 0 (Loshchilov & Hutter 2017),
 * which the step after the last would reach.
 *
 * @param step counted from 1
 */
export function learningRateAt(
  step: number,
  { steps, learningRate, warmUp }: { readonly steps: number; readonly learningRate: number; readonly warmUp: number },
): number {
  const rising = Math.round(warmUp * steps);
  if (step <= rising) {
    return (learningRate * step) / rising;
  }
  const progress = (step - rising - 1) / (steps - rising);
  return (learningRate * (1 + Math.cos(Math.PI * progress))) / 2;
}
