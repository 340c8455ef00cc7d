import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ran, workplace } from './command.setup.js';
import { TINY_ENCODER } from './tiny-artifact.setup.js';

const { folder, run, runHere, write, list, remove } = workplace();
const TINY_SETTINGS = { encoder: TINY_ENCODER, batch: 4, preprocessing: 'sqrt, snv', steps: 40 };
const path = (...parts: string[]) => join(folder, ...parts);
const train = (out: string, ...more: string[]) => [
  ...['train', 'fish', '--group', 'batch', '--contrastive', '--threads', '1', '--config', 'tiny.json', '--out', out],
  ...more,
];
const filesOf = (name: string) =>
  Object.fromEntries(
    list()
      .filter((file) => file.startsWith(`${name}/`) && /\.\w+$/.test(file) && !/(run|parity)\.json$/.test(file))
      .map((file) => [
        file.slice(name.length),
        createHash('sha256')
          .update(readFileSync(path(file)))
          .digest('hex'),
      ]),
  );
const metricsOf = (file: string): { step: number }[] =>
  readFileSync(path(file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Runs a training in a process of its own and interrupts it once it has taken some steps, `times` times. */
async function interrupted(
  out: string,
  { times, after }: { readonly times: number; readonly after: number },
  ...more: string[]
): Promise<Ran> {
  let sent = 0;
  let watch: NodeJS.Timeout | undefined;
  try {
    return await run(train(out, ...more), {
      onStderr: (text, kill) => {
        if (sent === 1 && /Ctrl-C again ends at once/.test(text) && times > 1) {
          sent++;
          kill('SIGINT');
        }
        watch ??= setInterval(() => {
          const metrics = path(`${out}.checkpoint/metrics.jsonl`);
          if (sent === 0 && existsSync(metrics) && metricsOf(`${out}.checkpoint/metrics.jsonl`).length >= after) {
            sent++;
            kill('SIGINT');
          }
        }, 5);
      },
    });
  } finally {
    clearInterval(watch);
  }
}

beforeAll(async () => {
  write('tiny.json', JSON.stringify(TINY_SETTINGS));
  write('diverging.json', JSON.stringify({ ...TINY_SETTINGS, learningRate: 1e18, schedule: { name: 'constant' } }));
  const earlyStopping = { every: 2, patience: 3, holdOut: 0.25 };
  const worse = { steps: 200, batch: 8, objective: 'sup-con', learningRate: 0.1, schedule: { name: 'constant' } };
  write('stopping.json', JSON.stringify({ ...TINY_SETTINGS, ...worse, earlyStopping }));
  const slow = { name: 'transformer', config: { patch: 4, width: 256, layers: 6, heads: 4 } };
  const collapsing = { batch: 8, temperature: 1000, learningRate: 0.1, weightDecay: 5, schedule: { name: 'constant' } };
  write('collapsing.json', JSON.stringify({ ...TINY_SETTINGS, ...collapsing, steps: 5000 }));
  write('slow.json', JSON.stringify({ ...TINY_SETTINGS, encoder: slow, batch: 16 }));
  write('simulation.json', '{"axis":{"bins":260},"design":{"batches":12,"fishPerBatch":3,"qcInterval":9}}');
  expect((await runHere(['simulate', '--out', 'fish', '--config', 'simulation.json'])).status).toBe(0);
  expect((await runHere(train('whole', '--checkpoints', 'whole-kept', '--checkpoint-every', '20'))).status).toBe(0);
});
afterAll(remove);

describe('train --checkpoints', () => {
  it('keeps the last one in the folder named, and the metrics of every step there and with the model', () => {
    expect(readdirSync(path('whole-kept')).sort()).toEqual([
      'metrics.jsonl',
      'step-40',
      'training.html',
      'training.json',
    ]);
    expect(readFileSync(path('whole-kept/training.html'))).toEqual(readFileSync(path('whole/training.html')));
    expect(readdirSync(path('whole-kept/step-40')).sort()).toEqual(['checkpoint.json', 'state.safetensors']);
    const metrics = metricsOf('whole/metrics.jsonl');
    expect(metrics.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(Object.keys(metrics[0] as object).sort()).toEqual(
      ['alignment', 'effectiveRank', 'gradientNorm', 'learningRate', 'loss', 'spread', 'step', 'uniformity'].sort(),
    );
    expect(readFileSync(path('whole-kept/metrics.jsonl'))).toEqual(readFileSync(path('whole/metrics.jsonl')));
  });

  it('writes a page of the curves that fetches nothing', () => {
    const page = readFileSync(path('whole/training.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    const titles = [...page.matchAll(/<figcaption><h2>([^<]+)</g)].map(([, title]) => title);
    expect(titles).toEqual([
      ...['Loss', 'Learning rate', 'Gradient norm', 'Spread', 'Effective rank', 'Alignment', 'Uniformity'],
    ]);
    expect(page).not.toMatch(/NaN|undefined|(src|href)="(?!data:)/);
  });

  it('does not write over another training', async () => {
    const { status, stderr } = await runHere(train('new', '--checkpoints', 'whole-kept'));
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(
        /whole-kept is left of a training that got to step 40: go on with it by --resume whole-kept/,
      ),
    ]);
    const foreign = await runHere(train('new', '--checkpoints', 'fish', '--force'));
    expect([foreign.status, foreign.stderr]).toEqual([
      2,
      expect.stringMatching(/fish holds .*, which no training wrote/),
    ]);
  });
});

describe('train --resume', () => {
  it('from the last step writes the same model, without a step; the same folder may be named twice', async () => {
    cpSync(path('whole-kept'), path('again-kept'), { recursive: true });
    const named = ['--checkpoints', 'again-kept', '--resume', 'again-kept'];
    expect((await runHere(train('again', ...named))).status).toBe(0);
    expect(existsSync(path('again-kept/step-40'))).toBe(true);
    expect(filesOf('again')).toEqual(filesOf('whole'));
  });

  it('says when other software took the steps before', async () => {
    cpSync(path('whole-kept'), path('older-kept'), { recursive: true });
    const record = JSON.parse(readFileSync(path('older-kept/training.json'), 'utf8'));
    expect(record).toMatchObject({
      data: '../fish',
      group: 'batch',
      software: [expect.stringMatching(/^spectrosim \S+, onnxruntime-node \d/)],
    });
    write('older-kept/training.json', JSON.stringify({ ...record, software: ['spectrosim 0.0.1'] }));
    const { status, stdout } = await runHere(train('older', '--resume', 'older-kept'));
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(/Note: This training was begun with spectrosim 0\.0\.1, and goes on with spectrosim \d/),
    ]);
    expect((await runHere(train('again-2', '--resume', 'again-kept'))).stdout).not.toMatch(/begun with/);
  });

  it.each<[string, string[], RegExp]>([
    [
      'other settings',
      ['--steps', '60', '--seed', '2'],
      /config\.steps: 60 here, 40 in .*\n.*config\.seed: 2 here, 1 in/,
    ],
    ['other threads', ['--threads', '2'], /engine\.threads: 2 here, 1 in/],
  ])('refuses a checkpoint of %s', async (_, more, words) => {
    const { status, stderr } = await runHere(train('other', '--resume', 'whole-kept', ...more));
    expect([status, stderr]).toEqual([2, expect.stringMatching(words)]);
    expect(existsSync(path('other'))).toBe(false);
  });

  it('refuses a checkpoint of other data', async () => {
    const simulate = ['simulate', '--out', 'other-fish', '--config', 'simulation.json', '--seed', '2'];
    expect((await runHere(simulate)).status).toBe(0);
    const other = train('other', '--resume', 'whole-kept').map((word) => (word === 'fish' ? 'other-fish' : word));
    const { status, stderr } = await runHere(other);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/data: "\w+" here, "\w+" in/)]);
  });

  it('refuses a folder without a checkpoint, and a damaged one', async () => {
    expect((await runHere(train('other', '--resume', 'nowhere'))).stderr).toMatch(/There is no checkpoint in nowhere/);
    cpSync(path('whole-kept'), path('damaged'), { recursive: true });
    const state = path('damaged/step-40/state.safetensors');
    writeFileSync(state, readFileSync(state).subarray(0, -8));
    const { status, stderr } = await runHere(train('other', '--resume', 'damaged'));
    expect([status, stderr]).toEqual([
      3,
      expect.stringMatching(/does not have the hash that it was written with.*Restore it/),
    ]);
    // As after an end between writing one and deleting the one before.
    cpSync(path('whole-kept/step-40'), path('damaged/step-20'), { recursive: true });
    expect((await runHere(train('other', '--resume', 'damaged'))).stderr).toMatch(
      /step-20 is still there: delete .*step-40 to use that/,
    );
  });

  it('goes on with what early stopping has seen, to the same model, and the page shows it', async () => {
    const settings = ['--config', 'stopping.json', '--checkpoint-every', '6'];
    const stopping = (out: string, ...more: string[]) => [
      ...['train', 'fish', '--group', 'batch', '--contrastive', '--threads', '1', '--out', out, ...settings, ...more],
    ];
    expect((await runHere(stopping('early', '--checkpoints', 'early-kept'))).status).toBe(0);
    const [step] = readdirSync(path('early-kept')).flatMap((name) => /^step-(\d+)$/.exec(name)?.[1] ?? []);
    expect(Number(step)).toBeLessThan(200);
    expect(readdirSync(path(`early-kept/step-${step}`))).toContain('best.safetensors');
    const manifest = JSON.parse(readFileSync(path('early/manifest.json'), 'utf8'));
    expect(manifest.training.best.step).toBeLessThan(Number(step));
    expect(readFileSync(path('early/training.html'), 'utf8')).toMatch(/<h2>Groups set aside<\/h2>/);

    const again = await runHere(stopping('early-again', '--resume', 'early-kept'));
    expect([again.status, again.stdout]).toEqual([0, expect.stringMatching(/ Kept: .* \(ROC AUC 0\.\d{3}\)\./)]);
    expect(filesOf('early-again')).toEqual(filesOf('early'));
    rmSync(path(`early-kept/step-${step}/best.safetensors`));
    const { status, stderr } = await runHere(stopping('early-damaged', '--resume', 'early-kept'));
    expect([status, stderr]).toEqual([3, expect.stringMatching(/best\.safetensors is not there with the hash/)]);
  });

  it('refuses two folders', async () => {
    const { status, stderr } = await runHere(train('other', '--checkpoints', 'one', '--resume', 'whole-kept'));
    expect([status, stderr]).toEqual([2, expect.stringMatching(/Leave out --checkpoints one/)]);
  });

  it('is for --contrastive', async () => {
    const ladder = ['train', 'fish', '--group', 'batch', '--out', 'other', '--resume', 'whole-kept'];
    expect((await runHere(ladder)).stderr).toMatch(/--resume say how to train the contrastive encoder/);
  });
});

