import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadModel, rowOf, selectRows } from '@spectrosim/models';
import { nodeRuntime, readArtifact } from '@spectrosim/runtime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workplace } from './command.setup.js';
import { toJson } from './endpoint.setup.js';
import { MODEL, ON_WINDOWS, type Served, serve, writeRun } from './serve.setup.js';
import { ONE_THREAD, tinySet } from './tiny-artifact.setup.js';

const text = readFileSync(fileURLToPath(new URL('../docs/endpoint.md', import.meta.url)), 'utf8');
const noCurl = spawnSync('curl', ['--version']).status === 0 ? '' : ' (skipped: there is no curl here)';
const noPython = spawnSync('python3', ['--version']).status === 0 ? '' : ' (skipped: there is no python3 here)';

describe.skipIf(ON_WINDOWS !== '')(`docs/endpoint.md${ON_WINDOWS}`, () => {
  const { folder, remove } = workplace();
  const path = (...parts: string[]) => join(folder, ...parts);
  const set = tinySet();
  const row = (i: number) => rowOf(set, i);
  let server: Served;
  /** The spectra that the page takes from the file. */
  const [A, B] = [9, 10];
  let expected: { readonly score: number };
  beforeAll(async () => {
    await writeRun(folder);
    const model = await loadModel(readArtifact(path(MODEL)), nodeRuntime(), ONE_THREAD);
    expected = await model.compare(selectRows(set, [A]), selectRows(set, [B]));
    await model.dispose();
    server = await serve(folder, '--models', MODEL);
  });
  afterAll(async () => {
    await server.stop();
    remove();
  });

  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, code]) =>
      (code as string).replaceAll('http://127.0.0.1:8080', server.url),
    );

  it.skipIf(noCurl !== '')(`curl does what it says${noCurl}`, async () => {
    const [start, ...commands] = blocks('sh');
    expect(start).toMatch(/^npx spectrosim serve --models runs\/start-1\/model\n$/);
    expect(commands.length).toBeGreaterThan(2);
    const printed: string[] = [];
    for (const command of commands) {
      // Fails on another status than 2xx.
      const ran = spawnSync('sh', ['-ec', command.replaceAll('curl -s ', 'curl -sf ')], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect({ command, status: ran.status, stderr: ran.stderr }).toEqual({ command, status: 0, stderr: '' });
      printed.push(ran.stdout);
    }
    const [, asJson, asBinary, why, every, embedded] = printed as [string, string, string, string, string, string];
    expect(JSON.parse(asJson).score).toBeCloseTo(expected.score, 5);
    expect(JSON.parse(asBinary)).toEqual(JSON.parse(asJson));
    expect(JSON.parse(embedded).embeddings).toHaveLength(2);
    expect(readFileSync(path('embeddings.f32'))).toHaveLength(2 * 8 * 4);
    const [compared, explained] = blocks('json').map((block) => JSON.parse(block));
    const { explanation, ...verdict } = JSON.parse(why);
    expect(verdict).toEqual(JSON.parse(asJson));
    expect(Object.keys(explanation)).toEqual(Object.keys(explained.explanation));
    expect(Object.keys(explanation.regions[0]).sort()).toEqual(Object.keys(explained.explanation.regions[0]).sort());
    expect(JSON.parse(every).explanation.attribution).toHaveLength(260);
    // The answers that are shown have the keys of real ones.
    expect(Object.keys(JSON.parse(asJson))).toEqual(Object.keys(compared));
  });

  it('the JavaScript client compares', async () => {
    const file = path('client.mjs');
    writeFileSync(file, `${blocks('js')[0]}\nexport { compare };\n`);
    const { compare } = await import(/* @vite-ignore */ pathToFileURL(file).href);
    expect((await compare(toJson(row(A)), toJson(row(B)))).score).toBeCloseTo(expected.score, 5);
    await expect(compare([1], toJson(row(B)))).rejects.toThrow(/"a" has 1 intensities/);
  });

  it.skipIf(noPython !== '')(`the Python client compares${noPython}`, async () => {
    const spectra = JSON.stringify([toJson(row(A)), toJson(row(B))]);
    const code = `${blocks('python')[0]}\nimport sys\nprint(json.dumps(compare(*json.load(sys.stdin))))\n`;
    const ran = spawnSync('python3', ['-c', code], { input: spectra, encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    expect(JSON.parse(ran.stdout).score).toBeCloseTo(expected.score, 5);
  });
});
