/** How far numbers may be apart in tests that cross packages, each relative to the largest number expected, with its reason. */
export const TOLERANCES = {
  /** One or a few float32 operations on ONNX Runtime and on tfjs' cpu backend: rounding, and other approximations of erf and tanh. */
  operators: 2e-6,
  /** Sine and cosine in WGSL, which promises an absolute 2⁻¹¹ within ±π. */
  wgslAngles: 5e-4,
  /** A whole encoder, float32 against float32: its operations' rounding adds up (contracts.md: 2e-6 against float64, once each side). */
  encoder: 4e-6,
  /** Several preprocessing steps, float32 against float64: one divides by the small rest that another leaves of large numbers (the parity gate of embeddings). */
  recipe: 2e-5,
  /**
   * A graph and what a rule made of it, both in float64: the same sums in another order. Factors are rounded to 32 bits as attributes
   * of products, where before they were constants of 32 bits: products of two differ by 6e-8.
   */
  rewritten: 2e-7,
  /** Traced gradients, in float64, against central differences, in float64 (contracts.md). */
  gradients: 1e-5,
  /**
   * What the parts of an explanation leave over of the score they explain, relative to it: 32 steps of straight lines through
   * cosines and encoders, and sums of float32 that cancel.
   */
  completeness: 5e-3,
  /** Parts of an explanation, of one runtime against another, relative to the largest: a quotient of two small differences is in each. */
  explanation: 1e-3,
  /**
   * Each of the first 20 losses of a tiny training, of one float32 engine against another. Rounding goes through AdamW, which
   * divides by small numbers, so it grows; at the learning rate of 1e-3 to 2e-6 between node's CPU, WASM and tfjs, and to 6e-6
   * on WebGPU in software. Another computation shows: tfjs' own wasm gather, of wrong rows, was 0.12 off at the first step.
   */
  losses: 1e-4,
} as const;
