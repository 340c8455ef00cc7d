import { type Measured, spreadOf } from '../measured.js';
import type { Evaluated } from '../parts/evaluate.js';
import { markdownTable, over, spread } from './cells.js';

const COLUMNS = ['auc', 'eer', 'balancedAccuracy', 'hardAuc', 'cllr', 'minCllr'] as const;
const SYSTEMS = [
  ['**what ships**', 'model'],
  ['total whitening', 'labelFree'],
  ['floor, no training', 'floor'],
] as const;

/** Simulated sets: the same, mean and spread over seeds. */
export function simulatedSection(simulated: ReadonlyMap<string, readonly Evaluated[]>): string {
  const rows = [...simulated].flatMap(([preset, seeds]) =>
    SYSTEMS.map(([name, system], i) => [
      i === 0 ? preset : '',
      name,
      ...COLUMNS.map((column) =>
        spread(
          over(
            seeds.length,
            spreadOf(seeds.map((one) => (one[system]?.[column] as Measured | undefined)?.mean ?? null)),
          ),
        ),
      ),
    ]),
  );
  const [[, seedsOfFirst = []] = []] = simulated;
  const [first] = seedsOfFirst;
  const standings = [...simulated].map(([preset, seeds]) => {
    const beaten = seeds.filter(({ difference }) => difference.standing === 'beats').length;
    const lost = seeds.filter(({ difference }) => difference.standing === 'loses').length;
    const unsaid = seeds.filter(({ difference }) => difference.standing === null).length;
    return [
      `${preset}: what ships beats the floor on ${beaten} of ${seeds.length}`,
      ...(lost === 0 ? [] : [`loses to it on ${lost}`]),
      ...(unsaid === 0 ? [] : [`too few groups to say on ${unsaid}`]),
    ].join(', ');
  });
  const empty = [...simulated.values()]
    .flat()
    .some(({ model, floor }) => model.hardAuc.mean !== null && floor.hardAuc.mean === null);
  if (first === undefined) {
    return ['## Sources never seen: simulated sets', '', 'Not run.'].join('\n');
  }
  return [
    '## Sources never seen: simulated sets',
    '',
    `The same on the simulator, 24 batches of 3 fish × ${first.bins} bins: easy, default and hard differ in how far batches lie apart, fixed by the cosine of raw spectra before any model was run (\`training/simulator/difficulty.test.ts\`). Mean ± standard deviation over ${seedsOfFirst.length === 1 ? '1 seed' : `${seedsOfFirst.length} seeds`}, each another set with one partition; rungs up to the ensemble. *Total whitening* is fitted without labels, chosen and calibrated with them.${empty ? ' Hard-pair AUC of the floor is – where its own scores choose the hard pairs: they judge it too harshly.' : ''} Simulated spectra show that the program works and say nothing about real samples.`,
    '',
    markdownTable([['difficulty', '', 'AUC', 'EER', 'balanced accuracy', 'hard-pair AUC', 'Cllr', 'minCllr'], ...rows]),
    '',
    `By Cllr, seed by seed: ${standings.join('; ')}.`,
  ].join('\n');
}
