import type { MeasuredRecord } from '@spectrosim/training';
import { markdownTable, number, signed, spread } from '../../accuracy/document/cells.js';
import { named } from './names.js';
import { meanAuc, paired, sdAuc } from './paired.js';
import { byEffort, type CompetingSystem, competingSystems } from './systems.js';

/** What is asked of each set. */
const QUESTIONS: readonly { readonly asked: string; readonly takes: (system: CompetingSystem) => boolean }[] = [
  { asked: '**what to use**', takes: () => true },
  { asked: 'best classical classifier', takes: ({ kind }) => kind === 'baseline' },
  { asked: 'best trained encoder of ours', takes: ({ encoder }) => encoder !== undefined && !isPapers(encoder) },
  { asked: 'best encoder of the papers', takes: ({ encoder }) => encoder !== undefined && isPapers(encoder) },
];

/** Which system for which data, decided by the numbers. */
export function glanceSection(records: ReadonlyMap<string, readonly MeasuredRecord[]>): string {
  const sets = [...new Set([...records.values()].flat().map(({ data }) => data.name))];
  const rows = sets.flatMap((data) => rowsOf(competingSystems(records, data), data));
  return [
    '## At a glance',
    '',
    ...(rows.length === 0
      ? ['No system was run: nothing can be said.']
      : [
          markdownTable([
            ['data', '', 'system', 'ROC AUC (± sd)', 'less the floor (± standard error)', 'parameters'],
            ...rows,
          ]),
          '',
          '*What to use* is decided by a rule: of all systems that have all seeds of a set, the one that asks for least among those that no other is above by more than one standard error of their difference on the same splits (after the one-standard-error rule of Breiman et al. 1984). No training asks for less than the [ladder](back-ends.md) that `spectrosim train` climbs by itself, that for less than a classical classifier, and that for less than an encoder, of which the smaller asks for less. *Best* is the highest mean. ± beside a ROC AUC is the standard deviation over seeds, beside a difference its standard error over the same splits.',
          '',
          sets.map((data) => sentenceOf(competingSystems(records, data), data)).join(' '),
        ]),
  ].join('\n');
}

function rowsOf(systems: readonly CompetingSystem[], data: string): string[][] {
  const whole = complete(systems);
  const floor = whole.find(({ kind }) => kind === 'floor');
  return QUESTIONS.flatMap(({ asked, takes }, i) => {
    const taken = whole.filter(takes);
    const chosen = i === 0 ? leastEffort(taken) : bestOf(taken);
    if (chosen === undefined) {
      return [];
    }
    const less = floor === undefined || chosen === floor ? '–' : differenceTo(chosen, floor);
    return [
      [
        i === 0 ? data : '',
        asked,
        chosen.name,
        spread({ mean: meanAuc(chosen.runs), sd: sdAuc(chosen.runs) }),
        less,
        chosen.parameters === 0 ? '–' : chosen.parameters.toLocaleString('en-GB'),
      ],
    ];
  });
}

function differenceTo(system: CompetingSystem, floor: CompetingSystem): string {
  const { mean, error } = paired(system.runs, floor.runs);
  return Number.isNaN(error) ? signed(mean) : `${signed(mean)} (± ${number(error)})`;
}

/** What is said of a set: where the floor is enough, where an encoder earns its training. */
function sentenceOf(systems: readonly CompetingSystem[], data: string): string {
  const whole = complete(systems);
  const used = leastEffort(whole);
  const best = bestOf(whole);
  if (used === undefined || best === undefined) {
    return `On ${data} no system has all seeds.`;
  }
  const encoder = bestOf(whole.filter((system) => system.encoder !== undefined));
  const first =
    used.kind === 'floor'
      ? `On ${data} nothing is above the untrained floor by more than one standard error: use the floor.`
      : `On ${data} use ${named(used.name)}${used === best ? ', which has the highest mean' : `; ${named(best.name)} has the highest mean and is not more than one standard error above it`}.`;
  if (encoder === undefined || used === encoder) {
    return first;
  }
  const { mean } = paired(encoder.runs, used.runs);
  const gap = number(Math.abs(mean));
  const stands = gap === number(0) ? 'level with' : `${gap} ${mean > 0 ? 'above' : 'below'}`;
  return `${first} The best trained encoder, ${named(encoder.name)}, is ${stands} it.`;
}

/** The system of least effort that no other is above by more than one standard error, each on the same splits. */
export function leastEffort(systems: readonly CompetingSystem[]): CompetingSystem | undefined {
  const best = bestOf(systems);
  return (
    best &&
    [...systems]
      .sort(byEffort)
      .find((system) => system === best || systems.every((other) => other === system || !isAbove(other, system)))
  );
}

/** By more than one standard error; of one split, which has none, by anything. */
function isAbove(one: CompetingSystem, other: CompetingSystem): boolean {
  const { mean, error } = paired(one.runs, other.runs);
  return mean > (Number.isNaN(error) ? 0 : error);
}

function bestOf(systems: readonly CompetingSystem[]): CompetingSystem | undefined {
  return systems.reduce<CompetingSystem | undefined>(
    (best, one) => (best === undefined || meanAuc(one.runs) > meanAuc(best.runs) ? one : best),
    undefined,
  );
}

/** Systems that were run on all seeds: a mean over other splits is another thing. */
function complete(systems: readonly CompetingSystem[]): CompetingSystem[] {
  const most = Math.max(0, ...systems.map(({ runs }) => runs.length));
  return systems.filter(({ runs }) => runs.length === most);
}

function isPapers(encoder: string): boolean {
  return encoder.startsWith('paper/');
}
