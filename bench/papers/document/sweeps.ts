import type { BenchmarkRecord, BenchmarkTable, SummarisedRow } from '@spectrosim/training';
import { number } from '../../accuracy/document/cells.js';
import type { PaperExperiment } from '../experiments.js';
import { named, namedList } from './names.js';
import { tablesOf } from './summarised.js';
import { tableSection } from './tables.js';

/** A table of one setting, and whether it matters. */
export function sweepSection(name: PaperExperiment, records: readonly BenchmarkRecord[]): string {
  // The best of the settings, not of the floor beside them, is what settings are compared with.
  const trained = tablesOf(
    name,
    records.filter(({ kind }) => kind === 'contrastive'),
  );
  return [tableSection(name, records), ...trained.flatMap((table) => ['', sweepSentence(table)])].join('\n');
}

/**
 * Whether the settings of a sweep differ: each against the one with the highest mean, on the same seeds.
 *
 * @param table of the settings alone
 */
export function sweepSentence({ rows, best }: Pick<BenchmarkTable, 'rows' | 'best'>): string {
  const most = Math.max(0, ...rows.map(({ seeds }) => seeds.length));
  const means = rows.flatMap(({ measures, seeds }) =>
    measures.auc === undefined || seeds.length < most ? [] : [measures.auc.mean],
  );
  if (best === undefined || means.length < 2) {
    return 'There is nothing to compare.';
  }
  const spread = `The settings’ means lie between ${number(Math.min(...means))} and ${number(Math.max(...means))}, the highest ${named(best)}`;
  const tested = rows.filter(({ againstBest }) => typeof againstBest !== 'string');
  if (tested.length === 0) {
    return `${spread}; of so few seeds, nothing can be said of it.`;
  }
  const below = tested.filter(({ againstBest }) => typeof againstBest !== 'string' && againstBest.verdict === 'worse');
  const how = `on the same ${most} seeds, adjusted by Holm`;
  return below.length === 0
    ? `${spread}. **No difference from it was shown** (${how}; ${widest(tested)}). That is not to say that there is none.`
    : `${spread}. Below it, ${how}: ${namedList(below.map(({ name }) => name))}. It was picked for being the highest, so its lead is rather too large.`;
}

/** How much lower a setting may be all the same, by the intervals. */
function widest(tested: readonly SummarisedRow[]): string {
  const lows = tested.flatMap(({ againstBest }) => (typeof againstBest === 'string' ? [] : [againstBest.lo]));
  return `the 95% intervals allow a setting to be up to ${number(-Math.min(...lows))} lower`;
}