const windows = process.platform === 'win32';

describe.skipIf(windows)(`Ctrl-C${windows ? ' (skipped: a program on Windows cannot send it to another)' : ''}`, () => {
  // With --json, what a command says on the way goes to standard error, where the test listens.
  const LONG = ['--steps', '600', '--json'];

  it('saves after the step under way, and the command that it prints goes on to the model of one run', async () => {
    const { status, signal, stderr } = await interrupted('stopped', { times: 1, after: 5 }, ...LONG);
    expect({ status, signal }).toEqual({ status: 130, signal: null });
    const [, step] = /Stopped after step (\d+) of 600, which is saved\. To go on:\n/.exec(stderr) ?? [];
    const kept = ['metrics.jsonl', `step-${step}`, 'training.html', 'training.json'];
    expect(readdirSync(path('stopped.checkpoint')).sort()).toEqual(kept);
    expect(stderr).toMatch(/The curves so far: stopped\.checkpoint.training\.html\n/);
    expect(readFileSync(path('stopped.checkpoint/training.html'), 'utf8')).toMatch(
      new RegExp(`>${step} steps\\. Lines are`),
    );
    expect((await runHere(['export', 'stopped.checkpoint', '--out', 'so-far'])).status).toBe(0);
    const { training } = JSON.parse(readFileSync(path('so-far/manifest.json'), 'utf8'));
    expect([training.steps, training.taken]).toEqual([600, Number(step)]);
    expect(metricsOf('stopped.checkpoint/metrics.jsonl')).toHaveLength(Number(step));
    expect(existsSync(path('stopped'))).toBe(false);

    const [, command] = /\n {2}npx spectrosim (.*)\n/.exec(stderr) ?? [];
    expect(command).toBe([...train('stopped', ...LONG), '--resume', 'stopped.checkpoint'].join(' '));
    // As after a hard end: half a line, of a step that was not saved.
    writeFileSync(path('stopped.checkpoint/metrics.jsonl'), '{"step":', { flag: 'a' });
    expect((await run((command as string).split(' '))).status).toBe(0);
    expect(existsSync(path('stopped.checkpoint'))).toBe(false);
    expect((await run(train('straight', ...LONG))).status).toBe(0);
    expect(filesOf('stopped')).toEqual(filesOf('straight'));
  });

  it('can be pressed when the alarm of a collapse sounds, and again after a resume', async () => {
    const collapsing = ['--config', 'collapsing.json', '--json', '--threads', '1', '--out', 'collapsed'];
    const words = ['train', 'fish', '--group', 'batch', '--contrastive', ...collapsing];
    for (const more of [[], ['--resume', 'collapsed.checkpoint']]) {
      let sent = false;
      const { status, stderr } = await run([...words, ...more], {
        onStderr: (text, kill) => {
          if (!sent && /\nNote: At step \d+ the embeddings\s+are\s+collapsing/.test(text)) {
            sent = true;
            // After a resume it sounds before the first step, at which Ctrl-C begins to save.
            setTimeout(() => kill('SIGINT'), more.length === 0 ? 0 : 2000);
          }
        },
      });
      expect([status, stderr]).toEqual([130, expect.stringMatching(/Stopped after step \d+ of 5000/)]);
    }
    expect(readFileSync(path('collapsed.checkpoint/training.html'), 'utf8')).toMatch(/class="card alarm"/);
    rmSync(path('collapsed.checkpoint'), { recursive: true });
  });

  it('twice ends at once', async () => {
    // Half a second a step and more, which is under way when the second one comes.
    const { status, signal } = await interrupted('killed', { times: 2, after: 1 }, ...LONG, '--config', 'slow.json');
    expect({ status, signal }).toEqual({ status: null, signal: 'SIGINT' });
    expect(existsSync(path('killed'))).toBe(false);
    expect(readdirSync(path('killed.checkpoint'))).toEqual(['metrics.jsonl']);
    rmSync(path('killed.checkpoint'), { recursive: true });
  });
});

