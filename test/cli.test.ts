import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSafetensors, encodeSafetensors } from '@spectrosim/models';
import { type EagerProbe, probeEagerBackends } from '@spectrosim/training';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAUNCHER, workplace } from './command.setup.js';
import { expectNear } from './eager.setup.js';
import { TINY_ENCODER } from './tiny-artifact.setup.js';
import { TOLERANCES } from './tolerances.js';

const COMMANDS = [
  'start',
  'simulate',
  'train',
  'evaluate',
  'baselines',
  'encoders',
  'compare',
  'serve',
  'preprocess',
  'parity',
  'doctor',
];
const TINY = ['--steps', '2', '--threads', '1', '--config', 'tiny.json'];
/** The rungs that are climbed where nothing is said. */
const LADDER = ['floor', 'linear', 'ensemble', 'encoder'];
const TRAIN = ['train', 'fish', '--group', 'batch', '--threads', '1'];
const train = (out: string, ...more: string[]) => [
  'train',
  'fish',
  '--group',
  'batch',
  '--contrastive',
  '--out',
  out,
  ...TINY,
  ...more,
];

const EVALUATE = ['evaluate', 'fish', '--group', 'batch', '--folds', '2', '--threads', '1'];
const evaluate = (...more: string[]) => [...EVALUATE, '--partitions', '1', ...more];
const contrastive = (...more: string[]) => [...EVALUATE, '--contrastive', ...TINY, ...more];

const [gpu] = (await probeEagerBackends()) as [EagerProbe];
const { folder, run, runHere, write, list, remove } = workplace();
const path = (...parts: string[]) => join(folder, ...parts);

/** The hash of every file of an artifact that must not differ from run to run. */
const hashes = (out: string) =>
  Object.fromEntries(
    list()
      .filter((name) => name.startsWith(`${out}/`) && /\.\w+$/.test(name) && !/\/(run|parity)\.json$/.test(name))
      .map((name) => [
        name.slice(out.length),
        createHash('sha256')
          .update(readFileSync(path(name)))
          .digest('hex'),
      ]),
  );

const manifest = (out: string) => JSON.parse(readFileSync(path(out, 'manifest.json'), 'utf8'));

/** Runs a command that must fail so, say so, and leave the folder as it was. */
async function expectFailure(parameters: readonly string[], status: number, message: RegExp, runs = runHere) {
  const before = list();
  const ran = await runs(parameters);
  expect(ran.stderr).toMatch(message);
  expect(ran.stderr).not.toMatch(/defect of SpectroSim| at .*\.js:\d+/);
  expect(ran.status).toBe(status);
  expect(list()).toEqual(before);
  return ran;
}

/** Standard output as the one JSON object it must be. */
async function runJson(...parameters: string[]): Promise<Record<string, unknown>> {
  const { status, stdout, stderr } = await run([...parameters, '--json']);
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  const value = JSON.parse(stdout);
  expect(value).toBeTypeOf('object');
  expect(Array.isArray(value)).toBe(false);
  return value;
}

beforeAll(async () => {
  write('simulation.json', '{"axis":{"bins":260},"design":{"batches":12,"fishPerBatch":3,"qcInterval":9}}');
  write('tiny.json', JSON.stringify({ encoder: TINY_ENCODER }));
  expect(await runJson('simulate', '--out', 'fish', '--config', 'simulation.json')).toMatchObject({
    bins: 260,
    simulated: true,
  });
  expect(await runJson(...train('model'))).toMatchObject({
    out: 'model',
    simulated: true,
    decision: { score: 'cosine' },
  });
});
afterAll(remove);

