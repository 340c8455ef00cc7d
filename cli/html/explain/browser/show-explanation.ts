import type uPlot from 'uplot';
import type { Curve, PanelMark, PanelOptions } from '../../browser/create-panel.js';
import type { ExplanationPageData } from '../page-data.js';

/** What the page's script is called with, besides the data. */
export interface ExplanationTools {
  readonly decodeFloats: (base64: string) => (number | null)[];
  readonly tickLabels: (values: readonly number[]) => string[];
  readonly createPanel: (options: PanelOptions) => uPlot;
}

/** Draws the mirrored spectra, the attribution and Grad-CAM, one axis for all. Runs in a page: its text is sent there. */
export function showExplanation(data: ExplanationPageData, tools: ExplanationTools): void {
  const { decodeFloats, tickLabels, createPanel } = tools;
  /** CSS pixels between the margins of A4 and of US letter. */
  const PAPER_WIDTH = 680;
  const { positions, names, look, regions } = data;
  const find = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;
  const [low, high, falling] = ['low', 'high', 'falling'].map((id) => find<HTMLInputElement>(id)) as [
    HTMLInputElement,
    HTMLInputElement,
    HTMLInputElement,
  ];
  const [a, b] = [decodeFloats(data.spectra.a), decodeFloats(data.spectra.b)];
  const attribution = data.attribution === undefined ? undefined : decodeFloats(data.attribution);
  const cams = data.gradCam && [decodeFloats(data.gradCam.a), decodeFloats(data.gradCam.b)];

  const [first, last] = [positions[0] ?? 0, positions.at(-1) ?? 1];
  const margin = look.sticks ? 0.01 * (last - first) : 0;
  const whole: [number, number] = [first - margin, last + margin];
  let range = whole;
  let panels: uPlot[] = [];

  const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const negated = (values: readonly (number | null)[]) => values.map((value) => (value === null ? null : -value));
  const side = (parts: readonly (number | null)[], sign: 1 | -1) =>
    parts.map((value) => (value !== null && sign * value > 0 ? value : null));
  const withoutSign = (values: readonly number[]) => tickLabels(values).map((text) => text.replace('−', ''));

  /** Draws everything anew: a few milliseconds, and nothing of the state before is left. */
  function draw(): void {
    for (const panel of panels) {
      panel.destroy();
    }
    const [left, right, alike, apart] = ['--a', '--b', '--alike', '--apart'].map(token) as [
      string,
      string,
      string,
      string,
    ];
    const marks: PanelMark[] = regions.map(({ from, to, direction }, i) => ({
      from,
      to,
      name: String(i + 1),
      colour: direction === 'alike' ? alike : apart,
    }));
    const panel = (
      id: string,
      curves: Curve[],
      rest: Pick<PanelOptions, 'sticks' | 'yLabel'> & Partial<PanelOptions>,
    ) =>
      createPanel({
        host: find(id),
        width: document.documentElement.classList.contains('printing') ? PAPER_WIDTH : find(id).clientWidth,
        height: Number(find(id).dataset.height),
        positions,
        curves,
        opposed: true,
        falling: falling.checked,
        xLabel: undefined,
        tickLabels,
        range,
        onRange: zoom,
        onPoint: (_, bin) => tell(bin),
        ...rest,
      });
    const label = look.label;
    panels = [
      panel(
        'spectra',
        [
          { name: names.a, colour: left, values: a },
          { name: names.b, colour: right, values: negated(b) },
        ],
        {
          sticks: look.sticks,
          yLabel: '% of its largest',
          yTicks: withoutSign,
          marks,
          xLabel: attribution || cams ? undefined : label,
        },
      ),
      ...(attribution
        ? [
            panel(
              'attribution',
              [
                { name: 'makes them alike', colour: alike, values: side(attribution, 1) },
                { name: 'sets them apart', colour: apart, values: side(attribution, -1) },
              ],
              { sticks: true, yLabel: 'part in the score', marks, xLabel: cams ? undefined : label },
            ),
          ]
        : []),
      ...(cams
        ? [
            panel(
              'grad-cam',
              [
                { name: names.a, colour: left, values: cams[0] as (number | null)[] },
                { name: names.b, colour: right, values: negated(cams[1] as (number | null)[]) },
              ],
              { sticks: false, yLabel: 'Grad-CAM', yTicks: withoutSign, xLabel: label },
            ),
          ]
        : []),
    ];
    showRange();
  }

  function zoom(to: [number, number] = whole): void {
    const [from, until] = [Math.max(whole[0], to[0]), Math.min(whole[1], to[1])];
    if (until > from && (from !== range[0] || until !== range[1])) {
      range = [from, until];
      for (const panel of panels) {
        panel.setScale('x', { min: from, max: until });
      }
      showRange();
    }
  }

  function showRange(): void {
    const digits = Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(range[1] - range[0]))));
    low.value = range[0].toFixed(digits);
    high.value = range[1].toFixed(digits);
    find<HTMLButtonElement>('whole').disabled = range[0] === whole[0] && range[1] === whole[1];
  }

  function tell(bin: number | undefined): void {
    const output = find('point');
    if (bin === undefined || positions[bin] === undefined) {
      output.textContent = output.dataset.idle ?? '';
      return;
    }
    const per = (value: number | null | undefined) => `${(value ?? 0).toFixed(1)}%`;
    const part = attribution?.[bin] ?? 0;
    output.textContent = [
      `${look.label.split(' / ')[0]} ${positions[bin]}`,
      `${names.a} ${per(a[bin])}`,
      `${names.b} ${per(b[bin])}`,
      ...(attribution
        ? [
            `part ${part.toLocaleString('en-GB', { maximumSignificantDigits: 3 }).replace('-', '−')}${part === 0 ? '' : part > 0 ? ', alike' : ', apart'}`,
          ]
        : []),
      ...(cams ? [`Grad-CAM ${(cams[0]?.[bin] ?? 0).toFixed(2)} and ${(cams[1]?.[bin] ?? 0).toFixed(2)}`] : []),
    ].join(' · ');
  }

  for (const [i, button] of [...document.querySelectorAll<HTMLButtonElement>('[data-region]')].entries()) {
    button.addEventListener('click', () => {
      const { from, to } = regions[i] as (typeof regions)[number];
      const room = Math.max(2 * (to - from), 0.015 * (last - first));
      zoom([from - room, to + room]);
    });
  }
  falling.addEventListener('change', draw);
  find('whole').addEventListener('click', () => zoom());
  for (const input of [low, high]) {
    input.addEventListener('change', () => {
      zoom([Number(low.value), Number(high.value)]);
      showRange();
    });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  let width = document.body.clientWidth;
  new ResizeObserver(() => {
    if (document.body.clientWidth !== width) {
      width = document.body.clientWidth;
      draw();
    }
  }).observe(document.body);
  // Paper is light, and as wide as a page.
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('printing');
    draw();
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('printing');
    draw();
  });
  draw();
}