describe('train that leaves the finite numbers', () => {
  it('says where, and keeps the last good checkpoint', async () => {
    const diverging = train('diverged', '--checkpoint-every', '1', '--config', 'diverging.json');
    const { status, stderr } = await runHere(diverging);
    expect(status).toBe(1);
    const [, step, last] =
      /at step (\d+) of 40; .* The last good checkpoint, of step (\d+), is in diverged\.checkpoint\./.exec(stderr) ??
      [];
    expect(Number(last)).toBe(Number(step) - 1);
    expect(stderr).toMatch(/The first value of that step that is not finite is what \w+ gives at encoder\.\S/);
    const kept = ['metrics.jsonl', `step-${last}`, 'training.html', 'training.json'];
    expect(readdirSync(path('diverged.checkpoint')).sort()).toEqual(kept);
    expect(stderr).toMatch(/\n {2}npx spectrosim export diverged\.checkpoint --out diverged\n/);
  });
});

describe('export', () => {
  it('of the last step writes the bytes that train wrote, wherever the data have gone', async () => {
    expect((await runHere(['export', 'whole-kept', '--out', 'exported'])).status).toBe(0);
    expect(filesOf('exported')).toEqual(filesOf('whole'));
    cpSync(path('fish'), path('moved/here'), { recursive: true });
    cpSync(path('whole-kept'), path('moved/kept/whole'), { recursive: true });
    const lost = await runHere(['export', 'moved/kept/whole', '--out', 'moved/exported']);
    expect([lost.status, lost.stderr]).toEqual([3, expect.stringMatching(/moved.kept.fish/)]);
    const { status, stdout } = await runHere([
      ...['export', 'moved/kept/whole', '--data', 'moved/here', '--out', 'moved/exported', '--json'],
    ]);
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ out: 'moved/exported', simulated: true }),
    ]);
    expect(filesOf('moved/exported')).toEqual(filesOf('whole'));
  });

  it('refuses other data, a folder without a checkpoint, and to write over something', async () => {
    write('other.json', '{"axis":{"bins":260},"design":{"batches":12,"fishPerBatch":3,"qcInterval":9}}');
    expect((await runHere(['simulate', '--out', 'strange-fish', '--config', 'other.json', '--seed', '2'])).status).toBe(
      0,
    );
    const cases: [string[], number, RegExp][] = [
      [['whole-kept', '--data', 'strange-fish', '--out', 'new'], 2, /is of another training.*\n {2}data: /],
      [['fish', '--out', 'new'], 2, /There is no checkpoint in fish/],
      [['whole-kept', '--out', 'whole'], 2, /whole exists and is not empty/],
    ];
    for (const [words, expected, text] of cases) {
      const { status, stderr } = await runHere(['export', ...words]);
      expect([status, stderr]).toEqual([expected, expect.stringMatching(text)]);
    }
    expect(existsSync(path('new'))).toBe(false);
  });
});
