import { GROWTH, type GrowthAxis } from './axes.js';
import type { GrowthRow } from './growth.js';

const PANEL = { width: 250, height: 210, left: 46, right: 14, top: 30, bottom: 38 };
const TITLES: Readonly<Record<GrowthAxis, string>> = { batch: 'spectra in a step', tokens: 'tokens', layers: 'layers' };
/** Colours that also a reader who mistakes red for green tells apart (Okabe & Ito 2008). */
const CURVES = [
  { name: 'SpectroSim', of: (row: GrowthRow) => row.msPerStep, colour: '#0072b2', dash: '' },
  { name: 'PyTorch', of: (row: GrowthRow) => row.peerMs, colour: '#d55e00', dash: '' },
  { name: 'products, ONNX Runtime', of: (row: GrowthRow) => row.productsMs, colour: '#0072b2', dash: '3 3' },
  { name: 'products, MKL', of: (row: GrowthRow) => row.mklProductsMs, colour: '#d55e00', dash: '3 3' },
] as const;

/** Milliseconds a step over batch, tokens and layers, both logarithmic: a straight line of slope 1 is "twice as much, twice as long". */
export function growthPlot(rows: readonly GrowthRow[]): string {
  const axes = [...GROWTH.keys()];
  const times = rows.flatMap((row) => CURVES.flatMap(({ of }) => of(row) ?? []));
  const decades = [
    10 ** Math.floor(Math.log10(Math.min(...times))),
    10 ** Math.ceil(Math.log10(Math.max(...times))),
  ] as const;
  const width = axes.length * PANEL.width;
  const panels = axes.map((axis, i) =>
    panel(
      axis,
      rows.filter((row) => row.axis === axis),
      i * PANEL.width,
      decades,
    ),
  );
  const legend = CURVES.map(
    ({ name, colour, dash }, i) =>
      `<path d="M${60 + i * 175} ${PANEL.height + 16}h24" stroke="${colour}"${dashed(dash)}/><text x="${90 + i * 175}" y="${PANEL.height + 20}">${name}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${PANEL.height + 32}" width="${width}" font-family="system-ui, sans-serif" font-size="11" fill="#333">
<title>Milliseconds a training step takes, over spectra in a step, tokens and layers</title>
<rect width="100%" height="100%" fill="#fff"/>
<g fill="none" stroke-width="2">${legend.join('').replaceAll('<text', '<text fill="#333" stroke="none"')}</g>
${panels.join('\n')}
</svg>
`;
}

function panel(
  axis: GrowthAxis,
  rows: readonly GrowthRow[],
  offset: number,
  [low, high]: readonly [number, number],
): string {
  const values = rows.map((row) => row[axis]);
  const [first, last] = [Math.min(...values), Math.max(...values)];
  const [left, right] = [offset + PANEL.left, offset + PANEL.width - PANEL.right];
  const [top, bottom] = [PANEL.top, PANEL.height - PANEL.bottom];
  const x = (value: number) => left + ((right - left) * Math.log(value / first)) / Math.log(last / first);
  const y = (ms: number) => bottom - ((bottom - top) * Math.log(ms / low)) / Math.log(high / low);
  const steps = Math.round(Math.log10(high / low));
  const grid = Array.from({ length: steps + 1 }, (_, i) => low * 10 ** i).map(
    (ms) =>
      `<path d="M${left} ${y(ms).toFixed(1)}H${right}" stroke="#ddd"/><text x="${left - 6}" y="${(y(ms) + 4).toFixed(1)}" text-anchor="end">${ms}</text>`,
  );
  const ticks = values.map(
    (value) => `<text x="${x(value).toFixed(1)}" y="${bottom + 15}" text-anchor="middle">${value}</text>`,
  );
  const curves = CURVES.map(({ of, colour, dash }) => {
    const points = rows.flatMap((row) => {
      const ms = of(row);
      return ms === null ? [] : [`${x(row[axis]).toFixed(1)} ${y(ms).toFixed(1)}`];
    });
    return points.length === 0
      ? ''
      : `<path d="M${points.join('L')}" fill="none" stroke="${colour}" stroke-width="2"${dashed(dash)}/>`;
  });
  return `<text x="${(left + right) / 2}" y="18" text-anchor="middle" font-weight="600">${TITLES[axis]}</text>${axis === 'batch' ? `<text x="${left - 40}" y="18">ms/step</text>` : ''}
${grid.join('')}${ticks.join('')}${curves.join('')}`;
}

function dashed(dash: string): string {
  return dash === '' ? '' : ` stroke-dasharray="${dash}"`;
}
