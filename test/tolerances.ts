/** How far numbers may be apart in tests that cross packages, each relative to the largest number expected, with its reason. */
export const TOLERANCES = {
  /** One or a few float32 operations on ONNX Runtime and on tfjs' cpu backend: rounding, and other approximations of erf and tanh. */
  operators: 2e-6,
  /** A whole encoder, float32 against float32: its operations' rounding adds up (contracts.md: 2e-6 against float64, once each side). */
  encoder: 4e-6,
  /** Traced gradients, in float64, against central differences, in float64 (contracts.md). */
  gradients: 1e-5,
  /**
   * Each of the first 20 losses of a tiny training, of one float32 engine against another. Rounding goes through AdamW, which
   * divides by small numbers, so it grows: by step 20 to 1e-6 between the CPU, WASM and tfjs, at the learning rate of 1e-3. GPUs
   * add in other orders and take other exponentials, and no step may be another computation: 1e-4 is between the two.
   */
  losses: 1e-4,
} as const;
