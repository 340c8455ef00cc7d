/**
 * Benchmarks: `npm run bench -- training`, `profile`, `input`, `endpoint` and `back-ends`.
 *
 * @module
 */
import { argv, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { SpectroSimError } from '@spectrosim/models';

const HELP = `Usage: npm run bench -- <training | profile | input | endpoint | back-ends> [options]

  training   ms per training step of several encoders and batch sizes, in turns: the graph engine on ONNX
             Runtime, PyTorch where SPECTROSIM_PYTHON (else python3) imports it, and, for small steps, eager
             tfjs on wasm
  profile    time by operator type of the graph engine's step, from ONNX Runtime's profiler, and of its products
             of matrices alone, in ONNX Runtime and in PyTorch's MKL
  input      seconds and memory to read 5,000 x 2,080 spectra (about 100 MB) in several forms, beside csv-parse
             and papaparse where they are installed
  endpoint   requests/s and latency of "spectrosim serve" at 1, 16 and 64 connections, and of /healthz meanwhile,
             beside the same model in a plain loop
  back-ends  five-fold by sample on folders of real spectra: the ladder of linear back-ends, each fold's choice made
             inside its training side; all pairs of held-out samples

Options:
  --batch <n>     spectra in one step; training takes several, 16,64,256 (default: training 16,64,256, profile 16)
  --encoder <name>  for training, only this row: transformer, one-token or cnn (default: all)
  --threads <n>   threads of ONNX Runtime and of PyTorch (default: 2)
  --rounds <n>    rounds in which the engines take turns; steps of the profile (default: 7; endpoint: 3)
  --seconds <n>   how long each turn of the endpoint's benchmark lasts (default: 2)
  --head <name>   projection head, paper or spectral (default: the training configuration's)
  --data <folder> spectra.csv and samples.csv, for back-ends; may be repeated (default: the sets in ../shared/data)
  --partitions <n>  partitions into five folds, for back-ends (default: 1)
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
      data: { type: 'string', multiple: true },
      partitions: { type: 'string', default: '1' },
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
  const rounds = wholeNumber('rounds', values.rounds ?? (name === 'endpoint' ? '3' : '7'), 1);
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
  } else if (name === 'back-ends') {
    const { benchBackEnds, REAL_SETS } = await import('./back-ends.js');
    const { backEndsText } = await import('./back-ends-report.js');
    const partitions = wholeNumber('partitions', values.partitions, 1);
    const report = await benchBackEnds(values.data ?? REAL_SETS, { partitions, threads }, (text) =>
      stderr.write(`${text}\n`),
    );
    print(report, backEndsText(report));
  } else {
    throw new SpectroSimError(
      'usage',
      `There is no benchmark "${name}". Expected training, profile, input, endpoint or back-ends.`,
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
