/**
 * Benchmarks: `npm run bench -- training`, `growth`, `job`, `soak`, `memory`, `profile`, `input`, `endpoint`, `accuracy`, `papers` and `algebra`.
 *
 * @module
 */
import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { SpectroSimError } from '@spectrosim/models';

const HELP = `Usage: npm run bench -- <training | growth | job | soak | memory | profile | input | endpoint | accuracy | papers | algebra> [options]

  training   ms per training step of several encoders and batch sizes, in turns: the graph engine on ONNX
             Runtime, PyTorch where SPECTROSIM_PYTHON (else python3) imports it, and, for small steps, eager
             tfjs on wasm
  growth     ms per training step of the default encoder, without its residual path, over batches of 16 to 512, 33 to
             520 tokens and 2 to 12 layers, beside PyTorch and beside what the step's products alone take
  job        seconds from the start of "spectrosim train --contrastive" to its end, 400 steps on 72 spectra of a CSV
             file, in turns with a PyTorch script that does the same
  soak       memory over 2,000 training steps
  memory     the most memory that the command's process takes for a whole training, and seconds from its last step to
             its end: the default encoder at batch 64, the same without its residual path beside PyTorch, and the
             papers' Transformer of 105 million weights at batch 16
  profile    time by operator type of the graph engine's step, from ONNX Runtime's profiler, and of its products
             of matrices alone, in ONNX Runtime and in PyTorch's MKL
  input      seconds and memory to read 5,000 x 2,080 spectra (about 100 MB) in several forms, beside csv-parse
             and papaparse where they are installed
  endpoint   requests/s and latency of "spectrosim serve" at 1, 16 and 64 connections, and of /healthz meanwhile,
             beside the same model in a plain loop
  accuracy   writes docs/accuracy.md: sources never seen on three real sets and on the simulator, systems without
             labels, encoders beside their input, controls, what other rules would have shipped, and time.
             What is done is kept in runs/accuracy, so that a run that was broken off goes on where it was
  papers     writes docs/benchmark.md and its figures: encoders, objectives and baselines of the SpectroSim papers beside
             ours, sweeps, leaks and costs. What is done is kept in runs/papers; records are in bench/papers/results
  algebra    the training's own products, eigenpairs and triangular solutions beside ml-matrix's, in turns

Options:
  --batch <n>     spectra in one step; training takes several, 16,64,256 (default: training 16,64,256, profile 16)
  --encoder <name>  only this row: transformer, one-token or cnn of training; default, transformer
                  or paper/transformer of memory (default: all)
  --threads <n>   threads of ONNX Runtime and of PyTorch (default: 2)
  --rounds <n>    rounds in which the engines take turns; steps of the profile (default: 7; endpoint, growth and job: 3)
  --seconds <n>   how long each turn of the endpoint's benchmark lasts (default: 2)
  --head <name>   projection head, paper or spectral (default: the training configuration's)
  --quick         accuracy: a little of everything, printed and not written; papers: the same, in runs/papers-quick
  --document      papers: run nothing, write the page from the records that are there
  --out <file>    accuracy: where to write the page (default: docs/accuracy.md, where all sets are there);
                  growth: where to draw the curves, an .svg
  --resume <folder>  accuracy: results to go on from (default: runs/accuracy)
  --data <folder> accuracy and papers: the folder of the real sets (default: ../shared/data)
  --json          print one JSON object
  --help

Example:
  SPECTROSIM_PYTHON=/path/to/python npm run bench -- training --json
`;

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      batch: { type: 'string' },
      encoder: { type: 'string' },
      threads: { type: 'string', default: '2' },
      rounds: { type: 'string' },
      seconds: { type: 'string', default: '2' },
      head: { type: 'string' },
      quick: { type: 'boolean', default: false },
      document: { type: 'boolean', default: false },
      out: { type: 'string' },
      resume: { type: 'string', default: 'runs/accuracy' },
      data: { type: 'string', default: '../shared/data' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [name] = positionals;
  if (values.help || name === undefined) {
    stdout.write(HELP);
    return;
  }
  const threads = wholeNumber('threads', values.threads, 1);
  const rounds = wholeNumber(
    'rounds',
    values.rounds ?? (['endpoint', 'growth', 'job'].includes(name ?? '') ? '3' : '7'),
    1,
  );
  const seconds = wholeNumber('seconds', values.seconds, 1);
  const print = (report: unknown, text: string) =>
    stdout.write(values.json ? `${JSON.stringify(report, undefined, 2)}\n` : `${text}\n`);
  // Imported on demand: a profile needs neither tfjs' wasm backend nor a peer.
  if (name === 'training') {
    const { benchTraining } = await import('./training.js');
    const { LOSS_TOLERANCE, trainingText } = await import('./training-report.js');
    const batches = values.batch?.split(',').map((batch) => wholeNumber('batch', batch, 2));
    const options = { batches, encoder: values.encoder, threads, rounds, head: values.head };
    const report = await benchTraining(options, (text) => stderr.write(`${text}\n`));
    print(report, trainingText(report, rounds));
    if (report.rows.some(({ lossDifference }) => lossDifference !== null && !(lossDifference <= LOSS_TOLERANCE))) {
      process.exitCode = 1;
    }
  } else if (name === 'growth') {
    const { runGrowth } = await import('./growth/run-growth.js');
    await runGrowth({ threads, rounds, out: values.out, json: values.json });
  } else if (name === 'job') {
    const { benchJob, jobText } = await import('./job.js');
    const report = await benchJob({ threads, rounds }, (text) => stderr.write(`${text}\n`));
    print(report, jobText(report));
  } else if (name === 'soak') {
    const { benchSoak, soakText } = await import('./soak.js');
    const report = await benchSoak(threads, (step, mb) => stderr.write(`step ${step}: ${mb.toFixed(0)} MB\n`));
    print(report, soakText(report));
  } else if (name === 'memory') {
    const { benchMemory, exceeds, memoryText } = await import('./memory/memory.js');
    const rows = await benchMemory({ encoder: values.encoder, threads }, ({ encoder, who, peakMb }) =>
      stderr.write(`${encoder}, ${who}: ${peakMb === null ? 'skipped' : `${peakMb.toFixed(0)} MB`}\n`),
    );
    print({ rows }, memoryText(rows));
    if (rows.some(exceeds)) {
      process.exitCode = 1;
    }
  } else if (name === 'profile') {
    const { profileStep } = await import('./profile.js');
    const { profileText } = await import('./profile-report.js');
    const batch = wholeNumber('batch', values.batch ?? '16', 2);
    const report = await profileStep(batch, threads, rounds, values.head);
    print(report, profileText(report));
  } else if (name === 'input') {
    const { benchInput } = await import('./input.js');
    const { inputText } = await import('./input-report.js');
    const report = await benchInput(rounds, (text) => stderr.write(`${text}\n`));
    print(report, inputText(report, rounds));
  } else if (name === 'endpoint') {
    const { benchEndpoint } = await import('./endpoint.js');
    const { endpointText } = await import('./endpoint-report.js');
    const report = await benchEndpoint({ threads, rounds, seconds }, (round) =>
      stderr.write(`round ${round} of ${rounds}\n`),
    );
    print(report, endpointText(report));
    if (report.endpoint.some(({ failed }) => failed > 0)) {
      process.exitCode = 1;
    }
  } else if (name === 'accuracy') {
    const { runAccuracy } = await import('./accuracy/run-accuracy.js');
    await runAccuracy({ ...values, threads });
  } else if (name === 'papers') {
    const { runPapers } = await import('./papers/run-papers.js');
    await runPapers({ ...values, threads });
  } else if (name === 'algebra') {
    const { benchAlgebra } = await import('./algebra.js');
    const { ALGEBRA_TOLERANCE, algebraText } = await import('./algebra-report.js');
    const report = await benchAlgebra(rounds, (text) => stderr.write(`${text}\n`));
    print(report, algebraText(report, rounds));
    if (report.some(({ difference }) => !(difference <= ALGEBRA_TOLERANCE))) {
      process.exitCode = 1;
    }
  } else {
    throw new SpectroSimError(
      'usage',
      `There is no benchmark "${name}". Expected training, growth, job, soak, memory, profile, input, endpoint, accuracy, papers or algebra.`,
    );
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw new SpectroSimError('usage', `--${option} is ${text}. Expected a whole number of at least ${least}.`);
  }
  return value;
}

try {
  await main(argv.slice(2));
} catch (error) {
  const usage = (error instanceof SpectroSimError && error.code === 'usage') || isParseError(error);
  stderr.write(`bench: ${usage ? (error as Error).message : error instanceof Error ? error.stack : error}\n`);
  process.exitCode = usage ? 2 : 1;
}

function isParseError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
