import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  type Artifact,
  type Axis,
  createAxis,
  openArtifact,
  type ParityReport,
  parityReportSchema,
  SpectroSimError,
  sha256,
} from '@spectrosim/models';
import { readArtifact } from '../artifact-store.js';

/** An artifact that a server offers, as it was when the server was started. */
export interface ServedModel {
  /** The name of its folder. */
  readonly id: string;
  readonly folder: string;
  readonly artifact: Artifact;
  /** The axis `[L]` on which the model takes spectra. */
  readonly axis: Axis;
  /** The report of `parity`; `undefined` when there is none, or it certifies another manifest. */
  readonly parity: ParityReport | undefined;
  /** The files that no hash of the manifest covers: `manifest.json`, and `parity.json` where there is one. */
  readonly unhashed: ReadonlyMap<string, HeldFile>;
}

/** A file in memory, with its SHA-256. */
export interface HeldFile {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** What a folder offered. */
export interface ServedModels {
  readonly models: readonly ServedModel[];
  /** Names of folders in it that hold no artifact. */
  readonly skipped: readonly string[];
}

/**
 * Opens the artifacts to serve: `folder` itself when it is one, else every folder in it that is one.
 *
 * @throws SpectroSimError `artifact` when there is none, or one of them is damaged: a server with a hole is not started.
 * @example
 * ```ts
 * const { models } = await openModels('runs/start-1/model'); // [{ id: 'model', … }]
 * ```
 */
export async function openModels(folder: string): Promise<ServedModels> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: Error) => {
    throw new SpectroSimError('artifact', `${folder} is not a folder that can be read: ${cause.message}.`, { cause });
  });
  if (entries.some(({ name }) => name === 'manifest.json')) {
    return { models: [await openModel(folder)], skipped: [] };
  }
  // A name that begins with a dot is one that is being written.
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const models: ServedModel[] = [];
  const skipped: string[] = [];
  for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if ((await readdir(join(folder, name))).includes('manifest.json')) {
      models.push(await openModel(join(folder, name)));
    } else {
      skipped.push(name);
    }
  }
  if (models.length === 0) {
    throw new SpectroSimError(
      'artifact',
      `There is no model in ${folder}: neither it nor a folder in it has a manifest.json. Expected a folder that "spectrosim train" wrote, or a folder of such folders.`,
    );
  }
  return { models, skipped };
}

async function openModel(folder: string): Promise<ServedModel> {
  const unhashed = new Map<string, HeldFile>();
  const read = readArtifact(folder);
  try {
    const artifact = await openArtifact(async (path) => {
      const bytes = await read(path);
      if (path === 'manifest.json' && bytes !== undefined) {
        unhashed.set(path, { bytes, sha256: await sha256(bytes) });
      }
      return bytes;
    });
    const { quantity, axis } = artifact.manifest.input;
    const parityBytes = await read('parity.json');
    const parity = parityBytes === undefined ? undefined : parseParity(parityBytes);
    if (parityBytes !== undefined) {
      unhashed.set('parity.json', { bytes: parityBytes, sha256: await sha256(parityBytes) });
    }
    return {
      id: basename(resolve(folder)),
      folder,
      artifact,
      axis: createAxis(quantity, axis),
      parity: parity?.manifest === artifact.manifestHash ? parity : undefined,
      unhashed,
    };
  } catch (cause) {
    if (cause instanceof SpectroSimError) {
      throw new SpectroSimError('artifact', `The model in ${folder} cannot be served: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

function parseParity(bytes: Uint8Array): ParityReport {
  try {
    return parityReportSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new SpectroSimError(
      'artifact',
      'parity.json is not a parity report. Run "spectrosim parity" again, or remove the file.',
      { cause },
    );
  }
}
