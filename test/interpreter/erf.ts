const A = [3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315];
const B = [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const C = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769, 1712.0476126340707,
  2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
];
const D = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597, 4362.619090143247,
  3439.3676741437216, 1230.3393548037495,
];
const P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275, 0.0006587491615298378,
  0.016315387137302097,
];
const Q = [2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918];

/** (last·y + n₀)·y + n₁ … over (y + d₀)·y + d₁ …: the form all three ranges share. */
function ratio(y: number, numerator: readonly number[], denominator: readonly number[]): number {
  let above = (numerator.at(-1) as number) * y;
  let below = y;
  for (let index = 0; index < denominator.length - 1; index++) {
    above = (above + (numerator[index] as number)) * y;
    below = (below + (denominator[index] as number)) * y;
  }
  const last = denominator.length - 1;
  return (above + (numerator[last] as number)) / (below + (denominator[last] as number));
}

/**
 * The error function in double precision, to about 1e-16 relative.
 *
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631–637, with the
 * coefficients of his CALERF (netlib specfun).
 */
export function erf(x: number): number {
  const y = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (y <= 0.46875) return x * ratio(y * y, A, B);
  if (y >= 6) return Math.sign(x);
  const inverse = 1 / (y * y);
  const scaled = y <= 4 ? ratio(y, C, D) : (1 / Math.sqrt(Math.PI) - inverse * ratio(inverse, P, Q)) / y;
  // exp(−y²) in two factors, the first with an exact square.
  const coarse = Math.trunc(y * 16) / 16;
  const complement = Math.exp(-coarse * coarse) * Math.exp(-(y - coarse) * (y + coarse)) * scaled;
  return Math.sign(x) * (1 - complement);
}
