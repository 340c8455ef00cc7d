import { type Dataset, type ScoredPartition, type ScoreKind, type SpectraMap, spectraMap } from '@spectrosim/training';
import { html, type Markup } from '../../markup.js';
import { READING } from '../plot/figure.js';
import { counted } from '../words.js';

/** Spectra that a map can show. */
const MOST_SPECTRA = 300;

const [WIDTH, HEIGHT, MARGIN] = [560, 470, 26];

/** Marks by run, about a point. */
const MARKS = [
  'M-4.4 0a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0-8.8 0z',
  'M-4 -4H4V4H-4z',
  'M0 -5.2L4.9 3.6H-4.9z',
  'M0 -5.4L5.4 0L0 5.4L-5.4 0z',
  'M0 5.2L4.9 -3.6H-4.9z',
  'M-1.7 -5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5V-1.7H-1.7z',
  'M0 -5.2L5 -1.6L3.1 4.3H-3.1L-5 -1.6z',
  'M-4.6 -2.6L0 -5.2L4.6 -2.6V2.6L0 5.2L-4.6 2.6z',
] as const;

/** Maps of held-out spectra: one a fold of the first partition, since those of different verifiers are not in one space. */
export function spectraMaps(partition: ScoredPartition, dataset: Dataset, score: ScoreKind): Markup {
  const { pairs, foldOf, model } = partition;
  const folds = [...new Set(foldOf)].sort((a, b) => a - b);
  const runs = [...new Set(dataset.runs ?? [])].sort(new Intl.Collator('en', { numeric: true }).compare);
  const maps = folds.map((fold) => {
    const of = Int32Array.from(foldOf.keys()).filter((p) => foldOf[p] === fold);
    const all = [...new Set(of.map((p) => pairs.a[p] as number)), ...new Set(of.map((p) => pairs.b[p] as number))];
    const spectra = [...new Set(all)].sort((a, b) => a - b);
    const stride = Math.max(1, spectra.length / MOST_SPECTRA);
    const chosen = Array.from(
      { length: Math.min(spectra.length, MOST_SPECTRA) },
      (_, i) => spectra[Math.floor(i * stride)] as number,
    );
    const at = (values: ArrayLike<number>) => of.map((p) => values[p] as number);
    const scores = Float64Array.from(of, (p) => model.llrs[p] as number);
    return { fold, all: spectra.length, map: spectraMap(scores, { a: at(pairs.a), b: at(pairs.b) }, chosen, score) };
  });
  const groupCount = (map: SpectraMap) => new Set(map.spectra.map((i) => dataset.groups[i])).size;
  const several = maps.length > 1;
  return html`<figure class="card" id="map" aria-labelledby="map-title">
<h3 id="map-title">A map of held-out spectra</h3>
${
  several
    ? html`<div class="toolbar"><label>Fold <select id="fold">${maps.map(
        ({ fold, all, map }, i) =>
          html`<option value="${i}">${fold + 1}: ${counted(all, 'spectrum', 'spectra')} of ${counted(groupCount(map), 'group')}</option>`,
      )}</select></label></div>`
    : html``
}
<div class="plots">${maps.map(
    ({ map, fold }, i) =>
      html`<div class="plot map" tabindex="0" role="img" aria-label="Map of the spectra of fold ${fold + 1}; what is near is found alike. Arrow keys go from spectrum to spectrum." data-map="${i}" data-stress="${map.stress.toFixed(2)}"${i > 0 ? html` hidden` : html``}>${drawMap(map, dataset, runs)}</div>`,
  )}</div>
${runs.length > 1 ? html`<ul class="legend">${runs.map((run, i) => html`<li><svg viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true"><path class="point plain" d="${MARKS[i % MARKS.length] as string}"/></svg>${run === '' ? 'unknown run' : `run ${run}`}</li>`)}</ul>` : html``}
${READING}
<figcaption><p>Spectra that the model finds alike lie together. ${
    several
      ? 'Each fold has a verifier of its own, and so a map of its own; these are the folds of the first partition. '
      : ''
  }The map is made of the scores of all pairs, not of the embedding’s own axes, which are many and no two folds’ alike: ${
    score === 'llr'
      ? html`the squared distance of a pair is log₂(1 + e<sup>−ratio</sup>), the surprise, in bits, if the two were of one source`
      : html`the squared distance of a pair is 2 − 2 × cosine`
  }, laid out in a plane by least stress. A plane cannot show all distances: its misfit (stress) here is ${html`<span id="stress">${maps[0]?.map.stress.toFixed(2) ?? '–'}</span>`}; below 0.1 is good, above 0.2 look at the matrix instead. Colour: group${runs.length > 1 ? '; form: run' : ''}.${
    maps.some(({ all, map }) => map.spectra.length < all)
      ? ` At most ${MOST_SPECTRA} spectra are drawn, taken evenly along the file.`
      : ''
  }</p></figcaption>
</figure>`;
}

