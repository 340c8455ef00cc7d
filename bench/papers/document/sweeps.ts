import type { BenchmarkRecord, BenchmarkTable } from '@spectrosim/training';
import { number } from '../../accuracy/document/cells.js';
import type { PaperExperiment } from '../experiments.js';
import { named, namedList } from './names.js';
import { tablesOf } from './summarised.js';
import { tableSection } from './tables.js';

/** A table of one setting, and whether it matters. */
export function sweepSection(name: PaperExperiment, records: readonly BenchmarkRecord[]): string {
  return [tableSection(name, records), ...tablesOf(name, records).flatMap((table) => ['', sweepSentence(table)])].join(
    '\n',
  );
}

/** Whether the settings of a sweep differ, by those that were trained. */
export function sweepSentence({ rows }: Pick<BenchmarkTable, 'rows'>): string {
  const trained = rows.filter(({ kind, measures }) => kind === 'contrastive' && measures.auc !== undefined);
  const means = trained.map(({ measures }) => measures.auc?.mean as number);
  if (trained.length < 2) {
    return 'There is nothing to compare.';
  }
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const best = trained[means.indexOf(high)] as (typeof trained)[number];
  const sds = trained.flatMap(({ measures, seeds }) =>
    measures.auc === undefined || seeds.length === 1 ? [] : [measures.auc.sd],
  );
  const typical = sds.length === 0 ? undefined : sds.reduce((sum, sd) => sum + sd, 0) / sds.length;
  const spread = `The settings’ means lie between ${number(low)} and ${number(high)}, the highest ${named(best.name)}`;
  if (typical === undefined) {
    return `${spread}; of one seed, nothing can be said of it.`;
  }
  return high - low <= typical
    ? `${spread}: no further apart than one setting’s seeds are (standard deviation ${number(typical)}). **The setting does not matter here.**`
    : `${spread}; one setting’s seeds have a standard deviation of ${number(typical)}. Lowest: ${namedList(trained.filter((_, i) => means[i] === low).map(({ name }) => name))}.`;
}
