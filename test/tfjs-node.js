/**
 * Tests the eager engine on TensorFlow itself, by hand: `npm run build && node test/tfjs-node.js [--gpu] [--in FOLDER]`.
 *
 * Installs @tensorflow/tfjs-node (or -gpu) into a temporary folder, which downloads libtensorflow, takes the first 20 steps
 * of the tiny training on it and on the graph engine, and compares: what test/engines.test.ts does where the package is
 * installed. With --in it installs nothing and takes the package that FOLDER has.
 *
 * Exit status: 0 they agree, 1 they do not, 2 a wrong call, 4 TensorFlow cannot be had here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const STEPS = 20;
const TFJS = '4.22.0';

process.exitCode = await main().catch((error) => {
  console.error(error.code === 'runtime' ? error.message : error);
  return error.code === 'runtime' ? 4 : String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
});

async function main() {
  const { values } = parseArgs({ options: { gpu: { type: 'boolean' }, in: { type: 'string' } } });
  const backend = values.gpu ? 'tfjs-node-gpu' : 'tfjs-node';
  if (!existsSync(fileURLToPath(new URL('./dist/tiny-training.setup.js', import.meta.url)))) {
    console.error('The build is not there. Run "npm run build" first.');
    return 2;
  }
  if (values.in !== undefined) {
    return compare(backend, values.in);
  }
  const folder = mkdtempSync(join(tmpdir(), 'spectrosim-tfjs-node-'));
  try {
    return install(folder, `@tensorflow/${backend}@${TFJS}`) ? await compare(backend, folder) : 4;
  } finally {
    process.chdir(tmpdir());
    remove(folder);
  }
}

function install(folder, what) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  console.log(`npm install ${what}, in ${folder}`);
  const { status, error } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--foreground-scripts', what], {
    cwd: folder,
    stdio: 'inherit',
    // npm is a script on Windows.
    shell: process.platform === 'win32',
  });
  if (error !== undefined || status !== 0) {
    console.error(
      `\n${what} could not be installed: ${error?.message ?? `npm ended with status ${status}`}. The lines above say why. Its install script downloads libtensorflow and an add-on from outside of npm; behind a proxy, set HTTPS_PROXY.`,
    );
    return false;
  }
  return true;
}

async function compare(backend, folder) {
  // The engine looks for the package from the working directory up, as in a user's project.
  process.chdir(folder);
  const { nodeRuntime } = await import('@spectrosim/runtime-node');
  const { eagerEngine, graphEngine } = await import('@spectrosim/training');
  const { tinyTraining } = await import('./dist/tiny-training.setup.js');
  const { TOLERANCES } = await import('./dist/tolerances.js');
  const eager = await eagerEngine(backend);
  const graph = graphEngine(nodeRuntime(), { provider: 'cpu', threads: 1 });
  const [got, expected] = [await tinyTraining(eager, { steps: STEPS }), await tinyTraining(graph, { steps: STEPS })];

  console.log(`\nstep  ${graph.description}  |  ${eager.description}  |  relative difference`);
  const differences = expected.results.map(({ loss }, i) => {
    const other = got.results[i].loss;
    const difference = Math.abs(other - loss) / loss;
    console.log(
      `${String(i + 1).padStart(4)}  ${loss.toFixed(7)}  ${other.toFixed(7)}  ${difference.toExponential(1)}`,
    );
    return difference;
  });
  // A loss that is no number is a difference, too.
  const agree = differences.every((difference) => difference <= TOLERANCES.losses);
  console.log(`${agree ? 'They agree' : 'They do NOT agree'} to ${TOLERANCES.losses}.`);
  return agree ? 0 : 1;
}

function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    // Windows keeps a loaded library's file until the process ends.
    console.log(`${folder} could not be removed (${error.code}): remove it yourself.`);
  }
}