describe('spectrosim', () => {
  it.each(COMMANDS)('%s --help exits 0 with an example', async (command) => {
    const { status, stdout } = await runHere([command, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples?:\\n  (spectrosim ${command}|npm start)`));
  });

  it('ends well where nobody reads what it prints', async () => {
    const child = spawn(process.execPath, [LAUNCHER, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    // Gone before the command has started: its first line already meets a closed pipe.
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (part) => {
      stderr += part;
    });
    const status = await new Promise((done) => child.on('close', done));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('lists every command and the exit statuses', async () => {
    const { status, stdout } = await run(['--help']);
    expect(status).toBe(0);
    expect(COMMANDS.filter((command) => !stdout.includes(`\n  ${command} `))).toEqual([]);
    expect(stdout).toMatch(/1 a check failed, 2 usage, 3 bad input, 4 runtime not available/);
  });
});

describe('the process', () => {
  it.each<[number, string, string[], RegExp]>([
    [2, 'an unknown option', train('new', '--stpes', '3'), /--stpes/],
    [3, 'a missing file', ['evaluate', 'nowhere.csv', '--group', 'batch'], /no file nowhere.csv/],
    [4, 'a provider that is not there', train('new', '--provider', 'cuda'), /"cuda" is not available/],
  ])(
    'exits %s for %s, with nothing on standard output where JSON was asked for',
    async (status, _, parameters, message) => {
      const { stdout } = await expectFailure([...parameters, '--json'], status, message, run);
      expect(stdout).toBe('');
    },
  );
});

describe('exit status 2, usage', () => {
  it.each<[string, string[], RegExp]>([
    ['no command', [], /Usage: spectrosim/],
    ['an unknown command, with the nearest', ['trian'], /unknown command 'trian'[\s\S]*train/],
    ['an unknown option, with the nearest', train('new', '--stpes', '3'), /unknown option '--stpes'[\s\S]*--steps/],
    ['a missing option', ['train', 'fish', '--out', 'new'], /required option '--group <column>'/],
    ['too many files', ['train', 'fish', 'fish', '--group', 'batch', '--out', 'new'], /too many arguments/],
    ['half a step', train('new', '--steps', '1.5'), /integer of at least 1/],
    ['more threads than do any good', train('new', '--threads', '100000'), /Expected at most \d+ on this machine of/],
    [
      'an origin that no browser sends',
      ['serve', '--models', 'model', '--cors', 'https://lab.example/'],
      /Expected the origin alone: https:\/\/lab\.example\./,
    ],
    ['what is no origin', ['serve', '--models', 'model', '--cors', 'foo'], /Expected an origin such as/],
    ['an unknown provider, with all', train('new', '--provider', 'gpu'), /cpu, cuda, webgpu, wasm/],
    [
      'an unknown column, with the nearest',
      ['evaluate', 'fish', '--group', 'bach'],
      /"bach"[\s\S]*Did you mean "batch"/,
    ],
    ['no column for a file of yours', ['start', 'fish', '--out', 'new'], /Add --group COLUMN, one of: batch/],
    [
      'an engine where a verifier is chosen',
      ['start', '--engine', 'eager', '--out', 'new'],
      /unknown option '--engine'/,
    ],
    ['a column without a file', ['start', '--group', 'batch', '--out', 'new'], /--group is about a file of yours/],
    [
      'settings of a training for a model',
      ['evaluate', 'fish', '--group', 'batch', '--model', 'model', '--steps', '3'],
      /--steps say how to train/,
    ],
    [
      'settings of a training for a model, in a file',
      ['evaluate', 'fish', '--group', 'batch', '--model', 'model', '--config', 'tiny.json'],
      /encoder say how to train/,
    ],
    [
      'an engine for a model',
      ['evaluate', 'fish', '--group', 'batch', '--model', 'model', '--engine', 'graph'],
      /--engine say how to train/,
    ],
    [
      'settings of a training where none is meant',
      ['evaluate', 'fish', '--group', 'batch', '--config', 'tiny.json', '--engine', 'graph'],
      /--engine, encoder say how to train the contrastive encoder\. Add --contrastive/,
    ],
    [
      'settings of a training where a verifier is chosen',
      [...TRAIN, '--out', 'new', '--config', 'tiny.json', '--steps', '3'],
      /--steps, encoder say how to train the contrastive encoder\. Add --contrastive/,
    ],
    [
      'a rung for the contrastive encoder',
      train('new', '--candidates', 'floor'),
      /--candidates are not for --contrastive/,
    ],
    [
      'a protocol for the contrastive encoder',
      ['evaluate', 'fish', '--group', 'batch', '--contrastive', '--protocol', 'paper'],
      /--protocol are not for --contrastive/,
    ],
    [
      'a protocol for a model',
      ['evaluate', 'fish', '--group', 'batch', '--model', 'model', '--candidates', 'floor', '--budget', '1m'],
      /--candidates, --budget say how to train/,
    ],
    [
      'folds side by side for a model',
      ['evaluate', 'fish', '--group', 'batch', '--model', 'model', '--workers', '2'],
      /--workers say how to train/,
    ],
    [
      'folds side by side for a control',
      ['evaluate', 'fish', '--group', 'batch', '--control', 'shuffled-labels', '--workers', '2'],
      /--workers are not for --control/,
    ],
    [
      'folds side by side on a provider that is not tried so',
      ['evaluate', 'fish', '--group', 'batch', '--provider', 'webgpu', '--workers', '2'],
      /--workers is for --provider cpu/,
    ],
    [
      'no fold at once',
      ['evaluate', 'fish', '--group', 'batch', '--workers', '0'],
      /Expected an integer of at least 1/,
    ],
    [
      'candidates that leave a rung out, with the lists there are',
      [...TRAIN, '--out', 'new', '--candidates', 'floor,ensemble'],
      /Expected one of: floor; floor,linear; floor,linear,ensemble; floor,linear,ensemble,encoder\./,
    ],
    ['a budget without a unit', [...TRAIN, '--out', 'new', '--budget', '90'], /such as 90s, 10m or 1h/],
    [
      'an unknown protocol, with all',
      ['evaluate', 'fish', '--group', 'batch', '--protocol', 'spectra'],
      /groups, leave-groups-out, groups-and-runs, pairs, paper/,
    ],
    [
      'an option of another protocol',
      ['evaluate', 'fish', '--group', 'batch', '--leave-out', '3'],
      /"groups" has no leaveOut/,
    ],
    ['a backend without its engine', train('new', '--backend', 'wasm'), /--backend wasm is for --engine eager/],
    [
      'an unknown backend, with all',
      train('new', '--engine', 'eager', '--backend', 'webgl'),
      /tfjs-node-gpu, tfjs-node, wasm, cpu/,
    ],
    [
      'an engine where nothing is trained',
      ['compare', 'A.csv', 'B.csv', '--model', 'model', '--engine', 'eager'],
      /unknown option '--engine'/,
    ],
    ['a folder in use', train('fish'), /fish exists and is not empty.*--force/],
    ['a file in its place', train('tiny.json', '--force'), /tiny.json is not a folder/],
    [
      'a configuration that is not there',
      train('new', '--config', 'nowhere.json'),
      /nowhere.json is not a readable JSON file/,
    ],
  ])('for %s', async (_, parameters, message) => {
    await expectFailure(parameters, 2, message);
  });

  it.each<[string, object, RegExp]>([
    ['an unknown key, with the nearest', { temprature: 1 }, /"temprature": did you mean "temperature"\?/],
    ['an unknown option, with the nearest', { provder: 'cpu' }, /"provder": did you mean "provider"\?/],
    ['a bad option', { steps: 'many' }, /bad.json: "steps" is "many"\. Expected an integer of at least 1/],
    ['a choice that there is not', { provider: 'gpu' }, /bad.json: "provider" is "gpu".*cpu, cuda, webgpu, wasm/],
    ['a flag that is no yes or no', { force: 'please' }, /bad.json: "force" is "please"\. Expected true or false/],
    ['a list for an option', { threads: [1] }, /bad.json: "threads" is \[1\]\. Expected a text or a number/],
    ['a bad setting, with its place', { temperature: 'hot' }, /bad.json is wrong:\n {2}temperature: .*number/],
    [
      'an unknown key of an augmentation',
      { augmentations: [{ name: 'crop', keeep: 1 }] },
      /augmentations\[0\]: unknown key "keeep"\. Did you mean "keep"/,
    ],
    ['no object', [1], /bad.json holds no JSON object/],
    [
      'an unknown encoder, with all',
      { encoder: { name: 'perceptron' } },
      /no encoder "perceptron". Encoders: .*transformer/,
    ],
    ['an unknown head, with all', { head: 'none' }, /no projection head "none". Heads: spectral, paper/],
    [
      'an unknown key of the encoder',
      { encoder: { name: 'transformer', config: { widht: 8 } } },
      /"widht"\. Did you mean "width"/,
    ],
    ['heads that do not divide', { encoder: { name: 'transformer', config: { heads: 3 } } }, /heads must divide width/],
  ])('for a configuration with %s', async (_, config, message) => {
    write('bad.json', JSON.stringify(config));
    // Before any work: the data are not even looked for.
    await expectFailure(
      ['train', 'nowhere', '--group', 'batch', '--contrastive', '--out', 'new', '--config', 'bad.json'],
      2,
      message,
    );
  });
});

describe('exit status 3, bad input', () => {
  it('for a ragged file, with line and column', async () => {
    write('ragged.csv', 'm/z,100,101,102\na,1,2,3\nb,1,2\n');
    await expectFailure(['evaluate', 'ragged.csv', '--group', 'batch'], 3, /ragged.csv:3/);
  });

  it.each<[string, string[], RegExp]>([
    ['a missing file', ['evaluate', 'nowhere.csv', '--group', 'batch'], /no file nowhere.csv/],
    ['a missing samples file', ['evaluate', 'fish', '--samples', 'no.csv', '--group', 'batch'], /no file no.csv/],
    [
      'a folder without spectra',
      ['evaluate', 'model', '--group', 'batch'],
      /model has no spectra\. Expected spectra\.csv/,
    ],
    ['an artifact that is not there', ['parity', '--model', 'nowhere'], /no manifest.json/],
    ['a file for an artifact', ['parity', '--model', 'tiny.json'], /no manifest.json/],
    ['too few groups', ['train', 'fish', '--group', 'species', '--out', 'new'], /at least 4 groups, there are 2/],
    [
      'groups of one, before training',
      ['train', 'fish', '--group', 'run_order', '--out', 'new', '--contrastive', '--steps', '1000000'],
      /training spectra make 0 pairs of one group/,
    ],
    [
      'a spectrum that is not there',
      ['compare', '--model', 'model', '--spectra', 'fish/spectra.csv', 'cod', 'hake'],
      /no spectrum "cod" among/,
    ],
    [
      'many spectra where one is due',
      ['compare', '--model', 'model', 'fish/spectra.csv', 'fish/spectra.csv'],
      /spectra.csv has \d+ spectra, a comparison takes one/,
    ],
  ])('for %s', async (_, parameters, message) => {
    await expectFailure(parameters, 3, message);
  });

  it('for an altered artifact, naming the file', async () => {
    cpSync(path('model'), path('altered'), { recursive: true });
    const graph = readFileSync(path('altered/onnx/model.onnx'));
    graph[100] = (graph[100] as number) ^ 1;
    writeFileSync(path('altered/onnx/model.onnx'), graph);
    await expectFailure(
      ['compare', '--model', 'altered', '--spectra', 'fish/spectra.csv', 'hoki-b01-f1', 'hoki-b01-f2'],
      3,
      /onnx\/model.onnx was altered/,
    );
  });

  it('for measuring a model on its training spectra', async () => {
    await expectFailure(
      ['evaluate', 'fish', '--group', 'batch', '--model', 'model'],
      3,
      /trained on 27 of the 36 spectra/,
    );
  });
});

describe('exit status 4, runtime not available', () => {
  it.each<[string, string[], RegExp]>([
    [
      '--provider cuda',
      train('new', '--provider', 'cuda'),
      /"cuda" is not available: .*install\.js --onnxruntime-node-install/,
    ],
    [
      '--provider wasm, before reading anything',
      ['train', 'nowhere', '--group', 'batch', '--out', 'new', '--provider', 'wasm'],
      /"wasm" runs in a page/,
    ],
    ['start --provider cuda', ['start', '--provider', 'cuda', '--out', 'new', '--json'], /"cuda" is not available/],
  ])('for %s', async (_, parameters, message) => {
    await expectFailure(parameters, 4, message);
  });

  it.skipIf(gpu.ok)(`for a backend that is not there${gpu.ok ? ' (skipped: tfjs-node-gpu is here)' : ''}`, async () => {
    const eager = ['--engine', 'eager', '--backend', 'tfjs-node-gpu'];
    for (const parameters of [train('new', ...eager), contrastive(...eager)]) {
      await expectFailure(parameters, 4, /backend "tfjs-node-gpu" is not available: @tensorflow\/tfjs-node-gpu/);
    }
  });
});

describe('train', () => {
  it('writes the same bytes from the same seed and threads, others from another seed', async () => {
    const [again, other] = await Promise.all([run(train('again')), run(train('other', '--seed', '2'))]);
    expect([again.status, other.status]).toEqual([0, 0]);
    const first = hashes('model');
    expect(Object.keys(first)).toEqual([
      '/README.md',
      '/manifest.json',
      '/metrics.jsonl',
      '/onnx/explain.onnx',
      '/onnx/model.onnx',
      '/onnx/score.onnx',
      '/reference.safetensors',
      '/training.html',
      '/weights.safetensors',
    ]);
    expect(hashes('again')).toEqual(first);
    const changed = Object.entries(hashes('other')).filter(([name, hash]) => hash !== first[name]);
    expect(changed.map(([name]) => name)).toEqual(
      expect.arrayContaining(['/manifest.json', '/onnx/model.onnx', '/weights.safetensors', '/reference.safetensors']),
    );
  });

  it('takes options from the file, the command line first, and keeps what came of it', async () => {
    write(
      'all.json',
      JSON.stringify({ encoder: TINY_ENCODER, group: 'batch', out: 'from-file', steps: 3, threads: 1 }),
    );
    const { configuration } = (await runJson(
      'train',
      'fish',
      '--contrastive',
      '--config',
      'all.json',
      '--steps',
      '2',
    )) as {
      configuration: Record<string, unknown>;
    };
    expect(configuration).toMatchObject({
      command: 'train',
      group: 'batch',
      out: 'from-file',
      steps: 2,
      threads: 1,
      provider: 'cpu',
      temperature: 0.1,
      encoder: { name: 'transformer', config: { ...TINY_ENCODER.config } },
    });
    expect(JSON.parse(readFileSync(path('from-file/run.json'), 'utf8')).configuration).toEqual(configuration);
    const { stdout } = await runHere([
      'evaluate',
      'fish',
      '--contrastive',
      '--folds',
      '2',
      '--config',
      'tiny.json',
      '--group',
      'batch',
      '--steps',
      '1',
    ]);
    expect(stdout).toMatch(/^Configuration: .*folds 2/);
  });

  it('says when a step has fewer spectra than were asked for, and keeps what was used', async () => {
    write('large.json', JSON.stringify({ encoder: TINY_ENCODER, batch: 300, steps: 1, threads: 1 }));
    const { status, stdout } = await runHere([
      'train',
      'fish',
      '--group',
      'batch',
      '--out',
      'large',
      '--config',
      'large.json',
      '--contrastive',
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/A step took 27 spectra, all that there are to train on, and not 300/);
    expect(JSON.parse(readFileSync(path('large/run.json'), 'utf8')).configuration.batch).toBe(27);
  });

  it('replaces a folder with --force', async () => {
    cpSync(path('model'), path('replaced'), { recursive: true });
    write('replaced/README.md', 'from before');
    expect((await run(train('replaced', '--force'))).status).toBe(0);
    expect(hashes('replaced')).toEqual(hashes('model'));
  });

  it('never replaces its own input with --force', async () => {
    await expectFailure(train('fish', '--force'), 2, /fish is not a folder that this command wrote/);
    expect(existsSync(path('fish/spectra.csv'))).toBe(true);
  });

  it('without --contrastive chooses a verifier, measures its recipe, and writes the same bytes from the same seed', async () => {
    const [first, again] = [
      await runJson(...TRAIN, '--folds', '2', '--out', 'verifier'),
      await runJson(...TRAIN, '--folds', '2', '--out', 'verifier-again'),
    ];
    expect(hashes('verifier-again')).toEqual(hashes('verifier'));
    expect(first).toMatchObject({
      decision: { score: 'llr', threshold: 0 },
      metrics: {
        measured: 'recipe',
        protocol: '2-fold by group',
        partitions: 1,
        model: { cllr: { mean: expect.any(Number) } },
      },
      candidates: LADDER,
      ladder: LADDER.map((rung) => ({ rung, tried: expect.any(Number), seconds: expect.any(Number) })),
      configuration: { candidates: LADDER, seed: 1, partitions: 1 },
    });
    expect(again.metrics).toEqual(first.metrics);
    expect(manifest('verifier')).toMatchObject({
      choice: { candidates: LADDER },
      training: { encoder: { objective: 'sup-con' } },
    });
    expect(JSON.parse(readFileSync(path('verifier/run.json'), 'utf8')).ladder).toHaveLength(4);
  });

  it('chooses another verifier from another seed, of fewer candidates, with normalised scores', async () => {
    const other = await runJson(
      ...TRAIN,
      '--folds',
      '2',
      '--seed',
      '2',
      '--partitions',
      '2',
      '--candidates',
      'floor,linear',
      '--score-normalisation',
      'as-norm',
      '--out',
      'verifier-other',
    );
    expect(other).toMatchObject({ metrics: { partitions: 2 }, candidates: ['floor', 'linear'] });
    expect(manifest('verifier-other').training).toEqual({
      method: 'ladder',
      seed: 2,
      partitions: 2,
      scoreNormalisation: 'as-norm',
      provider: 'cpu',
      threads: 1,
    });
    expect(hashes('verifier-other')).not.toEqual(hashes('verifier'));
  });

  it('writes a verifier that gives verdicts and certifies', async () => {
    const verdict = await runJson(
      'compare',
      '--model',
      'verifier',
      '--spectra',
      'fish/spectra.csv',
      'hoki-b01-f1',
      'hoki-b01-f2',
    );
    expect(verdict).toMatchObject({ decision: 'llr', threshold: 0 });
    const { stdout } = await runHere([
      'compare',
      '--model',
      'verifier',
      '--spectra',
      'fish/spectra.csv',
      'hoki-b01-f1',
      'hoki-b01-f2',
    ]);
    expect(stdout).toMatch(/batch: hoki-b01-f1 · hoki-b01-f2 {2}\(about .* likely if of .*; log-likelihood ratio -?\d/);
    expect((await runJson('parity', '--model', 'verifier')).rows).toMatchObject([
      { status: 'pass' },
      { status: 'pass' },
      {},
      {},
      {},
      {},
      {},
    ]);
  });
});

describe('the eager engine', () => {
  const eager = ['--engine', 'eager', '--backend', 'wasm'];

  it('trains the model of the graph engine, the same bytes again, and says what computed', async () => {
    for (const out of ['eager', 'eager-again']) {
      expect((await run(train(out, ...eager))).status).toBe(0);
    }
    expect(hashes('eager-again')).toEqual(hashes('eager'));
    const read = (out: string) => JSON.parse(readFileSync(path(out, 'manifest.json'), 'utf8'));
    expect(read('eager').training).toMatchObject({ engine: 'eager', backend: 'wasm', provider: 'cpu', threads: 1 });
    expect(read('model').training).toMatchObject({ engine: 'graph' });
    expect(read('model').training).not.toHaveProperty('backend');
    const run1 = JSON.parse(readFileSync(path('eager/run.json'), 'utf8'));
    const run2 = JSON.parse(readFileSync(path('model/run.json'), 'utf8'));
    expect(run1.engine).toBe('eager engine, tfjs 4.22.0 wasm');
    expect(run1.losses).toHaveLength(2);
    expectNear(run1.losses, run2.losses, TOLERANCES.losses);
  });

  it('evaluates, to the same measures', async () => {
    const [graph, wasm] = [await runJson(...contrastive()), await runJson(...contrastive(...eager))];
    expect(wasm).toMatchObject({ engine: 'eager engine, tfjs 4.22.0 wasm', floor: graph.floor });
    const auc = (result: Record<string, unknown>) => (result.model as { auc: { mean: number } }).auc.mean;
    expect(Math.abs(auc(wasm) - auc(graph))).toBeLessThan(0.01);
  });

  it('makes a model that runs like any other', async () => {
    const { rows } = await runJson('parity', '--model', 'eager');
    expect(rows).toMatchObject([{ status: 'pass' }, { status: 'pass' }, {}, {}, {}, {}, {}]);
  });
});

describe('evaluate', () => {
  const MEASURED = ['auc', 'eer', 'fnrAt1', 'balancedAccuracy', 'hardAuc', 'averagePrecision', 'cllr', 'minCllr'];
  const number = expect.any(Number);

  it('cross-validates the ladder beside the floor, and writes nothing', async () => {
    const before = list();
    const result = await runJson(...evaluate('--partitions', '2'));
    const system = Object.fromEntries(
      MEASURED.map((name) => [name, { mean: number, sd: number, lo: number, hi: number }]),
    );
    expect(result).toMatchObject({
      simulated: true,
      protocol: '2-fold by group',
      partitions: 2,
      groups: 12,
      model: system,
      floor: system,
      labelFree: system,
      chosen: [1, 1, 2, 2].map((partition, i) => ({ partition, fold: (i % 2) + 1, rung: expect.any(String) })),
      standing: expect.stringMatching(/^(beats|tie|loses)$/),
      hardPairs: expect.stringMatching(/^Hard pairs: /),
      configuration: { command: 'evaluate', protocol: 'groups', candidates: LADDER, seed: 1, folds: 2 },
      data: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), group: 'batch' },
    });
    // Scripts read these: each measure is these four numbers and nothing else.
    for (const of of [result.model, result.floor] as Record<string, object>[]) {
      expect(Object.keys(of)).toEqual(expect.arrayContaining(MEASURED));
      for (const name of MEASURED) {
        expect(Object.keys(of[name] ?? {}).sort()).toEqual(['hi', 'lo', 'mean', 'sd']);
      }
    }
    expect(result.configuration).not.toHaveProperty('engine');
    expect(list()).toEqual(before);
  });

  it('gives the same with any number of folds side by side, and does not report it', async () => {
    const [one, two] = [
      await runJson(...evaluate('--candidates', 'floor,linear', '--workers', '1')),
      await runJson(...evaluate('--candidates', 'floor,linear', '--workers', '2')),
    ] as [Record<string, unknown>, Record<string, unknown>];
    const untimed = ({ ladder, ...rest }: Record<string, unknown>) =>
      JSON.stringify({ ...rest, ladder: (ladder as object[]).map((rung) => ({ ...rung, seconds: 0 })) });
    expect(untimed(two)).toBe(untimed(one));
    expect(one.configuration).not.toHaveProperty('workers');
  });

  it('ends at once on Ctrl-C while folds are computed side by side', async () => {
    let asked = false;
    const { status, signal, stdout } = await run(['evaluate', 'fish', '--group', 'batch', '--workers', '2', '--json'], {
      onStderr: (text, kill) => {
        if (!asked && text.includes('Configuration')) {
          asked = true;
          // The threads start after this is said; two seconds on they compute.
          setTimeout(() => kill('SIGINT'), 2000);
        }
      },
    });
    expect({ asked, status, signal, stdout }).toEqual({ asked: true, status: null, signal: 'SIGINT', stdout: '' });
  });

  it('ends the ladder between rungs where time runs out, and says what gives the same', async () => {
    const { status, stdout } = await runHere(evaluate('--budget', '0.1s'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/\n {2}ladder, mean of 2 .*\n {2}floor +28 .*\n[^ ]/);
    expect(stdout).toMatch(/The budget of 0\.1s ended the ladder before "linear".* --candidates floor\n/);
  });

  it('ships the floor where that is all that is tried, and says that it is a tie', async () => {
    const { status, stdout } = await runHere(evaluate('--candidates', 'floor'));
    expect(status).toBe(0);
    expect(stdout).toMatch(/ EER +misses at 1% .*\n {2}model, chosen by the ladder .*\n.*\n {2}floor, no training/);
    expect(stdout).toMatch(/model − floor: ROC AUC \+0\.000 .* A tie: neither/);
    expect(stdout).toMatch(/Chosen inside training: floor 2× in 2 folds/);
    expect(stdout).toMatch(/Simulated spectra/);
  });

  it('shows a protocol that leaks beside the honest one', async () => {
    const parameters = evaluate('--candidates', 'floor,linear').filter((word) => word !== '--folds' && word !== '2');
    const result = await runJson(...parameters, '--protocol', 'paper');
    const [leaking, honest] = [result, result.honest].map(
      (one) => (one as { model: { auc: { mean: number } } }).model.auc.mean,
    );
    expect(result).toMatchObject({
      leak: expect.stringMatching(/same spectra and groups are on both sides/),
      positivePairs: 13,
      negativePairs: 13,
      honest: { protocol: '5-fold by group' },
      inflation: { auc: (leaking as number) - (honest as number) },
    });
    const { stdout } = await runHere([...parameters, '--protocol', 'paper']);
    expect(stdout).toMatch(/\n5-fold by group: [\s\S]*a protocol that leaks: as published[\s\S]*inflated by +[+−]\d/);
  });

  it('cross-validates the contrastive encoder, and writes nothing', async () => {
    const before = list();
    const result = await runJson(...contrastive());
    expect(result).toMatchObject({
      simulated: true,
      protocol: '2-fold by group',
      folds: [{ groups: 6 }, { groups: 6 }],
      model: { auc: { mean: expect.any(Number) } },
      floor: { auc: { mean: expect.any(Number) } },
    });
    expect(list()).toEqual(before);
  });

  it('measures a model on spectra it never saw', async () => {
    await runJson('simulate', '--out', 'new-fish', '--seed', '2', '--config', 'simulation.json');
    const samples = readFileSync(path('new-fish/samples.csv'), 'utf8');
    write('new-fish/samples.csv', samples.replaceAll(/,batch(\d+)/g, ',season2-$1'));
    const result = await runJson('evaluate', 'new-fish', '--group', 'batch', '--model', 'model');
    expect(result).toMatchObject({
      metrics: { spectra: 36, groups: 12, floor: { system: expect.stringMatching(/no training/) } },
      warnings: [],
      standing: expect.stringMatching(/^(beats|tie|loses)$/),
    });
  });
});

describe('compare', () => {
  const names = ['hoki-b01-f1', 'hoki-b01-f2'] as const;

  it('gives one verdict on two files and on two names', async () => {
    const [header, ...rows] = readFileSync(path('fish/spectra.csv'), 'utf8').trim().split('\n');
    names.forEach((name, i) => {
      write(`${'AB'[i]}.csv`, `${header}\n${rows.find((row) => row.startsWith(`${name},`))}\n`);
    });
    const byFile = await runJson('compare', '--model', 'model', 'A.csv', 'B.csv');
    const byName = await runJson('compare', '--model', 'model', '--spectra', 'fish/spectra.csv', ...names);
    expect(byFile).toEqual(byName);
    expect(byFile).toMatchObject({ a: names[0], b: names[1], provider: 'cpu', simulated: true, group: 'batch' });
    expect(byFile.sameSource).toBe((byFile.score as number) >= (byFile.threshold as number));
    // What the endpoint says of the same pair.
    expect(byFile.verdict).toBe(byFile.undecided ? 'no verdict' : byFile.sameSource ? 'same' : 'different');
    expect(byFile).toHaveProperty('likelihood');
  });

  it('says in words that the model was trained on simulated spectra', async () => {
    const { status, stdout } = await runHere([
      'compare',
      '--model',
      'model',
      '--spectra',
      'fish/spectra.csv',
      ...names,
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^(same|different) +batch: hoki-b01-f1 · hoki-b01-f2/);
    expect(stdout).toMatch(/simulated spectra/);
  });
});

describe('parity', () => {
  it('passes on node and says why a browser could not be asked', async () => {
    const report = await runJson('parity', '--model', 'model');
    expect(report.rows).toMatchObject([
      { runtime: 'node cpu, 1 thread', status: 'pass', flips: 0 },
      { runtime: 'node cpu, 2 threads', status: 'pass', flips: 0 },
      { runtime: 'node webgpu', status: expect.stringMatching(/pass|unavailable/) },
      { runtime: 'node cuda', status: expect.stringMatching(/pass|unavailable/) },
      ...['wasm, 1 thread', 'wasm, 2 threads', 'webgpu'].map((name) => ({
        runtime: `Chromium ${name}`,
        status: 'unavailable',
        reason: expect.stringMatching(/SPECTROSIM_CHROMIUM/),
      })),
    ]);
    const manifest = createHash('sha256')
      .update(readFileSync(path('model/manifest.json')))
      .digest('hex');
    expect(report.manifest).toBe(manifest);
    expect(JSON.parse(readFileSync(path('model/parity.json'), 'utf8'))).toEqual(report);
  });

  it.each<[string, (value: number) => number]>([
    ['moved', (value) => value + 0.01],
    ['made no number', () => Number.NaN],
  ])('exits 1 where the reference was %s, its hash with it', async (what, change) => {
    const out = `reference ${what}`;
    cpSync(path('model'), path(out), { recursive: true });
    const tensors = decodeSafetensors(readFileSync(path(out, 'reference.safetensors')));
    const embedding = tensors.embedding as { type: 'float32'; dims: readonly number[]; data: Float32Array };
    embedding.data[0] = change(embedding.data[0] as number);
    const bytes = encodeSafetensors(tensors);
    writeFileSync(path(out, 'reference.safetensors'), bytes);
    const manifest = JSON.parse(readFileSync(path(out, 'manifest.json'), 'utf8'));
    manifest.files['reference.safetensors'] = createHash('sha256').update(bytes).digest('hex');
    write(`${out}/manifest.json`, JSON.stringify(manifest));
    const { status, stdout } = await (what === 'moved' ? run : runHere)(['parity', '--model', out, '--json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).rows[0]).toMatchObject({ status: 'fail' });
  });
});

describe('doctor', () => {
  it('tries what there is, and says what brings the rest', async () => {
    const { status, stdout } = await runHere(['doctor', '--json']);
    expect(status).toBe(0);
    const { findings } = JSON.parse(stdout) as {
      findings: { kind: string; what: string; ok: boolean; found: string }[];
    };
    expect(findings).toContainEqual({
      kind: 'provider',
      what: 'node cpu, 1 thread',
      ok: true,
      found: expect.stringMatching(/^onnxruntime-node \d/),
    });
    expect(findings).toContainEqual({
      kind: 'provider',
      what: 'Chromium wasm, 1 thread',
      ok: false,
      found: expect.stringMatching(/SPECTROSIM_CHROMIUM.*does not run/),
    });
    for (const { ok, found } of findings) {
      // A remedy is a command in quotes, or the variable to set.
      expect(found).toMatch(ok ? /\w/ : /"[^"]+ [^"]+"|SPECTROSIM_CHROMIUM/);
    }
  });
});
