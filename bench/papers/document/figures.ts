import type { BenchmarkRecord } from '@spectrosim/training';
import { listed, number } from '../../accuracy/document/cells.js';
import { augmentationPanels } from '../../figures/augmentation-panels.js';
import { batchSimilarity } from '../../figures/batch-similarity.js';
import { type BoxPanel, boxPlots } from '../../figures/box-plots.js';
import { meanMaps } from '../../figures/mean-maps.js';
import { quartiles } from '../../figures/quartiles.js';
import type { AugmentedSpectrum } from '../figure-data/augmentations.js';
import { type GradCamResult, plantedRank } from '../figure-data/grad-cam.js';
import { sharesAbove } from '../figure-data/similarities.js';
import { measuredOf } from '../records.js';
import type { FigureData } from '../results.js';
import { named, namedList } from './names.js';
import { tablesOf } from './summarised.js';

/** A figure: its file's name, what is drawn, and what is seen on it. */
export interface PaperFigure {
  readonly file: string;
  readonly title: string;
  readonly svg: string;
  readonly caption: string;
}

/** The figures that can be drawn of what there is. */
export function paperFigures(
  contrastive: readonly BenchmarkRecord[],
  { similarities, gradCam }: FigureData,
  augmented: AugmentedSpectrum,
): PaperFigure[] {
  const panels = boxPanels(contrastive);
  return [
    ...(panels.length === 0
      ? []
      : [
          {
            file: 'auc-by-encoder.svg',
            title: 'ROC AUC over seeds',
            svg: boxPlots(panels, 'Box plots of ROC AUC over seeds for each encoder, with the floor as a line'),
            caption: boxCaption(panels),
          },
        ]),
    ...(similarities === undefined || similarities.length === 0
      ? []
      : [
          {
            file: 'batch-similarity.svg',
            title: 'Similarity by held-out batch',
            svg: batchSimilarity(similarities, 'Similarities within and between held-out batches, with the threshold'),
            caption: similarities
              .map((panel) => {
                const { within, ofWithin, between, ofBetween } = sharesAbove(panel);
                return `${panel.title}: the threshold, frozen on training pairs, keeps ${within} of ${ofWithin} pairs within batches and lets through ${between} of ${ofBetween} between them.`;
              })
              .join(' '),
          },
        ]),
    ...(gradCam === undefined ? [] : [gradCamFigure(gradCam)]),
    {
      file: 'augmentations.svg',
      title: 'Augmentations',
      svg: augmentationPanels(
        augmented.axis,
        augmented.before,
        augmented.panels,
        'A spectrum before and after each augmentation',
      ),
      caption:
        'One simulated spectrum, raw intensities on one scale, and each augmentation at its default strength; what happens to half of the views is shown where it happens. Shift, flip and permutation move peaks to other m/z, where they mean something else.',
    },
  ];
}

function boxPanels(contrastive: readonly BenchmarkRecord[]): BoxPanel[] {
  return tablesOf('contrastive', contrastive).map(({ data, rows }) => ({
    title: data,
    rows: rows.filter(({ kind }) => kind !== 'floor').map(({ name, aucs }) => ({ system: name, values: aucs })),
    // Of all splits, each once.
    floor: [
      ...new Map(
        measuredOf(contrastive)
          .filter((record) => record.data.name === data)
          .map(({ seed, measures }) => [seed, measures.floor.auc]),
      ).values(),
    ],
  }));
}

/** What box plots show, set by set. */
export function boxCaption(panels: readonly BoxPanel[]): string {
  return panels
    .map(({ title, rows, floor }) => {
      const mean = floor.reduce((sum, value) => sum + value, 0) / floor.length;
      const above = rows.filter(({ values }) => quartiles(values).median > mean).map(({ system }) => system);
      return `On ${title} the median of ${above.length === 0 ? 'no system' : above.length === rows.length ? 'every system' : namedList(above)} is above the floor’s mean (${number(mean)}).`;
    })
    .join(' ');
}

function gradCamFigure(result: GradCamResult): PaperFigure {
  const { axis, spectrum, planted, encoders } = result;
  return {
    file: 'grad-cam.svg',
    title: 'Average Grad-CAM over m/z',
    svg: meanMaps(
      encoders.map(({ encoder, map, accepted, positive }) => ({
        title: `${encoder}: average over ${accepted} of ${positive} pairs of held-out batches, those it accepts`,
        axis,
        spectrum,
        map,
        known: planted,
      })),
      'Average Grad-CAM over m/z with the mean spectrum behind and planted peaks marked',
    ),
    caption: gradCamCaption(result),
  };
}

/** Chance alone ranks ten peaks among some two hundred bins as high as this in one of twenty cases: .5 + 1.64 √(209 / (12 · 10 · 198)). */
const FOUND = 0.65;

/** How the maps stand to what is known. */
export function gradCamCaption(result: GradCamResult): string {
  const { planted, encoders } = result;
  const ranks = encoders.map(({ encoder, map }) => ({ encoder, rank: plantedRank(result, map) }));
  const finds = ranks.filter(({ rank }) => rank >= FOUND).map(({ encoder }) => encoder);
  return `Simulated batches, torn apart and given out anew so that they differ in ${planted.length} known peaks alone (triangles); SupCon. Among bins as high, planted peaks rank ${listed(ranks.map(({ encoder, rank }) => `${number(rank, 2)} by ${named(encoder)}`))} (.50 is chance). ${
    finds.length === 0
      ? '**No map finds what tells batches apart**: Grad-CAM shows what the embeddings of two spectra have in common, and that is the peaks that all spectra have. For what decides between two spectra use the [attribution](explain.md).'
      : `${finds.length === encoders.length ? 'All maps find' : `${namedList(finds)} ${finds.length === 1 ? 'finds' : 'find'}`} more of what tells batches apart than chance would.`
  }`;
}
