import { missingOn } from './axis.js';
import { SpectroSimError } from './errors.js';
import { type Manifest, parseManifest } from './manifest.js';
import { sha256 } from './sha256.js';

/** Files of an artifact that its manifest does not hash: they are about a machine, not about the model. */
export const UNHASHED_FILES = ['manifest.json', 'parity.json', 'run.json'] as const;

/** Reads one file of an artifact by its path inside it; `undefined` when it is not there. */
export type ArtifactReader = (path: string) => Promise<Uint8Array | undefined>;

/** A model as files, checked. */
export interface Artifact {
  readonly manifest: Manifest;
  /** SHA-256 of `manifest.json`, by which `parity.json` names what it certifies. */
  readonly manifestHash: string;
  /** One of the files the manifest lists, its hash verified. */
  file(path: string): Promise<Uint8Array>;
}

/**
 * Opens an artifact: manifest version and schema at once, each file's hash when it is read.
 *
 * @throws SpectroSimError `artifact` when there is no manifest, it does not fit, it settles missing intensities otherwise
 * than this program, or a file is absent or altered.
 */
export async function openArtifact(read: ArtifactReader): Promise<Artifact> {
  const manifestBytes = await read('manifest.json');
  if (manifestBytes === undefined) {
    throw new SpectroSimError(
      'artifact',
      'There is no manifest.json. Expected a folder that "spectrosim train" wrote.',
    );
  }
  const manifest = parseManifest(new TextDecoder().decode(manifestBytes));
  const { quantity, missing } = manifest.input;
  if (missing !== missingOn({ quantity })) {
    throw new SpectroSimError(
      'artifact',
      `The model was trained with missing intensities on ${quantity} settled as "${missing}", this program settles them as "${missingOn({ quantity })}". Use the program that wrote it, or train again.`,
    );
  }
  return {
    manifest,
    manifestHash: await sha256(manifestBytes),
    async file(path) {
      const expected = manifest.files[path];
      const bytes = expected === undefined ? undefined : await read(path);
      if (bytes === undefined) {
        throw new SpectroSimError(
          'artifact',
          `The artifact has no file ${path}. Its manifest lists: ${Object.keys(manifest.files).join(', ')}.`,
        );
      }
      const got = await sha256(bytes);
      if (got !== expected) {
        throw new SpectroSimError(
          'artifact',
          `${path} was altered: its SHA-256 is ${got}, the manifest says ${expected}. Restore the file or train again.`,
        );
      }
      return bytes;
    },
  };
}

/**
 * The files of an artifact with the manifest that hashes them.
 *
 * @param files every file but the manifest; those of {@link UNHASHED_FILES} are kept and not hashed
 */
export async function sealArtifact(
  manifest: Omit<Manifest, 'files'>,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<Record<string, Uint8Array>> {
  const hashes: Record<string, string> = {};
  for (const path of Object.keys(files).sort()) {
    if (!UNHASHED_FILES.some((name) => name === path)) {
      hashes[path] = await sha256(files[path] as Uint8Array);
    }
  }
  const json = `${JSON.stringify({ ...manifest, files: hashes }, undefined, 2)}\n`;
  return { ...files, 'manifest.json': new TextEncoder().encode(json) };
}
