import { cpus } from 'node:os';
import { type Manifest, openArtifact } from '@spectrosim/models';
import { type FolderMark, readArtifact, writeFolder } from '@spectrosim/runtime-node';

/**
 * Writes an artifact's files with `run.json`: when and on what machine it was made, and what is to be known of how.
 *
 * @param started when the work began
 * @param record what `run.json` says besides
 * @param besides files that are no part of the model
 */
export async function writeArtifact(
  out: string,
  files: Readonly<Record<string, Uint8Array>>,
  started: Date,
  record: Readonly<Record<string, unknown>>,
  replace: FolderMark | undefined,
  besides: Readonly<Record<string, string>> = {},
): Promise<Manifest> {
  const run = {
    started: started.toISOString(),
    seconds: (Date.now() - started.getTime()) / 1000,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model,
    ...record,
  };
  await writeFolder(out, { ...files, ...besides, 'run.json': `${JSON.stringify(run, undefined, 2)}\n` }, replace);
  return (await openArtifact(readArtifact(out))).manifest;
}
