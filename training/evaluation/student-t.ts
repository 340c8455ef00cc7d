/**
 * How often a Student's t variable is within ±t: exact for whole degrees of freedom, a finite sum (Abramowitz & Stegun 26.7.3, 26.7.4).
 *
 * @param freedom ν, a whole number of 1 or more
 * @returns P(|T| ≤ t); two-sided p is 1 minus it
 */
export function studentWithin(t: number, freedom: number): number {
  const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  // Even: 1 + 1/2 cos² + 1·3/(2·4) cos⁴ …; odd: cos + 2/3 cos³ + 2·4/(3·5) cos⁵ …, up to the power ν − 2.
  for (let power = odd ? 3 : 2; power <= freedom - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    sum += term;
  }
  const share = Math.sin(angle) * sum;
  return odd ? (2 / Math.PI) * (angle + share) : share;
}

/** The t within whose ± a Student's t variable is with probability `within`. */
export function studentBound(within: number, freedom: number): number {
  // Halved as an angle, whose range ends.
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (studentWithin(Math.sqrt(freedom) * Math.tan(middle), freedom) < within) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return Math.sqrt(freedom) * Math.tan((low + high) / 2);
}
