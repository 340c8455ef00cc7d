import { type Curve, curveOf } from './curve.js';

/**
 * A curve with fewer points that looks the same: no point that is left out lies further than a tolerance from the line that
 * remains (Ramer 1972; Douglas & Peucker 1973). The first and the last point stay.
 *
 * @param tolerance the unit of either axis in which a distance of 1 is not seen: half a pixel, say
 */
export function thinCurve({ x, y }: Curve, tolerance: { readonly x: number; readonly y: number }): Curve {
  const [last, px, py] = [x.length - 1, x.map((value) => value / tolerance.x), y.map((value) => value / tolerance.y)];
  const kept = new Uint8Array(x.length);
  const spans: [number, number][] = last > 0 ? [[0, last]] : [];
  kept[0] = kept[Math.max(0, last)] = 1;
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [start, end] = span;
    let [farthest, most] = [start, 1];
    for (let k = start + 1; k < end; k++) {
      const distance = distanceSquared(px, py, k, start, end);
      if (distance > most) {
        [farthest, most] = [k, distance];
      }
    }
    if (farthest > start) {
      kept[farthest] = 1;
      spans.push([start, farthest], [farthest, end]);
    }
  }
  const points: [number, number][] = [];
  kept.forEach((keep, k) => {
    if (keep === 1) {
      points.push([x[k] as number, y[k] as number]);
    }
  });
  return curveOf(points);
}

/** From point k to the piece between two others, squared. */
function distanceSquared(x: Float64Array, y: Float64Array, k: number, start: number, end: number): number {
  const [x0, y0] = [x[start] as number, y[start] as number];
  const [dx, dy] = [(x[end] as number) - x0, (y[end] as number) - y0];
  const [ex, ey] = [(x[k] as number) - x0, (y[k] as number) - y0];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, (ex * dx + ey * dy) / length));
  return (ex - along * dx) ** 2 + (ey - along * dy) ** 2;
}
