import { type Curve, detCurve, rocCurve } from '@spectrosim/training';
import { html, type Markup } from '../../markup.js';
import type { DrawnPairs } from '../drawn-pairs.js';
import { probitAxis, shareAxis } from '../plot/axis.js';
import { figure, legend } from '../plot/figure.js';
import { plot } from '../plot/plot.js';
import { percent } from '../words.js';

/** False acceptances at which the curves are given in numbers. */
const RATES = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

/** ROC and DET: the same errors, on even axes and on those of normal scores. */
export function errorCurves({ pairs, systems }: DrawnPairs): Markup {
  const curves = systems.map(({ key, name, scores }) => ({
    name,
    look: key,
    curve: rocCurve({ scores, same: pairs.same }),
  }));
  const entries = legend(curves.map(({ look, name }) => [look, name]));
  const table = (of: (found: number) => number) => ({
    head: ['Different-source pairs accepted', ...curves.map(({ name }) => name)],
    rows: RATES.map((rate) => [percent(rate), ...curves.map(({ curve }) => percent(of(foundAt(curve, rate))))]),
  });
  const [x, y] = [shareAxis('Different-source pairs accepted'), shareAxis('Same-source pairs accepted')];
  const [accepted, missed] = [probitAxis('Different-source pairs accepted'), probitAxis('Same-source pairs missed')];
  const chance = (place: { x: (v: number) => number; y: (v: number) => number }) =>
    html`<path class="guide" d="M${place.x(0)} ${place.y(0)}L${place.x(1)} ${place.y(1)}"/>`;
  const equal = (place: { x: (v: number) => number; y: (v: number) => number }) =>
    html`<path class="guide" d="M${place.x(accepted.from)} ${place.y(accepted.from)}L${place.x(accepted.to)} ${place.y(accepted.to)}"/>`;
  const det = curves.map((one) => ({ ...one, curve: detCurve(one.curve) }));
  const off = det.filter(({ curve }) => !crossesBox(curve, accepted.from, accepted.to)).map(({ name }) => name);
  return html`${figure({
    id: 'roc',
    title: 'ROC',
    legend: entries,
    plots: [
      plot({
        id: 'roc',
        label: 'ROC curves. The numbers are in the table below.',
        x,
        y,
        series: curves,
        under: chance,
      }),
    ],
    caption: html`<p>How many same-source pairs are accepted for how many different-source pairs that are accepted too, as the threshold falls. The upper left corner is perfect, the diagonal a coin.</p>`,
    table: table((found) => found),
  })}${figure({
    id: 'det',
    title: 'DET',
    legend: entries,
    plots: [
      plot({
        id: 'det',
        label: 'Detection error trade-off curves on probit axes. The numbers are in the table below.',
        x: accepted,
        y: missed,
        series: det,
        under: equal,
      }),
    ],
    caption: html`<p>The same errors on axes that spread small rates; nearer the lower left corner is better. Where a curve meets the diagonal is its equal error rate.${
      off.length === 0
        ? html``
        : html` <strong>Not in sight: ${off.join(', ')}</strong>, whose errors are fewer than these axes show.`
    }</p>`,
    table: table((found) => 1 - found),
  })}`;
}

/** The share of same-source pairs accepted at a share of different-source pairs, on the curve's line. */
export function foundAt({ x, y }: Curve, rate: number): number {
  let k = x.length - 1;
  while (k > 0 && (x[k] as number) > rate) {
    k--;
  }
  const [x0, y0, x1, y1] = [x[k], y[k], x[k + 1], y[k + 1]];
  return x0 === undefined || y0 === undefined
    ? Number.NaN
    : x1 === undefined || y1 === undefined || x1 === x0
      ? y0
      : y0 + ((rate - x0) / (x1 - x0)) * (y1 - y0);
}

/** Whether a falling curve has a part inside a square. */
function crossesBox({ x, y }: Curve, from: number, to: number): boolean {
  return x.some((value, k) => {
    const [before, missedBefore] = [x[k - 1] ?? value, y[k - 1] ?? (y[k] as number)];
    // From its upper left end to its lower right one; along an edge it is not seen.
    return before < to && value > from && (y[k] as number) < to && missedBefore > from;
  });
}