function drawMap(map: SpectraMap, { names, groups, runs, groupColumn }: Dataset, allRuns: readonly string[]): Markup {
  const order = [...new Set(map.spectra.map((i) => groups[i] as string))].sort(
    new Intl.Collator('en', { numeric: true }).compare,
  );
  const spread = (of: readonly number[]) => [Math.min(...of), Math.max(...of)] as [number, number];
  const [[x0, x1], [y0, y1]] = [spread(map.x), spread(map.y)];
  // One scale for both axes: distances are what the map is about.
  const scale = Math.min((WIDTH - 2 * MARGIN) / (x1 - x0 || 1), (HEIGHT - 2 * MARGIN) / (y1 - y0 || 1));
  const points = map.spectra.map((spectrum, k) => ({
    spectrum,
    group: groups[spectrum] as string,
    x: WIDTH / 2 + scale * ((map.x[k] as number) - (x0 + x1) / 2),
    y: HEIGHT / 2 - scale * ((map.y[k] as number) - (y0 + y1) / 2),
  }));
  const labels = placeLabels(
    order.map((group) => {
      const of = points.filter((point) => point.group === group);
      const mean = (axis: 'x' | 'y') => of.reduce((sum, point) => sum + point[axis], 0) / of.length;
      return { group, text: group.length > 16 ? `${group.slice(0, 15)}…` : group, x: mean('x'), y: mean('y') };
    }),
    points,
  );
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${points.map(({ spectrum, group, x, y }) => {
    const run = runs?.[spectrum] ?? '';
    const tip = `${names[spectrum]} · ${groupColumn} ${group}${run === '' ? '' : ` · run ${run}`}`;
    const mark = MARKS[Math.max(0, allRuns.indexOf(run)) % MARKS.length] as string;
    return html`<path class="point c${order.indexOf(group) % 10}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" d="${mark}" data-tip="${tip}"/>\n`;
  })}${labels.map(({ group, text, x, y }) => html`<text class="label c${order.indexOf(group) % 10}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="middle">${text}</text>`)}</svg>`;
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where a label may stand, in turn, from the middle of its group. */
const OFFSETS: readonly (readonly [number, number])[] = [14, 22, 32, 44].flatMap((far) =>
  [
    [0, -1],
    [0, 1.25],
    [1.9, 0.2],
    [-1.9, 0.2],
    [1.4, -1],
    [-1.4, -1],
    [1.4, 1.1],
    [-1.4, 1.1],
  ].map(([dx, dy]) => [(dx as number) * far, (dy as number) * far] as const),
);

/** Labels near their groups that cover neither one another nor, where that can be, a point; one without room is left out. */
function placeLabels<Label extends Spot & { readonly text: string }>(
  labels: readonly Label[],
  points: readonly Spot[],
): Label[] {
  const placed: (Label & { readonly half: number })[] = [];
  for (const label of labels) {
    const half = 3.8 * label.text.length + 5;
    const clear = ({ x, y }: Spot) =>
      x - half > 0 &&
      x + half < WIDTH &&
      y > 12 &&
      y < HEIGHT - 4 &&
      placed.every((other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.y - y) > 13);
    const covered = ({ x, y }: Spot) =>
      points.filter((point) => Math.abs(point.x - x) < half + 4 && Math.abs(point.y - (y - 4)) < 10).length;
    const spots = OFFSETS.map(([dx, dy]) => ({ x: label.x + dx, y: label.y + dy + 4 })).filter(clear);
    const best = spots.reduce<Spot | undefined>(
      (least, spot) => (least === undefined || covered(spot) < covered(least) ? spot : least),
      undefined,
    );
    if (best !== undefined) {
      placed.push({ ...label, ...best, half });
    }
  }
  return placed;
}
