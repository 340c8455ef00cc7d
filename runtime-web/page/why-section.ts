import { type Explanation, explanationWords, type Manifest, type Region, type SpectrumSet } from '@spectrosim/models';
import { byId, element, messageOf } from './dom.js';
import type { ModelSession } from './model-session.js';
import { createWhyPlot, type SeenRange } from './why-plot.js';

/** Regions that are listed. */
const LISTED = 5;

/** A pair that has its verdict. */
export interface Judged {
  readonly a: SpectrumSet;
  readonly b: SpectrumSet;
  readonly manifest: Manifest;
}

/** Why the verdict is what it is, once that is asked for. */
export interface WhySection {
  /** Offers to explain a pair; explains it at once where the one before was. */
  offer(judged: Judged): void;
  /** Takes it away: there is no verdict. */
  hide(): void;
  /** The part of the axis that the plot above shows. */
  see(range: SeenRange): void;
}

/**
 * Makes the section. Nothing is fetched and nothing computed for it until it is opened.
 *
 * @param zoomed told the part of the axis that the user chose here
 * @param range the part that the plot above shows
 */
export function createWhySection(
  session: Pick<ModelSession, 'use'>,
  zoomed: (range: SeenRange) => void,
  range: () => SeenRange | undefined,
): WhySection {
  const section = byId('why', HTMLElement);
  const button = byId('explain', HTMLButtonElement);
  const body = byId('why-body', HTMLElement);
  const state = byId('why-state', HTMLElement);
  const error = byId('why-error', HTMLElement);
  const plot = createWhyPlot(zoomed);
  let judged: Judged | undefined;
  let opened = false;

  const empty = () => {
    delete section.dataset.completeness;
    delete section.dataset.addsUp;
    body.hidden = true;
    error.hidden = true;
    state.textContent = '';
    plot.clear();
  };
  const explain = (pair: Judged) => {
    empty();
    state.textContent = 'Working it out …';
    session.use(async ({ model }) => {
      // So that what was just said is seen before a computation keeps the page busy.
      await painted();
      if (judged !== pair || !opened) {
        return;
      }
      try {
        const explanation = await model.explain(pair.a, pair.b);
        if (judged === pair && opened) {
          show(explanation, pair.manifest);
        }
      } catch (reason) {
        if (judged === pair && opened) {
          state.textContent = '';
          error.textContent = messageOf(reason);
          error.hidden = false;
        }
      }
    });
  };
  const show = (explanation: Explanation, manifest: Manifest) => {
    const words = explanationWords(explanation, manifest, LISTED);
    const strongest = explanation.regions.slice(0, LISTED);
    const { addsUp } = explanation;
    section.dataset.addsUp = `${addsUp}`;
    section.dataset.completeness = `${explanation.completenessError}`;
    state.textContent = words.lead;
    body.hidden = false;
    // What only parts have goes where there are none to be shown: bars, regions, and how to read them.
    for (const part of [byId('why-parts', HTMLElement), ...body.querySelectorAll<HTMLElement>('[data-of-parts]')]) {
      part.hidden = !addsUp;
    }
    const warning = byId('why-addition', HTMLElement);
    warning.hidden = addsUp;
    warning.textContent = addsUp ? '' : words.addition;
    byId('why-sum', HTMLElement).textContent = addsUp
      ? `${words.sum} The bars divide that difference among the bins. ${words.addition}`
      : words.sum;
    byId('why-canvas', HTMLElement).setAttribute(
      'aria-label',
      `Plot of each bin’s part in the score over ${explanation.axis.quantity}. ${words.lead}`,
    );
    byId('why-quantity', HTMLElement).textContent = explanation.axis.quantity;
    byId('why-regions', HTMLElement).replaceChildren(
      ...words.regions.map(({ direction, where, does, share }, i) => {
        const see = element('button', { type: 'button', class: 'region' }, where);
        see.addEventListener('click', () => zoomed(around(strongest[i] as Region, explanation)));
        const bar = element('span', { class: 'share' });
        bar.style.setProperty('--share', `${(strongest[i] as Region).share / (strongest[0] as Region).share}`);
        return element(
          'tr',
          { class: direction },
          element('th', { scope: 'row' }, `${i + 1}`),
          element('td', {}, see),
          element('td', {}, does),
          element('td', {}, share, bar),
        );
      }),
    );
    plot.show(explanation, strongest, range());
  };

  const open = (next: boolean) => {
    opened = next;
    button.setAttribute('aria-expanded', `${opened}`);
    button.textContent = opened ? 'Hide' : 'Explain this verdict';
    if (opened && judged !== undefined) {
      explain(judged);
    } else {
      empty();
    }
  };
  button.addEventListener('click', () => open(!opened));
  return {
    offer(next) {
      judged = next;
      section.hidden = false;
      const able = next.manifest.graphs.explain !== undefined;
      button.hidden = !able;
      byId('why-unable', HTMLElement).hidden = able;
      if (able && opened) {
        explain(next);
      } else {
        empty();
      }
    },
    hide() {
      judged = undefined;
      section.hidden = true;
      empty();
    },
    see: (seen) => plot.see(seen),
  };
}

/** A region with room on both sides. */
function around({ from, to }: Region, { axis: { values } }: Explanation): SeenRange {
  const [first, last] = [values[0] as number, values.at(-1) as number];
  const room = Math.max(2 * (to - from), 0.015 * (last - first));
  return { min: Math.max(first, from - room), max: Math.min(last, to + room) };
}

/** Fulfilled when the page has been painted; in a tab that is not seen, at once. */
function painted(): Promise<void> {
  return document.hidden
    ? Promise.resolve()
    : new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
