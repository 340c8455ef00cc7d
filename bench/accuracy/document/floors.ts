import type { Measured, System } from '../measured.js';
import type { Evaluated } from '../parts/evaluate.js';
import { listed, markdownTable, number, withInterval } from './cells.js';

/** What a set must show: a regression floor, not a target. Met where the mean, one standard deviation for it, reaches it. */
const DEMANDED: Readonly<Record<string, Readonly<Record<'auc' | 'eer' | 'balancedAccuracy' | 'cllr', number>>>> = {
  'dims-mtbls79': { auc: 0.995, eer: 0.02, balancedAccuracy: 0.98, cllr: 0.08 },
  'oliveoil-ftir': { auc: 0.995, eer: 0.03, balancedAccuracy: 0.97, cllr: 0.13 },
  'fishoil-raman': { auc: 0.985, eer: 0.05, balancedAccuracy: 0.94, cllr: 0.25 },
};

const HIGHER = ['auc', 'balancedAccuracy'] as const;
const COLUMNS = ['auc', 'eer', 'balancedAccuracy', 'hardAuc', 'cllr', 'minCllr'] as const;
const HEAD = ['', 'AUC', 'EER', 'balanced accuracy', 'hard-pair AUC', 'Cllr', 'minCllr'];

/** Measures of a demanded row that the model does not reach, by name. */
export function notMet(set: string, model: System): readonly string[] {
  return Object.entries(DEMANDED[set] ?? {}).flatMap(([name, least]) => {
    const { mean, sd } = model[name as keyof System] as Measured;
    const higher = (HIGHER as readonly string[]).includes(name);
    const reached = mean !== null && (higher ? mean + (sd ?? 0) >= least : mean - (sd ?? 0) <= least);
    return reached ? [] : [name];
  });
}

/** Real sets: what ships, what needs no labels, the floor, and what is demanded. */
export function floorsSection(real: ReadonlyMap<string, Evaluated>): string {
  const tables = [...real].map(([set, result]) => {
    const { spectra, bins, groups, partitions, protocol, hardPairs, won, interval, difference } = result;
    const row = (name: string, system: System) => [name, ...COLUMNS.map((column) => withInterval(system[column]))];
    const demanded = DEMANDED[set];
    const failed = notMet(set, result.model);
    const least = (name: (typeof COLUMNS)[number]) =>
      demanded !== undefined && name in demanded
        ? `${(HIGHER as readonly string[]).includes(name) ? '≥' : '≤'} ${number(demanded[name as 'auc'])}${failed.includes(name) ? ' **not met**' : ''}`
        : '';
    const rungs = Object.entries(won).map(([rung, count]) => `${rung} ${count}×`);
    return [
      `### ${set}`,
      '',
      `${spectra} spectra × ${bins} bins of ${groups} samples; ${protocol}, ${partitions} partition${partitions === 1 ? '' : 's'}. Mean ± standard deviation over partitions; in brackets ${interval}. ${hardPairs}`,
      '',
      markdownTable([
        HEAD,
        row('**what ships**', result.model),
        ...(result.labelFree === null ? [] : [row('best without labels', result.labelFree)]),
        row('floor, no training', result.floor),
        ...(demanded === undefined ? [] : [['demanded', ...COLUMNS.map(least)]]),
      ]),
      '',
      `Shipped, by rung: ${rungs.join(', ')}. By Cllr, what ships ${difference.standing === 'tie' ? 'ties with' : difference.standing} the floor.`,
    ].join('\n');
  });
  const failed = [...real].flatMap(([set, { model }]) => {
    const names = notMet(set, model);
    return names.length === 0 ? [] : [`${set} (${listed(names)})`];
  });
  return [
    '## Sources never seen: real sets',
    '',
    '`spectrosim evaluate --group sample` without options: in each fold everything is chosen, fitted and calibrated on the other samples alone, and every pair of held-out spectra is scored. A demanded number is met where the mean, with one standard deviation in its favour, reaches it; these are floors against regressions, not targets. What the measures mean is in [Statistics](statistics.md).',
    '',
    failed.length === 0
      ? `All that is demanded of ${listed([...real.keys()])} is met.`
      : `**Not met**: ${failed.join('; ')}.`,
    '',
    tables.join('\n\n'),
  ].join('\n');
}
