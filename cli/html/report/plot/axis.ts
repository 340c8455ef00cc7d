import { normalQuantile } from '@spectrosim/training';
import { tickLabels } from '../../browser/tick-labels.js';

/** One axis of a plot. */
export interface PlotAxis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** How a position is read: as a share, as the normal quantile of one, or as it is. */
  readonly unit: 'share' | 'probit' | 'number';
}

const STEPS = [1, 2, 2.5, 5, 10];

/** An axis of plain numbers, with round ticks. */
export function numberAxis(label: string, from: number, to: number, most = 8): PlotAxis {
  const least = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = (STEPS.find((one) => one * power >= least * (1 - 1e-9)) ?? 10) * power;
  const first = Math.ceil(from / step - 1e-9);
  const at = Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
  const texts = tickLabels(at);
  return { label, from, to, ticks: at.map((value, i) => ({ at: value, text: texts[i] as string })), unit: 'number' };
}

/** An axis of shares from 0 to `to`, in per cent. */
export function shareAxis(label: string, to = 1): PlotAxis {
  const { ticks } = numberAxis('', 0, 100 * to, 6);
  return {
    label,
    from: 0,
    to,
    ticks: ticks.map(({ at, text }) => ({ at: at / 100, text: `${text}%` })),
    unit: 'share',
  };
}

const ERROR_RATES = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9];

/** An axis of error rates on which normal scores make straight lines. */
export function probitAxis(label: string): PlotAxis {
  return {
    label,
    from: normalQuantile(0.001),
    to: normalQuantile(0.9),
    ticks: ERROR_RATES.map((rate) => ({ at: normalQuantile(rate), text: `${Number((100 * rate).toPrecision(2))}%` })),
    unit: 'probit',
  };
}
