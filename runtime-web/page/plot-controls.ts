import type { Axis, SpectrumSet } from '@spectrosim/models';
import { byId, within } from './dom.js';
import { type PlotMode, usualMode } from './plot-data.js';
import type { Side } from './slots.js';
import { createSpectrumPlot } from './spectrum-plot.js';
import type { SeenRange } from './why-plot.js';

/** How far one press zooms and moves. */
const ZOOM = 0.6;
const MOVE = 0.2;

/** The plot with its buttons. */
export interface PlotSection {
  /** @param modelAxis where a difference can be taken, once a model is loaded */
  show(spectra: Readonly<Partial<Record<Side, SpectrumSet>>>, modelAxis: Axis | undefined): void;
  /** The part of the axis that is seen, where anything is. */
  range(): SeenRange | undefined;
  see(range: SeenRange): void;
}

/** Makes the plot's section: which way it is drawn, zoom, and its look on paper. `seen` is told when another part of the axis is seen. */
export function createPlotSection(seen: (range: SeenRange) => void): PlotSection {
  const plot = createSpectrumPlot(seen);
  const section = byId('plot', HTMLElement);
  const radios = Array.from(section.querySelectorAll<HTMLInputElement>('input[name=mode]'));
  let wanted: PlotMode | undefined;
  let shown: Parameters<PlotSection['show']> = [{}, undefined];

  const show: PlotSection['show'] = (spectra, modelAxis) => {
    shown = [spectra, modelAxis];
    const one = spectra.a ?? spectra.b;
    section.hidden = one === undefined;
    if (one === undefined) {
      plot.show({ spectra, mode: 'overlaid', modelAxis });
      return;
    }
    const both = spectra.a !== undefined && spectra.b !== undefined;
    const usual = both ? usualMode(one.axis) : 'overlaid';
    const mode = !both || wanted === undefined || (wanted === 'difference' && modelAxis === undefined) ? usual : wanted;
    within(section, '.modes', HTMLElement).hidden = !both;
    for (const radio of radios) {
      radio.checked = radio.value === mode;
      radio.disabled = radio.value === 'difference' && modelAxis === undefined;
    }
    byId('plot-title', HTMLElement).textContent = both ? 'Both spectra' : 'The spectrum so far';
    byId('canvas', HTMLElement).setAttribute(
      'aria-label',
      `Plot of ${Object.values(spectra)
        .map(({ names }) => names[0])
        .join(' and ')} over ${one.axis.quantity}, ${mode}`,
    );
    plot.show({ spectra, mode, modelAxis });
  };
  for (const radio of radios) {
    radio.addEventListener('change', () => {
      wanted = radio.value as PlotMode;
      show(...shown);
    });
  }

  const actions: Readonly<Record<string, () => void>> = {
    'zoom-in': () => plot.zoom(ZOOM),
    'zoom-out': () => plot.zoom(1 / ZOOM),
    'move-left': () => plot.move(-MOVE),
    'move-right': () => plot.move(MOVE),
    'zoom-all': () => plot.showAll(),
  };
  for (const [id, action] of Object.entries(actions)) {
    byId(id, HTMLElement).addEventListener('click', action);
  }
  window.addEventListener('beforeprint', () => plot.onPaper(true));
  window.addEventListener('afterprint', () => plot.onPaper(false));
  return { show, range: plot.range, see: plot.see };
}
