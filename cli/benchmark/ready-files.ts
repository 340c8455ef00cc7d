import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearestName, SpectroSimError } from '@spectrosim/models';
import { type Experiment, parseExperiment } from './experiment.js';

/** The folder of the experiments that come with the program, beside its sources as beside its build. */
function readyFolder(): string {
  return ['../benchmarks/', '../../benchmarks/']
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(place)) as string;
}

/** Names of the experiments that come with the program. */
export function readyNames(): string[] {
  return readdirSync(readyFolder())
    .filter((name) => name.endsWith('.json'))
    .map((name) => basename(name, '.json'))
    .sort();
}

/** An experiment by its file, or by the name of one that comes with the program. */
export interface NamedExperiment {
  readonly name: string;
  readonly experiment: Experiment;
}

/**
 * Reads an experiment.
 *
 * @throws SpectroSimError `usage` when there is no such file or name, or it is wrong
 */
export function readExperiment(given: string): NamedExperiment {
  const path = readyNames().includes(given) ? join(readyFolder(), `${given}.json`) : given;
  if (!existsSync(path)) {
    const near = nearestName(given, readyNames());
    throw new SpectroSimError(
      'usage',
      `There is no experiment "${given}".${near === undefined ? '' : ` Did you mean "${near}"?`} Expected a JSON file, or one of ${readyNames().join(', ')}.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new SpectroSimError('usage', `${path} is not a readable JSON file: ${(cause as Error).message}`, { cause });
  }
  return {
    name: basename(path, extname(path)),
    experiment: parseExperiment(`The experiment ${path === given ? path : given}`, value),
  };
}
