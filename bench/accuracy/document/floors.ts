import type { Measured, System } from '../measured.js';
import type { Evaluated } from '../parts/evaluate.js';
import { listed, markdownTable, number, over, withInterval } from './cells.js';

/** What a set must show: a regression floor, not a target. Met where the mean, one standard deviation for it, reaches it. */
const DEMANDED: Readonly<Record<string, Readonly<Record<'auc' | 'eer' | 'balancedAccuracy' | 'cllr', number>>>> = {
  'dims-mtbls79': { auc: 0.995, eer: 0.02, balancedAccuracy: 0.98, cllr: 0.08 },
  'oliveoil-ftir': { auc: 0.995, eer: 0.03, balancedAccuracy: 0.97, cllr: 0.13 },
  'fishoil-raman': { auc: 0.985, eer: 0.05, balancedAccuracy: 0.94, cllr: 0.25 },
};

const HIGHER = ['auc', 'balancedAccuracy'] as const;
const COLUMNS = ['auc', 'eer', 'balancedAccuracy', 'hardAuc', 'cllr', 'minCllr'] as const;
const LABELS: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  auc: 'AUC',
  eer: 'EER',
  balancedAccuracy: 'balanced accuracy',
  hardAuc: 'hard-pair AUC',
  cllr: 'Cllr',
  minCllr: 'minCllr',
};
const HEAD = ['', ...COLUMNS.map((column) => LABELS[column])];

/** Measures of a demanded row that the model does not reach, by name. */
export function notMet(set: string, model: System): readonly (keyof System)[] {
  return (Object.entries(DEMANDED[set] ?? {}) as [keyof System, number][]).flatMap(([name, least]) => {
    const { mean, sd }: Measured = model[name];
    const higher = (HIGHER as readonly string[]).includes(name);
    const reached = mean !== null && (higher ? mean + (sd ?? 0) >= least : mean - (sd ?? 0) <= least);
    return reached ? [] : [name];
  });
}

/** Real sets: what ships, total whitening, the floor, and what is demanded. */
export function floorsSection(real: ReadonlyMap<string, Evaluated>): string {
  const tables = [...real].map(([set, result]) => {
    const { spectra, bins, groups, partitions, protocol, hardPairs, won, interval, difference } = result;
    const row = (name: string, system: System) => [
      name,
      ...COLUMNS.map((column) => withInterval(over(partitions, system[column]))),
    ];
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
        ...(result.labelFree === null ? [] : [row('total whitening', result.labelFree)]),
        row('floor, no training', result.floor),
        ...(demanded === undefined ? [] : [['demanded', ...COLUMNS.map(least)]]),
      ]),
      '',
      ...hardPairsNote(result.model, result.floor),
      `Shipped, by rung: ${rungs.join(', ')}. By Cllr, ${standingText(difference.standing)}.`,
    ].join('\n');
  });
  return [
    '## Sources never seen: real sets',
    '',
    '`spectrosim evaluate --group sample` without options: in each fold everything is chosen, fitted and calibrated on the other samples alone, and every pair of held-out spectra is scored. A demanded number is met where the mean, with one standard deviation in its favour, reaches it; these are floors against regressions, not targets. *Total whitening* is fitted without labels, chosen and calibrated with them. What the measures mean is in [Statistics](statistics.md).',
    '',
    conclusion(real),
    '',
    tables.join('\n\n'),
  ].join('\n');
}

/** Whether what is demanded is met, of the sets of which something is. */
function conclusion(real: ReadonlyMap<string, Evaluated>): string {
  const sets = [...real.keys()];
  const demanding = sets.filter((set) => set in DEMANDED);
  const others = sets.filter((set) => !(set in DEMANDED));
  const failed = [...real].flatMap(([set, { model }]) => {
    const names = notMet(set, model);
    return names.length === 0 ? [] : [`${set} (${listed(names.map((name) => LABELS[name]))})`];
  });
  const said = [
    ...(failed.length > 0 ? [`**Not met**: ${failed.join('; ')}.`] : []),
    ...(failed.length === 0 && demanding.length > 0 ? [`All that is demanded of ${listed(demanding)} is met.`] : []),
    ...(others.length > 0 ? [`Nothing is demanded of ${listed(others)}.`] : []),
  ];
  return said.length === 0 ? 'No real set was run.' : said.join(' ');
}

/** What a standing by Cllr says of what ships. */
function standingText(standing: Evaluated['difference']['standing']): string {
  if (standing === null) {
    return 'there are too few groups to say whether what ships beats the floor';
  }
  return `what ships ${{ beats: 'beats', tie: 'ties with', loses: 'loses to' }[standing]} the floor`;
}

/** Why a cell of hard pairs is empty. */
function hardPairsNote(model: System, floor: System): readonly string[] {
  if (model.hardAuc.mean === null) {
    return ['Hard-pair AUC is – where no held-out pair is hard.', ''];
  }
  return floor.hardAuc.mean === null
    ? [
        'Hard-pair AUC of the floor is –: with no run and no stratum the floor’s own scores choose the hard pairs, by its errors, and pairs so chosen judge it too harshly.',
        '',
      ]
    : [];
}
