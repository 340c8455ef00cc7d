import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const ARCHIVE = fileURLToPath(
  new URL('../../../shared/data/onnx-conformance/onnx_backend_subset.tar.gz', import.meta.url),
);

/** Whether the ONNX backend tests lie beside the repository; tests that need them are skipped where they do not. */
export const hasConformanceArchive = existsSync(ARCHIVE);

/** One ONNX backend test: a model, and tensors to feed and to expect, as bytes. */
export interface ConformanceCase {
  readonly name: string;
  readonly model: Uint8Array;
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

/** The ONNX backend tests (github.com/onnx/onnx, Apache-2.0), sorted by name. */
export function readConformanceCases(): ConformanceCase[] {
  const files = readTar(gunzipSync(readFileSync(ARCHIVE)));
  const folders = [...files.keys()].filter((path) => path.endsWith('/model.onnx')).map((path) => path.slice(0, -11));
  return folders.toSorted().map((folder) => {
    const numbered = (side: string) => {
      const found: Uint8Array[] = [];
      for (;;) {
        const file = files.get(`${folder}/test_data_set_0/${side}_${found.length}.pb`);
        if (file === undefined) return found;
        found.push(file);
      }
    };
    return {
      name: folder.split('/').slice(-2).join('/'),
      model: files.get(`${folder}/model.onnx`) ?? new Uint8Array(0),
      inputs: numbered('input'),
      outputs: numbered('output'),
    };
  });
}

/** The regular files of a GNU tar: 512-byte headers, each followed by its file in 512-byte blocks. */
function readTar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const text = (from: number, length: number) =>
    new TextDecoder().decode(archive.subarray(from, from + length)).split('\0')[0] ?? '';
  let longName: string | undefined;
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const path = longName ?? text(at, 100);
    const kind = text(at + 156, 1);
    // Kind L holds the path of the next entry, when it has more than 100 characters.
    longName = kind === 'L' ? text(at + 512, size) : undefined;
    if (kind === '0') files.set(path, archive.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
