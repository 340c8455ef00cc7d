import {
  type Axis,
  alignRows,
  createAxis,
  decodeSafetensors,
  openArtifact,
  parseRecipe,
  type Recipe,
  SpectroSimError,
  type SpectrumSet,
} from '@spectrosim/models';
import { fitRecipe, type HostWeights, preprocess, type Rows, scoped } from '@spectrosim/models/graph';
import { readArtifact } from '@spectrosim/runtime-node';
import { type ExperimentPorts, runOnRows } from '@spectrosim/training';

/** A recipe and where it comes from. */
export interface RecipeSource {
  /** A recipe as a line of text; its statistics are fitted on the spectra. */
  readonly preprocessing?: string;
  /** The folder of an artifact; its recipe, statistics and axis are used. */
  readonly model?: string;
  /** Which of its branches, from 1. @default 1 */
  readonly branch?: number;
}

/** Spectra before and after a recipe. */
export interface PreprocessedSpectra {
  readonly recipe: Recipe;
  /** The axis of the preprocessed spectra. */
  readonly axis: Axis;
  /** Preprocessed intensities `[N, L]`. */
  readonly values: Float32Array;
  /** The recipe has statistics. */
  readonly learned: boolean;
  /** The artifact that the recipe and its statistics come from; fitted on the spectra themselves when there is none. */
  readonly model?: {
    readonly folder: string;
    readonly manifestHash: string;
    readonly simulated: boolean;
    readonly branch: number;
    readonly branches: number;
  };
}

/** A recipe that is checked before any spectra are read, to be run on them. */
export type PreparedRecipe = (
  set: SpectrumSet,
  ports: Pick<ExperimentPorts, 'runtime' | 'options'>,
) => Promise<PreprocessedSpectra>;

/**
 * Opens the recipe that a command names.
 *
 * @throws SpectroSimError `usage` when neither or both are named, or the text is no recipe; `artifact` when the model cannot be read.
 */
export async function prepareRecipe({ preprocessing, model, branch }: RecipeSource): Promise<PreparedRecipe> {
  if ((preprocessing === undefined) === (model === undefined)) {
    throw new SpectroSimError(
      'usage',
      `${model === undefined ? 'Which preprocessing?' : 'Two recipes are named.'} Give either --preprocessing "sqrt, snv" or --model FOLDER, whose recipe is used.`,
    );
  }
  if (model === undefined && branch !== undefined) {
    throw new SpectroSimError(
      'usage',
      `--branch ${branch} is of a model. Name it with --model FOLDER, or leave it out.`,
    );
  }
  return model === undefined ? ofText(preprocessing as string) : await ofModel(model, branch);
}

function ofText(text: string): PreparedRecipe {
  const recipe = parseRecipe(text);
  return async (set, { runtime, options }) => {
    const rows = { count: set.names.length, bins: set.axis.values.length, data: alignRows(set, set.axis) };
    const run: Parameters<typeof fitRecipe>[2] = (fn, some, weights) => runOnRows(runtime, options, fn, some, weights);
    const weights = await fitRecipe(recipe, rows, run);
    return { recipe, axis: set.axis, values: await runRecipe(recipe, weights, rows, run), learned: hasAny(weights) };
  };
}

async function ofModel(folder: string, branch = 1): Promise<PreparedRecipe> {
  const { manifest, manifestHash, file } = await openArtifact(readArtifact(folder));
  const count = manifest.branches.length;
  const chosen = manifest.branches[branch - 1];
  if (chosen === undefined) {
    throw new SpectroSimError(
      'usage',
      `There is no branch ${branch} in ${folder}: it has ${count === 1 ? 'one' : `${count}, from 1 to ${count}`}.`,
    );
  }
  const prefix = `branches.${branch - 1}.preprocessing`;
  const weights = scoped(decodeSafetensors(await file('weights.safetensors')), prefix);
  const axis = createAxis(manifest.input.quantity, manifest.input.axis);
  const recipe = chosen.preprocessing;
  return async (set, { runtime, options }) => {
    const rows = { count: set.names.length, bins: axis.values.length, data: alignRows(set, axis) };
    const values = await runRecipe(recipe, weights, rows, (fn, some, fitted) =>
      runOnRows(runtime, options, fn, some, fitted),
    );
    return {
      recipe,
      axis,
      values,
      learned: hasAny(weights),
      model: { folder, manifestHash, simulated: manifest.simulated, branch, branches: count },
    };
  };
}

function runRecipe(recipe: Recipe, weights: HostWeights, rows: Rows, run: Parameters<typeof fitRecipe>[2]) {
  return run((x, fitted) => preprocess(recipe, fitted, x), rows, weights);
}

function hasAny(weights: HostWeights): boolean {
  return Object.keys(weights).length > 0;
}
