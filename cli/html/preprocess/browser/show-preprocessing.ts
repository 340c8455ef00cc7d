import type uPlot from 'uplot';
import type { Curve, PanelOptions } from '../../browser/create-panel.js';
import type { PageData, PageSpectrum } from '../page-data.js';
import type { ChooseCurves } from './curves.js';

/** What the page's script is called with, besides the data. */
export interface PageTools {
  readonly decodeFloats: (base64: string) => (number | null)[];
  readonly tickLabels: (values: readonly number[]) => string[];
  readonly spectrumCurves: ChooseCurves;
  readonly meanCurves: ChooseCurves;
  readonly createPanel: (options: PanelOptions) => uPlot;
}

/** Makes the page live: draws both panels and answers its controls. Runs in a page: its text is sent there. */
export function showPreprocessing(data: PageData, tools: PageTools): void {
  const { decodeFloats, tickLabels, spectrumCurves, meanCurves, createPanel } = tools;
  const sides = ['before', 'after'] as const;
  type Side = (typeof sides)[number];
  /** CSS pixels between the margins of A4 and of US letter. */
  const PAPER_WIDTH = 680;
  const find = <E extends HTMLElement>(id: string) => document.getElementById(id) as E;
  const boxes = [...document.querySelectorAll<HTMLInputElement>('[data-spectrum]')];
  const groupBoxes = [...document.querySelectorAll<HTMLInputElement>('[data-group]')];
  const falling = find<HTMLInputElement>('falling');
  const [low, high] = [find<HTMLInputElement>('low'), find<HTMLInputElement>('high')];

  const decoded = new Map<string, (number | null)[]>();
  const floats = (text: string) => {
    const known = decoded.get(text) ?? decodeFloats(text);
    decoded.set(text, known);
    return known;
  };

  // A stick at an end of the axis is to be seen whole.
  const ends = sides.flatMap((side) => [data.positions[side][0] ?? 0, data.positions[side].at(-1) ?? 1]);
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  const margin = data.look.sticks ? 0.01 * (last - first) : 0;
  const whole: [number, number] = [first - margin, last + margin];
  let range = whole;
  let means = false;
  let panels: uPlot[] = [];
  let curves: Curve[][] = [];

  const colourOf = (index: number) =>
    getComputedStyle(document.documentElement)
      .getPropertyValue(`--c${index % 10}`)
      .trim();

  /** Draws everything anew: a few milliseconds, and nothing of the state before is left. */
  function draw(): void {
    for (const panel of panels) {
      panel.destroy();
    }
    const checked = (all: readonly HTMLInputElement[]) => all.map((box) => box.checked);
    const shownCurves = means ? meanCurves : spectrumCurves;
    curves = sides.map((side) =>
      shownCurves(data, side, checked(means ? groupBoxes : boxes), { floats, colour: colourOf }),
    );
    panels = sides.map((side, i) =>
      createPanel({
        host: find(side),
        width: document.documentElement.classList.contains('printing') ? PAPER_WIDTH : find(side).clientWidth,
        height: Number(find(side).dataset.height),
        positions: data.positions[side],
        curves: curves[i] as Curve[],
        sticks: data.look.sticks,
        falling: falling.checked,
        xLabel: side === 'after' ? data.look.label : undefined,
        yLabel: side === 'after' ? 'Preprocessed' : 'Intensity',
        tickLabels,
        range,
        onRange: zoom,
        onPoint: (curve, bin) => tell(i, curve, bin),
      }),
    );
    const shown = boxes.filter((box) => box.checked).length;
    find('shown-count').textContent = String(shown);
    document.body.classList.toggle('means', means);
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
    const digits = Math.max(0, 3 - Math.floor(Math.log10(range[1] - range[0])));
    low.value = range[0].toFixed(Math.min(digits, 6));
    high.value = range[1].toFixed(Math.min(digits, 6));
    find<HTMLButtonElement>('whole').disabled = range[0] === whole[0] && range[1] === whole[1];
  }

  function tell(panel: number, curve: number | undefined, bin: number | undefined): void {
    const output = find('point');
    const position = data.positions[sides[panel] as Side][bin ?? -1];
    if (curve === undefined || bin === undefined || position === undefined) {
      output.textContent = output.dataset.idle ?? '';
      return;
    }
    // On one axis the same bin is read off both panels; on two, only off the one under the pointer.
    const readings = sides.flatMap((side, i) => {
      const value = curves[i]?.[curve]?.values[bin];
      return data.positions[side][bin] === position
        ? [`${side} ${value?.toLocaleString('en-GB', { maximumSignificantDigits: 5 }) ?? 'missing'}`]
        : [];
    });
    const quantity = data.look.label.split(' / ')[0];
    output.textContent = [curves[panel]?.[curve]?.name, `${quantity} ${position}`, ...readings].join(' · ');
  }

  function toggle(chosen: (spectrum: PageSpectrum, i: number) => boolean): void {
    boxes.forEach((box, i) => {
      box.checked = chosen(data.spectra[i] as PageSpectrum, i);
    });
    syncGroups();
    draw();
  }

  function syncGroups(): void {
    for (const [group, box] of groupBoxes.entries()) {
      const members = boxes.filter((_, i) => data.spectra[i]?.group === group);
      const on = members.filter(({ checked }) => checked).length;
      box.checked = on > 0 || means;
      box.indeterminate = !means && on > 0 && on < members.length;
    }
  }

  for (const box of boxes) {
    box.addEventListener('change', () => {
      syncGroups();
      draw();
    });
  }
  for (const [group, box] of groupBoxes.entries()) {
    box.addEventListener('change', () => {
      if (means) {
        draw();
      } else {
        toggle((spectrum, i) => (spectrum.group === group ? box.checked : boxes[i]?.checked === true));
      }
    });
  }
  const visible = (i: number) => boxes[i]?.closest('tr')?.hidden === false;
  find('all').addEventListener('click', () => toggle((_, i) => visible(i) || boxes[i]?.checked === true));
  find('none').addEventListener('click', () => toggle((_, i) => !visible(i) && boxes[i]?.checked === true));
  find('first').addEventListener('click', () => toggle(({ shown }) => shown));
  find<HTMLInputElement>('filter').addEventListener('input', (event) => {
    const wanted = (event.target as HTMLInputElement).value.toLowerCase();
    for (const box of boxes) {
      const row = box.closest('tr') as HTMLTableRowElement;
      row.hidden = !(row.textContent ?? '').toLowerCase().includes(wanted);
    }
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-view]')) {
    button.addEventListener('click', () => {
      means = button.dataset.view === 'means';
      for (const other of document.querySelectorAll<HTMLButtonElement>('[data-view]')) {
        other.setAttribute('aria-pressed', String(other === button));
      }
      syncGroups();
      draw();
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
  syncGroups();
  draw();
}
