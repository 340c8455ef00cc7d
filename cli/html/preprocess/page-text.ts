import { basename, resolve } from 'node:path';
import { describeRecipe, type SpectrumSet } from '@spectrosim/models';
import type { PreprocessedSpectra } from '../../preprocess-spectra.js';
import { recipeWords } from './recipe-words.js';
import { settlingWords } from './settling.js';

/** What the page says, besides what it draws. */
export interface PageText {
  /** What the spectra are called: the file or folder they came from. */
  readonly name: string;
  /** The recipe in one line, and a sentence for each of its steps. */
  readonly recipe: string;
  readonly steps: readonly string[];
  /** What was done to missing intensities and to the axis, and what reading changed. */
  readonly settling: readonly string[];
  /** How many spectra were read. */
  readonly spectra: number;
  /** The column that groups them. */
  readonly groupColumn?: string;
  /** Where the statistics of the recipe come from. */
  readonly fitted: string;
  /** The spectra that are shown first were asked for by name. */
  readonly named: boolean;
  /** Where it all comes from: data hash, versions, runtime. */
  readonly facts: readonly (readonly [string, string])[];
  /** The program and its version. */
  readonly generator: string;
}

/** What {@link pageText} speaks of. */
export interface PageSubject {
  /** The file or folder that was read, as it was named. */
  readonly data: string;
  readonly set: SpectrumSet;
  readonly done: PreprocessedSpectra;
  /** SHA-256 of axis and intensities. */
  readonly hash: string;
  /** What ran the graph. */
  readonly runtime: string;
  readonly version: string;
  readonly groupColumn?: string;
  readonly named: boolean;
}

/** The words of the page: no time, host or path of a machine, so that the same run gives the same bytes. */
export function pageText({ data, set, done, hash, runtime, version, groupColumn, named }: PageSubject): PageText {
  const { recipe, axis, model } = done;
  const name = basename(resolve(data));
  return {
    name,
    recipe: describeRecipe(recipe),
    steps: recipeWords(recipe),
    settling: [...settlingWords(set, axis, recipe), ...set.notes],
    spectra: set.names.length,
    ...(groupColumn === undefined ? {} : { groupColumn }),
    fitted: fittedText(done, set.names.length),
    named,
    facts: [
      ['Spectra', name],
      ['Data, SHA-256', hash],
      ...(model === undefined
        ? []
        : ([
            [
              'Model',
              `${basename(resolve(model.folder))}${model.branches > 1 ? `, branch ${model.branch} of ${model.branches}` : ''}${model.simulated ? ', trained on simulated spectra' : ''}`,
            ],
            ['Its manifest', model.manifestHash],
          ] as const)),
      ['Run by', runtime],
      ['Written by', `SpectroSim ${version}`],
    ],
    generator: `spectrosim ${version}`,
  };
}

function fittedText({ learned, model }: PreprocessedSpectra, spectra: number): string {
  if (!learned) {
    return 'No step of it learns from spectra: each spectrum is treated by itself.';
  }
  return model === undefined
    ? `What it learns from spectra, it learned from all ${spectra.toLocaleString('en-GB')} of these.`
    : 'What it learns from spectra, it learned from those that the model was trained on.';
}
