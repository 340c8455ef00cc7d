import { type Measured, spreadOf } from '../measured.js';
import type { Evaluated } from '../parts/evaluate.js';
import { markdownTable, spread } from './cells.js';

const COLUMNS = ['auc', 'eer', 'balancedAccuracy', 'hardAuc', 'cllr', 'minCllr'] as const;
const SYSTEMS = [
  ['**what ships**', 'model'],
  ['best without labels', 'labelFree'],
  ['floor, no training', 'floor'],
] as const;

/** Simulated sets: the same, mean and spread over seeds. */
export function simulatedSection(simulated: ReadonlyMap<string, readonly Evaluated[]>): string {
  const rows = [...simulated].flatMap(([preset, seeds]) =>
    SYSTEMS.map(([name, system], i) => [
      i === 0 ? preset : '',
      name,
      ...COLUMNS.map((column) =>
        spread(spreadOf(seeds.map((one) => (one[system]?.[column] as Measured | undefined)?.mean ?? null))),
      ),
    ]),
  );
  const [[, [first] = []] = []] = simulated;
  const standings = [...simulated].map(([preset, seeds]) => {
    const beaten = seeds.filter(({ difference }) => difference.standing === 'beats').length;
    const lost = seeds.filter(({ difference }) => difference.standing === 'loses').length;
    return `${preset}: beats the floor on ${beaten} of ${seeds.length}${lost === 0 ? '' : `, loses on ${lost}`}`;
  });
  return [
    '## Sources never seen: simulated sets',
    '',
    `The same on the simulator, 24 batches of 3 fish × ${first?.bins ?? 0} bins: easy, default and hard differ in how far batches lie apart, fixed by the cosine of raw spectra before any model was run (\`training/simulator/difficulty.test.ts\`). Mean ± standard deviation over ${first === undefined ? 0 : [...simulated.values()][0]?.length} seeds, each another set with one partition; rungs up to the ensemble. Simulated spectra show that the program works and say nothing about real samples.`,
    '',
    markdownTable([['difficulty', '', 'AUC', 'EER', 'balanced accuracy', 'hard-pair AUC', 'Cllr', 'minCllr'], ...rows]),
    '',
    `By Cllr, seed by seed: ${standings.join('; ')}.`,
  ].join('\n');
}
