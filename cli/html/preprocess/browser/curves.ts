import type { Curve } from '../../browser/create-panel.js';
import type { PageData } from '../page-data.js';

/** Makes the curves of one panel from what is ticked. */
export type ChooseCurves = (
  data: PageData,
  side: 'before' | 'after',
  ticked: readonly boolean[],
  tools: { readonly floats: (base64: string) => (number | null)[]; readonly colour: (index: number) => string },
) => Curve[];

/**
 * The spectra that are ticked, in turn by group: drawn group by group, the last would hide the others. Runs in a page:
 * its text is sent there.
 */
export const spectrumCurves: ChooseCurves = (data, side, ticked, { floats, colour }) => {
  const turns = data.groups.map(() => 0);
  return data.spectra
    .map((spectrum, i) => ({ spectrum, i }))
    .filter(({ i }) => ticked[i])
    .map(({ spectrum, i }) => {
      const turn = turns[spectrum.group] ?? 0;
      turns[spectrum.group] = turn + 1;
      return { spectrum, i, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ spectrum, i }) => ({
      name: spectrum.name,
      colour: colour(data.groups.length > 1 ? spectrum.group : i),
      values: floats(spectrum[side]),
    }));
};

/** The means of the groups that are ticked; of all spectra where there are no groups. Runs in a page: its text is sent there. */
export const meanCurves: ChooseCurves = (data, side, ticked, { floats, colour }) =>
  data.groups.flatMap(({ name, count, statistics }, i) =>
    statistics !== undefined && ticked[i] !== false
      ? [
          {
            name: `mean of ${name} (${count})`,
            colour: colour(i),
            values: floats(statistics[side].mean),
            deviation: floats(statistics[side].deviation),
          },
        ]
      : [],
  );
